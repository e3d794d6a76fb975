import { Link } from '@tanstack/react-router';
import type { Comparison } from 'signalbox/contract/monitoring/comparison';
import { duration } from '../../../format/duration.ts';
import { count } from '../../../format/number.ts';
import { KindGlyph } from '../../../ui/kind-glyph.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { differences } from '../model/compared-figures.ts';

type Row = Comparison['rows'][number];
/** More rows than these would make the page slow; the differing ones among the rest can be asked for alone. */
const most = 1_000;

/** Aligned steps; a step that one run lacks leaves its place empty there. */
export function ComparedRows({ comparison, only }: { comparison: Comparison; only: boolean }) {
  const { a, b, firstDivergence } = comparison;
  const rows = comparison.rows.map((row, at) => ({ row, at })).filter(({ row }) => !only || row.differs.length > 0);
  return (
    <ol aria-label="Aligned steps" className="m-0 list-none p-0">
      {rows.slice(0, most).map(({ row, at }) => (
        <li
          key={at}
          aria-current={at === firstDivergence ? 'location' : undefined}
          className={`grid grid-cols-2 border-b border-line ${at === firstDivergence ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''}`}
        >
          <Side side={row.a} runId={a.id} other={row.b} />
          <Side side={row.b} runId={b.id} other={row.a} row={row} />
        </li>
      ))}
      {rows.length > most ? (
        <li className="px-4 py-2 text-muted">{count(rows.length - most)} more rows are not shown</li>
      ) : null}
    </ol>
  );
}

type SideProps = { side: Row['a']; other: Row['a']; runId: string; row?: Row };

function Side({ side, other, runId, row }: SideProps) {
  if (side === null)
    return <div className="bg-sunk px-3 py-1.5 text-muted desk:px-4">{other === null ? '' : 'No such step'}</div>;
  const { step } = side;
  return (
    <div className="flex min-w-0 flex-wrap content-start items-center gap-x-2 px-3 py-1.5 desk:px-4">
      <KindGlyph kind={step.kind} />
      <Link
        to="/runs/$runId"
        params={{ runId }}
        search={{ step: step.spanId }}
        className={`min-w-0 truncate hover:underline ${step.isError ? 'text-danger' : ''}`}
      >
        <SafeLine text={step.name} max={120} />
      </Link>
      <span className="ml-auto shrink-0 tabular-nums text-muted">
        {step.durationMs === null ? '—' : duration(step.durationMs)}
      </span>
      {row === undefined || row.differs.length === 0 ? null : (
        <span className="w-full truncate text-meta text-muted">{differences(row)}</span>
      )}
    </div>
  );
}
