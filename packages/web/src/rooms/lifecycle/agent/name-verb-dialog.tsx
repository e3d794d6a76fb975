import { useQuery } from '@tanstack/react-query';
import type { NameChange } from 'signalbox/contract/lifecycle';
import type { ReactNode } from 'react';
import { count, plural } from '../../../format/number.ts';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Time } from '../../../ui/zone.tsx';
import { previewQuery } from '../queries.ts';
import { useNameVerb } from './use-name-verbs.ts';

type Props = {
  title: string;
  verb: string;
  /** null until what is needed is chosen. */
  act: { path: string; body: object } | null;
  children?: ReactNode;
  onDone: (made: NameChange) => void;
  onClose: () => void;
};

/** One confirmation for all changes of names: what will happen, how much moves, and that it can be undone. */
export function NameVerbDialog({ title, verb, act, children, onDone, onClose }: Props) {
  const perform = useNameVerb((made) => {
    onDone(made);
    onClose();
  });
  const shown = useQuery({ ...previewQuery(act?.path ?? '', act?.body ?? {}), enabled: act !== null });
  return (
    <ConfirmVerb
      title={title}
      verb={verb}
      busy={perform.isPending || act === null || !shown.isSuccess}
      error={perform.error ?? shown.error}
      onConfirm={() => act && perform.mutate(act)}
      onClose={onClose}
    >
      {children}
      <div className="min-h-20" aria-live="polite">
        {shown.data && act !== null ? <Effect of={shown.data} /> : null}
      </div>
    </ConfirmVerb>
  );
}

function Effect({ of: { summary, impact, verb } }: { of: NameChange }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-ink">{summary}</p>
      {impact === null ? null : impact.invocations === 0 ? (
        <p>No run is concerned so far.</p>
      ) : (
        <p>
          {verb === 'rename' ? 'Nothing is counted anew: ' : 'Counted anew: '}
          {plural(impact.runs, 'run')}, {count(impact.invocations)}{' '}
          {impact.invocations === 1 ? 'invocation' : 'invocations'}, from <Time at={impact.firstAt!} full /> to{' '}
          <Time at={impact.lastAt!} full />.
        </p>
      )}
      <p>You can undo it for 30 days, exactly; the ledger keeps both.</p>
    </div>
  );
}
