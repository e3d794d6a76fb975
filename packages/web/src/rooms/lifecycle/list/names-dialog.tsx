import { useQuery } from '@tanstack/react-query';
import type { AgentNames } from 'signalbox/contract/lifecycle';
import type { ReactNode } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { Refusal } from '../../../ui/confirm-verb.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { useNameVerb } from '../agent/use-name-verbs.ts';
import { namesQuery, suggestionsQuery } from '../queries.ts';

/** Names beside the agents: those that wait, those that are ignored, and steps that look like agents. */
export function NamesDialog({ onClose }: { onClose: () => void }) {
  const names = useQuery(namesQuery);
  const suggested = useQuery(suggestionsQuery);
  return (
    <Modal title="Names in telemetry" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Refusal error={names.error ?? suggested.error} />
        <Part
          title="Waiting"
          about={`New names become agents within seconds, at most ${names.data?.mostAnHour ?? '…'} an hour and team. Their runs are kept meanwhile.`}
          none="No name waits."
          rows={names.data?.waiting.map((one) => (
            <Row key={`${one.teamId} ${one.name}`} name={one.name} note={plural(one.invocations, 'invocation')} />
          ))}
        />
        <Part
          title="Ignored"
          about="Spans of these names are steps of the agent above them."
          none="No name is ignored."
          rows={names.data?.ignored.map((one) => (
            <Ignored key={`${one.teamId} ${one.name} ${one.service}`} of={one} />
          ))}
        />
        <Part
          title="These steps look like agents"
          about="They call a model and say no agent. If one is, set the attribute signalbox.agent on its span."
          none="No step looks like an agent."
          rows={suggested.data?.items.map((one) => (
            <Row
              key={`${one.teamId} ${one.service} ${one.name}`}
              name={one.name}
              note={`${one.service}, ${plural(one.steps, 'step')}`}
            />
          ))}
        />
      </div>
    </Modal>
  );
}

type Props = { title: string; about: string; none: string; rows: ReactNode[] | undefined };

function Part({ title, about, none, rows }: Props) {
  return (
    <section>
      <h3 className="font-semibold">{title}</h3>
      <p className="text-muted">{rows?.length === 0 ? none : about}</p>
      <ul>{rows}</ul>
    </section>
  );
}

function Row({ name, note, children }: { name: string; note: string; children?: ReactNode }) {
  return (
    <li className="flex min-h-8 items-center gap-2 border-t border-line py-1">
      <span className="min-w-0 flex-1 truncate">
        <SafeLine text={name} max={120} />
      </span>
      <span className="max-w-[50%] truncate tabular-nums text-muted">
        <SafeLine text={note} max={120} />
      </span>
      {children}
    </li>
  );
}

function Ignored({ of: { teamId, name, service } }: { of: AgentNames['ignored'][number] }) {
  const me = useQuery(meQuery);
  const restore = useNameVerb(() => undefined);
  const may = mayIn(me.data, 'agent.change', teamId);
  return (
    <Row name={name} note={service}>
      {may ? (
        <Button
          disabled={restore.isPending}
          onClick={() => restore.mutate({ path: '/names/restore', body: { teamId, name, service } })}
        >
          Restore
        </Button>
      ) : null}
    </Row>
  );
}
