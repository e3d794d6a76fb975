import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PromptDetail } from 'signalbox/contract/prompts';
import type { PromptUse } from 'signalbox/contract/prompts/use';
import type { ReactNode } from 'react';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { promptUseQuery } from '../queries.ts';
import { UseByVersion } from './use-by-version.tsx';

const row = 'flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line py-1 desk:min-h-8';

/** Who feels a change of this prompt: agents and their owners, versions with their figures, other prompts. */
export function UsedBy({ prompt }: { prompt: PromptDetail }) {
  const use = useQuery(promptUseQuery(prompt.id));
  return (
    <div className="flex flex-col gap-6 px-3 pb-12 pt-3 desk:px-4">
      {use.data === undefined ? (
        use.error ? (
          <ErrorState error={use.error} onRetry={() => void use.refetch()} />
        ) : (
          <Skeleton rows={6} label="Loading who uses it" />
        )
      ) : (
        <>
          <Part title="Agents">
            <Agents agents={use.data.agents} />
          </Part>
          <Part title="By version">
            <UseByVersion use={use.data} />
          </Part>
        </>
      )}
      <Part title="Prompts that refer to it">
        <Prompts prompt={prompt} />
      </Part>
    </div>
  );
}

function Agents({ agents }: Pick<PromptUse, 'agents'>) {
  if (agents.length === 0) return <p className="text-muted">No release of an agent that you may see holds it.</p>;
  return (
    <ul aria-label="Agents that use it" className="border-t border-line">
      {agents.map((one) => (
        <li key={one.agentId} className={row}>
          <Link
            to="/agents/$agentId"
            params={{ agentId: one.agentId }}
            className="min-w-0 flex-1 basis-40 truncate text-accent hover:underline"
          >
            <SafeLine text={one.name} max={160} />
          </Link>
          <span className="text-muted">
            {one.ownerName === null && one.ownerId === null ? (
              'no owner'
            ) : (
              <>
                owned by <SafeLine text={one.ownerName ?? one.ownerId ?? ''} max={80} />
              </>
            )}
          </span>
          <span className="text-muted">
            {one.servedIn.length === 0 ? 'served nowhere now' : `served in ${one.servedIn.join(', ')}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Prompts({ prompt }: { prompt: PromptDetail }) {
  if (prompt.usedBy.length === 0)
    return (
      <p className="text-muted [overflow-wrap:anywhere]">
        None. Another prompt takes this text in with{' '}
        <code className="mono text-ink">
          <SafeLine text={`{% prompt "${prompt.name}@production" %}`} />
        </code>
      </p>
    );
  return (
    <ul aria-label="Prompts that refer to it" className="border-t border-line">
      {prompt.usedBy.map((one) => (
        <li key={`${one.promptId} ${one.number} ${one.at}`} className={row}>
          <Link
            to="/prompts/$promptId"
            params={{ promptId: one.promptId }}
            className="min-w-0 flex-1 truncate text-accent hover:underline"
          >
            <SafeLine text={one.name} max={200} />
          </Link>
          <span className="text-muted">
            version {one.number} takes {one.at}
          </span>
        </li>
      ))}
    </ul>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h2 className="pb-1 text-section font-semibold">{title}</h2>
    {children}
  </section>
);
