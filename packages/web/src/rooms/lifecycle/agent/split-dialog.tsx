import type { NameChange } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { NameVerbDialog } from './name-verb-dialog.tsx';

type Props = {
  agent: { id: string; key: string };
  /** A name of it, as spans send it. */
  sent: { name: string; service: string };
  onDone: (made: NameChange) => void;
  onClose: () => void;
};

/** One name of an agent, from one service or from all, becomes an agent of its own. Its own key needs a service. */
export function SplitDialog({ agent, sent, onDone, onClose }: Props) {
  const [service, setService] = useState(sent.service);
  const [as, setAs] = useState('');
  const fixed = sent.service !== '';
  const needed = sent.name === agent.key && service.trim() === '';
  const called = as.trim() === '' ? {} : { as: as.trim() };
  const act = needed
    ? null
    : { path: `/${agent.id}/split`, body: { name: sent.name, service: service.trim(), ...called } };
  return (
    <NameVerbDialog title={`Split off ${sent.name}`} verb="Split off" {...{ act, onDone, onClose }}>
      <Field
        label="Only from this service"
        hint={sent.name === agent.key ? 'As resource attribute service.name' : 'Empty = whatever service'}
        value={service}
        readOnly={fixed}
        maxLength={400}
        onChange={(event) => setService(event.target.value)}
      />
      <Field
        label="Name of the new agent"
        hint="Empty = name and service"
        value={as}
        maxLength={200}
        onChange={(event) => setAs(event.target.value)}
      />
    </NameVerbDialog>
  );
}
