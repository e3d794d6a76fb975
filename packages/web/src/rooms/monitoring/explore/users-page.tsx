import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ListedUser } from 'signalbox/contract/monitoring/explorer';
import { useMemo } from 'react';
import { count, plural, usd } from '../../../format/number.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { usersQuery } from '../queries.ts';
import { Known } from './known.tsx';
import { ListFrame } from './list-frame.tsx';
import { useAsked } from './use-asked.ts';

const route = getRouteApi('/shell/users');

export const columns: Column<ListedUser>[] = [
  { id: 'user', header: 'User', width: 'minmax(120px, 2fr)', cell: (u) => <SafeLine text={u.user} max={120} /> },
  { id: 'runs', header: 'Runs', align: 'right', width: '72px', cell: (u) => count(u.runs) },
  { id: 'failed', header: 'Failed', align: 'right', width: '72px', cell: (u) => count(u.outcomes.failed) },
  { id: 'last', header: 'Last run', width: '112px', cell: (u) => <Time at={u.lastAt} /> },
  { id: 'errors', header: 'Errors', align: 'right', width: '72px', from: 480, cell: (u) => count(u.errors) },
  {
    ...{ id: 'talks', header: 'Conversations', align: 'right', width: '108px', from: 600 },
    cell: (u) => count(u.conversations),
  },
  {
    ...{ id: 'in', header: 'In', unit: 'tokens', align: 'right', width: '96px', from: 780 },
    cell: (u) => <Known value={u.inputTokens} text={count} what="Input tokens" />,
  },
  {
    ...{ id: 'out', header: 'Out', unit: 'tokens', align: 'right', width: '96px', from: 780 },
    cell: (u) => <Known value={u.outputTokens} text={count} what="Output tokens" />,
  },
  {
    ...{ id: 'cost', header: 'Cost', unit: 'USD', align: 'right', width: '84px', from: 860 },
    cell: (u) => (
      <span title={u.unknownCostRuns === 0 ? undefined : `Without ${plural(u.unknownCostRuns, 'run')} of unknown cost`}>
        <Known value={u.costUsd} text={usd} what="Cost" />
        {u.costUsd !== null && u.unknownCostRuns > 0 ? '+' : ''}
      </span>
    ),
  },
  {
    id: 'agents',
    header: 'Agents',
    width: 'minmax(120px, 2fr)',
    from: 1000,
    cell: (u) => <SafeLine text={u.agents.join(', ')} max={200} />,
  },
];

/** Whom the agents worked for, the one last served first. */
export function UsersPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const list = useInfiniteQuery(usersQuery(useAsked('/shell/users')));
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  return (
    <ListFrame
      noun="user"
      search={search}
      list={list}
      rows={rows}
      columns={columns}
      keyOf={(user) => `${user.teamId} ${user.user}`}
      twoLines={(user) => (
        <div className="flex flex-col">
          <span className="truncate font-medium">
            <SafeLine text={user.user} max={80} />
          </span>
          <span className="truncate text-meta text-muted">
            {plural(user.runs, 'run')}, {count(user.outcomes.failed)} failed, <Time at={user.lastAt} />
          </span>
        </div>
      )}
      onOpen={(user) => void navigate({ to: '/runs', search: (s) => ({ ...s, user: user.user, team: user.teamId }) })}
    />
  );
}
