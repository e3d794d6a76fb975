import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ServedList } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';
import { Check } from '../../../ui/check.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useKeys } from '../../../ui/keys.ts';
import { usePhone } from '../../../ui/measure.ts';
import { useRowCursor } from '../../../ui/row-cursor.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { Time } from '../../../ui/zone.tsx';
import { environmentOrderQuery } from '../fleet-queries.ts';
import { type MatrixRow, matrixOf } from '../model/matrix.ts';

const keyOf = (row: MatrixRow): string => row.agent.id;
/** Where the third environment and each further one finds room, px. */
const widthOf = (i: number): number => (i < 2 ? 0 : 200 + i * 180);

/** Agents down, environments across: which release each serves, since when. */
export function Matrix({ list, env, differs }: { list: ServedList; env: string | undefined; differs: boolean }) {
  const navigate = useNavigate({ from: '/deployments' });
  const phone = usePhone();
  const { environments, rows: all } = matrixOf(
    list.items.filter((one) => env === undefined || one.environment === env),
    useQuery(environmentOrderQuery).data?.environments,
  );
  const rows = all.filter((row) => !differs || row.differs);
  const cursor = useRowCursor(rows, keyOf);
  const open = (row: MatrixRow): void =>
    void navigate({
      to: '/agents/$agentId',
      params: { agentId: row.agent.slug },
      search: ({ shows: _shows, differs: _differs, ...s }) => ({ ...s, tab: 'deployments' as const }),
    });
  useKeys({ Enter: cursor.row && (() => open(cursor.row!)) });
  if (all.length === 0) return <NothingServed scoped={env !== undefined} />;
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 border-b border-line px-3 py-1 text-muted desk:px-4">
        <span className="min-w-0 flex-1">
          {plural(all.length, 'agent')} in {plural(environments.length, 'environment')}
          {list.truncated ? ', the first 2,000 places' : ''}
        </span>
        <span className="flex items-center gap-1">
          <Check
            label="Only where environments differ"
            checked={differs}
            onChange={(on) => void navigate({ search: (s) => ({ ...s, differs: on ? 'true' : undefined }) })}
          />
          <span aria-hidden>Only where environments differ</span>
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No environments differ">
          <p>Every agent serves one release in all of its environments.</p>
        </EmptyState>
      ) : (
        <DataTable
          label="Served now"
          rows={rows}
          columns={columnsFor(environments)}
          rowKey={keyOf}
          active={cursor.active}
          rowHeight={phone ? 64 : 32}
          twoLines={phone ? (row) => <Lines row={row} environments={environments} /> : undefined}
          onPress={open}
        />
      )}
    </>
  );
}

const columnsFor = (environments: readonly string[]): Column<MatrixRow>[] => [
  { id: 'agent', header: 'Agent', width: 'minmax(140px, 1.4fr)', cell: (row) => <AgentLink row={row} /> },
  ...environments.map((environment, i) => ({
    ...{ id: `in ${environment}`, header: environment, width: 'minmax(96px, 1fr)', from: widthOf(i) },
    cell: (row: MatrixRow) => <Cell row={row} environment={environment} />,
  })),
];

function Cell({ row, environment }: { row: MatrixRow; environment: string }) {
  const one = row.served.get(environment);
  if (one === undefined) return <span className="text-muted">—</span>;
  return (
    <span className="tabular-nums" title={`${one.deployedByName ?? one.deployedBy}: ${one.reason}`}>
      <ReleaseLink of={one.release} strong={row.differs} />
      {one.candidate === null ? null : (
        <>
          {' + '}
          <ReleaseLink of={one.candidate} strong /> {one.candidate.percent} %
        </>
      )}{' '}
      <span className="text-meta text-muted">
        <Time at={one.since} />
      </span>
    </span>
  );
}

const ReleaseLink = ({ of, strong }: { of: { id: string; version: string }; strong: boolean }) => (
  <Link
    to="/releases/$releaseId"
    params={{ releaseId: of.id }}
    tabIndex={-1}
    className={`hover:underline ${strong ? 'font-medium' : ''}`}
    onClick={(event) => event.stopPropagation()}
  >
    {of.version}
  </Link>
);

const AgentLink = ({ row }: { row: MatrixRow }) => (
  <Link
    to="/agents/$agentId"
    params={{ agentId: row.agent.slug }}
    search={(s) => ({ ...s, tab: 'deployments' as const })}
    tabIndex={-1}
    className="hover:underline"
    onClick={(event) => event.stopPropagation()}
  >
    <SafeLine text={row.agent.name} max={120} />
  </Link>
);

/** Two lines for a phone: who; then where what. */
function Lines({ row, environments }: { row: MatrixRow; environments: readonly string[] }) {
  const where = environments.flatMap((name) => {
    const one = row.served.get(name);
    if (one === undefined) return [];
    return `${name} ${one.release.version}${one.candidate === null ? '' : ` + ${one.candidate.version} ${one.candidate.percent} %`}`;
  });
  return (
    <div className="min-w-0">
      <div className="truncate font-medium">
        <SafeLine text={row.agent.name} max={80} />
      </div>
      <div className="truncate text-meta text-muted">
        <SafeLine text={where.join(' · ')} max={160} />
      </div>
    </div>
  );
}

const NothingServed = ({ scoped }: { scoped: boolean }) => (
  <EmptyState title={scoped ? 'Nothing is deployed to this environment' : 'Nothing is deployed yet'}>
    <p>
      An environment serves one release of an agent, and perhaps a second for a share. Open an agent, make a release of
      it and deploy it: agents learn of it within seconds, and one action takes it back.
    </p>
  </EmptyState>
);
