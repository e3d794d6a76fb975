import { useQuery } from '@tanstack/react-query';
import type { AgentRecord, Release, SignOffs } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmVerb } from '../../../ui/confirm-verb.tsx';
import { Part } from '../../../ui/part.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { Time } from '../../../ui/zone.tsx';
import { useEnvironments } from '../deployments/use-place-facts.ts';
import { signOffsPath, signOffsQuery } from '../release-queries.ts';
import { useVerb } from '../use-verb.ts';

type Props = { release: Release; agent: AgentRecord };

/** Who signed the release off, for each environment that asks for it or where somebody did. */
export function SignOffsPart({ release, agent }: Props) {
  const environments = useEnvironments(agent.agentId);
  const me = useQuery(meQuery);
  const may = mayIn(me.data, 'release.sign_off', agent.teamId);
  const [asking, setAsking] = useState<string | null>(null);
  if (environments.length === 0) return null;
  return (
    <Part title="Sign-offs">
      <ul>
        {environments.map((environment) => (
          <Environment
            key={environment}
            place={{ agent: agent.agentId, environment, releaseId: release.id }}
            me={me.data?.person.id}
            onSign={may ? () => setAsking(environment) : null}
          />
        ))}
      </ul>
      {asking === null ? null : (
        <SignOffDialog release={release} agent={agent} environment={asking} onClose={() => setAsking(null)} />
      )}
    </Part>
  );
}

type EnvironmentProps = {
  place: { agent: string; environment: string; releaseId: string };
  me: string | undefined;
  onSign: (() => void) | null;
};

function Environment({ place, me, onSign }: EnvironmentProps) {
  const { data } = useQuery(signOffsQuery(place));
  if (data === undefined) return null;
  const mine = data.items.some((one) => one.personId === me);
  return (
    <li className="flex flex-wrap items-center gap-x-3 border-t border-line py-1">
      <span className="w-28 shrink-0 truncate">
        <SafeLine text={place.environment} max={80} />
      </span>
      <span className={`min-w-0 flex-1 ${data.missing > 0 ? 'text-caution' : 'text-muted'}`}>{asked(data)}</span>
      {onSign !== null && !mine ? (
        <Button onClick={onSign} aria-label={`Sign off for ${place.environment}`}>
          Sign off
        </Button>
      ) : null}
      {data.items.map((one) => (
        <span key={one.personId} className="w-full text-meta text-muted [overflow-wrap:anywhere]">
          <SafeLine text={one.name ?? one.personId} max={80} /> <Time at={one.at} />
          {one.note === '' ? '' : ': '}
          <SafeLine text={one.note} max={400} />
        </span>
      ))}
    </li>
  );
}

/** What the environment asks for, and what of it is missing. */
function asked({ rule, missing, items }: SignOffs): string {
  if (rule.people === 0) return items.length === 0 ? 'asks for none' : 'asks for none; signed off';
  const who = `${plural(rule.people, 'person', 'people')}${rule.role === null ? '' : ` as ${rule.role.replaceAll('_', ' ')}`}${rule.notAuthor ? ', not who made it' : ''}`;
  return missing === 0 ? `signed off: asks for ${who}` : `${missing} missing: asks for ${who}`;
}

type DialogProps = Props & { environment: string; onClose: () => void };

function SignOffDialog({ release, agent, environment, onClose }: DialogProps) {
  const [note, setNote] = useState('');
  const act = useVerb(onClose);
  return (
    <ConfirmVerb
      title={`Sign off ${agent.name} ${release.version} for ${environment}`}
      verb="Sign off"
      busy={act.isPending}
      error={act.error}
      onConfirm={() =>
        act.mutate({
          path: signOffsPath({ agent: agent.agentId, environment, releaseId: release.id }),
          body: { note: note.trim() },
        })
      }
      onClose={onClose}
    >
      <p>
        You say that this release may be deployed to {environment}. It is not deployed by that, and it cannot be taken
        back: the ledger keeps it.
      </p>
      <div className="text-ink">
        <TextArea label="Note" value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
      </div>
    </ConfirmVerb>
  );
}
