import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Agent, AgentList } from 'signalbox/contract/lifecycle';
import { meQuery } from '../../../app/queries.ts';
import { count, plural } from '../../../format/number.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleNotice } from '../../../ui/stale-notice.tsx';
import { Time } from '../../../ui/zone.tsx';
import { healths } from '../search.ts';
import { BulkDialog } from '../bulk/bulk-dialog.tsx';
import { toggled } from '../model/toggled.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { chosenColumn, columns, TwoLines } from './columns.tsx';
import { Filters } from './filters.tsx';
import { NamesDialog } from './names-dialog.tsx';
import { NoAgents } from './no-agents.tsx';
import { useLiveAgents } from './use-live-agents.ts';

const route = getRouteApi('/shell/agents');
const keyOf = (agent: Agent): string => agent.id;

/** Every agent of the scope as a row, the worst first. */
export function AgentsPage() {
  const { q, health, unclaimed, sort, team, env, range, from, to } = route.useSearch();
  const search = { q, health, unclaimed, sort };
  const navigate = useNavigate({ from: '/agents' });
  const phone = usePhone();
  const [names, setNames] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [bulk, setBulk] = useState(false);
  const me = useQuery(meQuery);
  const mayChange = me.data?.rights.includes('agent.change') === true;
  const { list, rows, moved, sortAgain } = useLiveAgents({ team, env, range, from, to }, search);
  const open = (agent: Agent): void =>
    void navigate({ to: '/agents/$agentId', params: { agentId: agent.slug }, search: (s) => scopeOf(s) });
  const cursor = useRowCursor(rows, keyOf);
  const choose = (id: string): void => setChosen(toggled(chosen, id));
  useKeys({
    Enter: cursor.row && (() => open(cursor.row!)),
    s: moved ? sortAgain : undefined,
    x: mayChange && cursor.row ? () => choose(cursor.row!.id) : undefined,
  });
  // Who left the list since is not changed with the others.
  const here = chosen.filter((id) => rows.some((one) => one.id === id));
  const filtered = [q, health, unclaimed, team, env].some((value) => value !== undefined);
  return (
    <>
      <h1 className="sr-only">Agents</h1>
      <Filters
        search={search}
        names={rows.map((one) => one.name)}
        end={
          <>
            {moved ? (
              <Button onClick={sortAgain} title="The order has changed (s)">
                Sort again
              </Button>
            ) : null}
            <Button tone="quiet" onClick={() => setNames(true)}>
              Names
            </Button>
          </>
        }
      />
      {list.isError && list.data ? (
        <StaleNotice error={list.error} readAt={list.dataUpdatedAt} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data?.readable === false ? (
        <Banner aspect="dark">Figures cannot be read now. The agents are those known to the catalog.</Banner>
      ) : null}
      {list.data && list.data.waiting > 0 ? (
        <Banner aspect="caution" end={<Button onClick={() => setNames(true)}>Show names</Button>}>
          {plural(list.data.waiting, 'name')} in telemetry {list.data.waiting === 1 ? 'waits' : 'wait'} to become{' '}
          {list.data.waiting === 1 ? 'an agent' : 'agents'}.
        </Banner>
      ) : null}
      {here.length === 0 ? null : (
        <ChosenBar
          count={here.length}
          all={rows.length}
          onAll={() => setChosen(rows.map(keyOf))}
          onNone={() => setChosen([])}
          onChange={() => setBulk(true)}
        />
      )}
      {bulk ? (
        <BulkDialog
          agents={here}
          kinds={['claim', 'owner', 'add_tags', 'remove_tags', 'risk', 'describe', 'promote']}
          onClose={() => setBulk(false)}
        />
      ) : null}
      {names ? <NamesDialog onClose={() => setNames(false)} /> : null}
      {list.isPending ? (
        <div className="flex-1 overflow-hidden">
          <Skeleton rows={16} height={phone ? 56 : 32} label="Loading agents" />
        </div>
      ) : list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <div className="flex-1 overflow-y-auto">
          <NoAgents filtered={filtered} />
        </div>
      ) : (
        <DataTable
          label="Agents"
          rows={rows}
          columns={mayChange ? [chosenColumn(here, choose), ...columns] : columns}
          rowKey={keyOf}
          active={cursor.active}
          headers={{
            aspect: <span className="sr-only">Health</span>,
            chosen: <span className="sr-only">Chosen</span>,
          }}
          rowHeight={phone ? 56 : 32}
          twoLines={phone ? (agent) => <TwoLines agent={agent} /> : undefined}
          onPress={open}
        />
      )}
      {list.data && rows.length > 0 ? <SumLine list={list.data} shown={rows.length} /> : null}
    </>
  );
}

/** How many stand where, and as of when. */
function SumLine({ list, shown }: { list: AgentList; shown: number }) {
  return (
    <p className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 border-t border-line px-3 py-1 text-meta tabular-nums text-muted desk:px-4">
      <span>
        {plural(list.total, 'agent')}
        {shown < list.total ? `, ${count(shown)} shown: filter by name to see others` : ''}
      </span>
      {(['danger', 'caution', 'dark', 'clear'] as const).map((health) =>
        list.byHealth[health] === 0 ? null : (
          <span key={health} className="max-desk:hidden">
            {count(list.byHealth[health])} {healths[health].toLowerCase()}
          </span>
        ),
      )}
      <span className="ml-auto">
        as of <Time at={list.asOf} />
      </span>
    </p>
  );
}

/** What is carried to an agent's page. */
const scopeOf = (search: Record<string, unknown>): Record<string, unknown> => {
  const { q: _q, health: _h, unclaimed: _u, sort: _s, ...scope } = search;
  return scope;
};
