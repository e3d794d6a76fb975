import { useQuery } from '@tanstack/react-query';
import type { Deployment, Freeze } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Labelled } from '../../../ui/labelled.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Select } from '../../../ui/select.tsx';
import { Suggest } from '../../../ui/suggest.tsx';
import type { Done } from '../../../ui/undo-bar.tsx';
import { Time } from '../../../ui/zone.tsx';
import { environmentOrderQuery } from '../fleet-queries.ts';
import { lastFirst, nextOf } from '../model/environment-order.ts';
import { deployWords, reachWords } from '../model/reach-words.ts';
import { useVerb } from '../use-verb.ts';
import { Hindrances, ServedDifferences } from './place-notes.tsx';
import { type Subject, useEnvironments, usePlaceFacts } from './use-place-facts.ts';

type Props = { agent: Subject; at: Deployment; onDone: (done: Done) => void; onClose: () => void };
const path = (agent: Subject, environment: string, verb: string): string =>
  `/agents/${agent.id}/deployments/${encodeURIComponent(environment)}/${verb}`;

/** Back to one of the releases served before, or away with the candidate: always open. */
export function RollBackDialog({ agent, at, onDone, onClose }: Props) {
  const { environment, release, candidate, past } = at;
  const choices = [...(candidate === null ? [] : [release]), ...past];
  const [to, setTo] = useState(choices[0]?.id ?? '');
  const target = choices.find((one) => one.id === to);
  const facts = usePlaceFacts(agent, environment, '');
  const act = useVerb(() => {
    onDone({ what: `${environment} serves ${target?.version ?? ''} again.` });
    onClose();
  });
  return (
    <ConfirmVerb
      title={`Roll ${agent.name} back in ${environment}`}
      verb={`Roll back to ${target?.version ?? ''}`}
      why
      busy={act.isPending || target === undefined}
      error={act.error}
      onConfirm={(reason) =>
        act.mutate({ path: path(agent, environment, 'roll-back'), body: { to, reason, expectedVersion: at.version } })
      }
      onClose={onClose}
    >
      <Labelled label="Back to">
        <Select
          label="Back to"
          value={to}
          choices={choices.map((one) => ({ value: one.id, label: one.version }))}
          onChange={setTo}
        />
      </Labelled>
      <p className="text-ink">
        {candidate === null
          ? `${environment} serves ${release.version} now.`
          : `${environment} serves ${release.version} now, and ${candidate.version} for ${candidate.percent} %.`}{' '}
        {target === undefined ? '' : `From now on ${target.version} serves all, conversations under way too.`}
      </p>
      <p>{reachWords(facts.alive)} It asks for no sign-off and is never frozen. To undo it, deploy again.</p>
    </ConfirmVerb>
  );
}

/** What one environment serves, for another. */
export function PromoteDialog({ agent, at, onDone, onClose }: Props) {
  const others = useEnvironments(agent.id).filter((one) => one !== at.environment);
  const order = useQuery(environmentOrderQuery).data?.environments ?? [];
  const next = nextOf(order, at.environment);
  const [wanted, setTo] = useState<string>();
  const to = wanted ?? next ?? '';
  const facts = usePlaceFacts(agent, to, at.release.id);
  const back = useVerb();
  const { version, id } = at.release;
  const act = useVerb(() => {
    const undo = () => back.mutate({ path: path(agent, to, 'roll-back'), body: { reason: `Undone: ${version}` } });
    onDone({ what: `${to} serves ${version}.`, undo: facts.served === null ? undefined : undo });
    onClose();
  });
  const body = (reason: string) => ({
    ...{ from: at.environment, reason },
    expectedVersion: facts.served?.version ?? 0,
  });
  return (
    <ConfirmVerb
      title={`Promote ${version} from ${at.environment}`}
      verb={`Promote ${version}${to === '' ? '' : ` to ${to}`}`}
      why
      busy={act.isPending || to === '' || facts.frozen.length > 0 || facts.missing > 0}
      error={act.error}
      onConfirm={(reason) => act.mutate({ path: path(agent, to, 'promote'), body: body(reason) })}
      onClose={onClose}
    >
      <Labelled label="To">
        <Suggest id="promote-to" label="To" value={to} suggestions={lastFirst(order, others)} onCommit={setTo} />
      </Labelled>
      {next === undefined && to === '' ? (
        <p>No environment comes after {at.environment} in their order: name the one it goes to.</p>
      ) : null}
      {to === '' ? null : (
        <p className="text-ink">
          {deployWords({
            ...{ version, environment: to, percent: 100, dueAt: null },
            served: facts.served?.release.version ?? null,
          })}
        </p>
      )}
      {facts.served === null ? null : <ServedDifferences base={facts.served.release.id} head={id} />}
      <Hindrances frozen={facts.frozen} missing={facts.missing} environment={to} />
      <p>{reachWords(facts.alive)}</p>
    </ConfirmVerb>
  );
}

type OverrideProps = {
  agent: Subject;
  environment: string;
  freeze: Freeze;
  onDone: (done: Done) => void;
  onClose: () => void;
};

/** Agrees, as one of two people, that a frozen place changes. */
export function OverrideDialog({ agent, environment, freeze, onDone, onClose }: OverrideProps) {
  const act = useVerb(() => {
    onDone({ what: `You agreed that ${agent.name} may change in ${environment}.` });
    onClose();
  });
  return (
    <ConfirmVerb
      title={`Override a freeze for ${agent.name} in ${environment}`}
      verb="Agree to override"
      why
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) =>
        act.mutate({ path: `/freezes/${freeze.id}/override`, body: { agentId: agent.id, environment, reason } })
      }
      onClose={onClose}
    >
      <p className="text-ink">
        Frozen until <Time at={freeze.until} full />: <SafeLine text={freeze.reason} max={400} />
      </p>
      <p>
        Two different people must agree. Then {agent.name} can be deployed to {environment} while the freeze holds;
        nothing else is opened, and it cannot be taken back. Both reasons stand in the ledger.
      </p>
    </ConfirmVerb>
  );
}
