import { useQuery } from '@tanstack/react-query';
import type { AgentHistory } from 'signalbox/contract/lifecycle';
import { DemoMark, isDemo } from '../../../app/by.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/zone.tsx';
import { historyQuery } from '../queries.ts';
import { eventWords } from '../model/event-words.ts';

/** What was done to an agent, newest first, as the ledger has it. */
export function History({ agentId }: { agentId: string }) {
  const history = useQuery(historyQuery(agentId));
  if (history.isPending) return <Skeleton rows={6} label="Loading history" />;
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  return (
    <ol className="flex max-w-4xl flex-col px-4 py-2">
      {history.data.items.map((event) => (
        <Event key={event.seq} event={event} />
      ))}
    </ol>
  );
}

function Event({ event }: { event: AgentHistory['items'][number] }) {
  return (
    <li className="grid grid-cols-[112px_1fr] gap-x-4 border-b border-line py-1.5 desk:grid-cols-[132px_1fr_160px_72px]">
      <Time at={event.time} />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <SafeLine text={eventWords(event)} max={400} />
      </span>
      <span className="truncate text-muted max-desk:hidden">
        {isDemo(event.actor) ? <DemoMark /> : <SafeLine text={event.actorName ?? byWhom(event.actor)} max={80} />}
      </span>
      <span className="num text-muted max-desk:hidden" title="Its number in the ledger">
        #{event.seq}
      </span>
    </li>
  );
}

const byWhom = (actor: string): string =>
  actor === 'lifecycle.agents' || actor === 'system' ? 'Signalbox' : actor.startsWith('key_') ? 'A key' : actor;
