import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Agent, Release } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { buttonLook, Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { deploymentsQuery, releasesQuery } from '../release-queries.ts';
import { toggled } from '../model/toggled.ts';
import { releaseColumns, ReleaseLines } from './release-columns.tsx';

const keyOf = (release: Release): string => release.id;

/** Releases of an agent, newest first; two of them can be compared. */
export function ReleasesTab({ agent, mayMake }: { agent: Agent; mayMake: boolean }) {
  const navigate = useNavigate();
  const phone = usePhone();
  const list = useQuery(releasesQuery(agent.id));
  const served = useQuery(deploymentsQuery(agent.id)).data?.items ?? [];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rows = list.data?.items ?? [];
  const cursor = useRowCursor(rows, keyOf);
  const open = (release: Release, base?: string): void =>
    void navigate({
      to: '/releases/$releaseId',
      params: { releaseId: release.id },
      search: (s) => ({ ...s, tab: undefined, base }),
    });
  const choose = (id: string): void => setChosen(toggled(chosen, id, 2));
  // The newer of the two is what the older has become.
  const [head, base] = rows.filter((one) => chosen.includes(one.id));
  const compare = head && base ? () => open(head, base.id) : undefined;
  useKeys({
    Enter: cursor.row && (() => open(cursor.row!)),
    x: cursor.row && (() => choose(cursor.row!.id)),
    c: compare,
  });
  if (list.isPending) return <Skeleton rows={6} label="Loading releases" />;
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const make = mayMake ? (
    <Link to="/agents/$agentId/new-release" params={{ agentId: agent.slug }} className={buttonLook()}>
      New release
    </Link>
  ) : null;
  if (rows.length === 0)
    return (
      <EmptyState title="No release yet">
        <p>
          A release is what the agent is made of, for ever: prompts, model and parameters, tools, policies, code. It is
          signed, it can be deployed and taken back, and every run says which one it was.
        </p>
        <p>
          Make the first here, or keep it as code: <code className="mono text-ink">signalbox apply</code> reads a{' '}
          <code className="mono text-ink">signalbox.yaml</code>.
        </p>
        {make}
      </EmptyState>
    );
  return (
    <div className="flex min-h-80 flex-1 flex-col">
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5 desk:px-4">
        <p className="min-w-0 flex-1 text-muted" role="status">
          {head && base ? `${base.version} and ${head.version} chosen` : 'Choose two to compare them.'}
        </p>
        <Button disabled={compare === undefined} onClick={compare}>
          Compare
        </Button>
        {make}
      </div>
      <DataTable
        label="Releases"
        rows={rows}
        columns={releaseColumns({ served, chosen, choose })}
        rowKey={keyOf}
        active={cursor.active}
        headers={{ chosen: <span className="sr-only">Chosen</span> }}
        rowHeight={phone ? 64 : 32}
        twoLines={phone ? (one) => <ReleaseLines release={one} of={{ served, chosen, choose }} /> : undefined}
        onPress={(one) => open(one)}
      />
      {list.data.nextCursor === null ? null : (
        <p className="border-t border-line px-4 py-1.5 text-meta text-muted">
          The newest hundred. Older ones: <code className="mono">GET /api/v1/agents/{agent.slug}/releases</code>
        </p>
      )}
    </div>
  );
}
