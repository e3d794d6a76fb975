import { Fragment, type ReactNode, useState } from 'react';
import { plural } from '../format/number.ts';
import { type DiffRow, isSame, stretchesOf } from './diff-rows.ts';
import { SafeText } from './safe-text.tsx';

type Side = DiffRow['left'];
type Props = {
  label: string;
  rows: readonly DiffRow[];
  /** One column, removed above added: where there is no room for two, or nothing to compare with. */
  narrow: boolean;
  /** Given, the numbers of the right side can be pressed. */
  onLine?: ((line: number) => void) | undefined;
  /** Stands below a line of the right side, e.g. what was said about it. */
  below?: ((line: number) => ReactNode) | undefined;
};

/** Two texts line by line, side by side or one above the other; what changed inside a line is marked, and not by colour alone. */
export function Diff({ label, rows, narrow, onLine, below }: Props) {
  const [open, setOpen] = useState<readonly number[]>([]);
  const hasBelow = ({ right }: DiffRow): boolean => right !== null && Boolean(below?.(right.line));
  return (
    <div className="overflow-hidden rounded-control border border-line">
      <table
        aria-label={label}
        className={`mono w-full table-fixed border-collapse ${onLine === undefined ? 'leading-5' : 'leading-6'}`}
      >
        <colgroup>
          <col className="w-11" />
          {narrow ? <col className="w-11" /> : <col />}
          {narrow ? null : <col className="w-11" />}
          <col />
        </colgroup>
        <tbody>
          {stretchesOf(rows, hasBelow).map(({ rows: some, folded }, at) =>
            folded && !open.includes(at) ? (
              <tr key={at}>
                <td colSpan={narrow ? 3 : 4} className="border-y border-line bg-sunk">
                  <button
                    type="button"
                    onClick={() => setOpen([...open, at])}
                    className="min-h-11 w-full px-3 text-left font-sans text-muted hover:text-ink desk:min-h-7"
                  >
                    Show {plural(some.length, 'unchanged line')}
                  </button>
                </td>
              </tr>
            ) : (
              some.map((row, n) => (
                <Fragment key={`${at} ${n}`}>
                  {narrow ? <Stacked row={row} onLine={onLine} /> : <Beside row={row} onLine={onLine} />}
                  {row.right !== null && below?.(row.right.line) ? (
                    <tr>
                      <td colSpan={narrow ? 3 : 4} className="border-y border-line bg-ground font-sans">
                        {below(row.right.line)}
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              ))
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { row: DiffRow; onLine: Props['onLine'] };

function Beside({ row, onLine }: RowProps) {
  const same = isSame(row);
  return (
    <tr>
      <Number side={row.left} tone={same ? null : 'removed'} />
      <Text side={row.left} tone={same ? null : 'removed'} edge />
      <Number side={row.right} tone={same ? null : 'added'} onLine={onLine} />
      <Text side={row.right} tone={same ? null : 'added'} />
    </tr>
  );
}

function Stacked({ row, onLine }: RowProps) {
  if (isSame(row))
    return (
      <tr>
        <Number side={row.left} tone={null} />
        <Number side={row.right} tone={null} onLine={onLine} />
        <Text side={row.right} tone={null} />
      </tr>
    );
  return (
    <>
      {row.left === null ? null : (
        <tr>
          <Number side={row.left} tone="removed" />
          <Number side={null} tone="removed" />
          <Text side={row.left} tone="removed" />
        </tr>
      )}
      {row.right === null ? null : (
        <tr>
          <Number side={null} tone="added" />
          <Number side={row.right} tone="added" onLine={onLine} />
          <Text side={row.right} tone="added" />
        </tr>
      )}
    </>
  );
}

type Tone = 'added' | 'removed' | null;
const tints = {
  added: 'bg-[color-mix(in_srgb,var(--clear)_10%,transparent)]',
  removed: 'bg-[color-mix(in_srgb,var(--danger)_9%,transparent)]',
};
const marks = {
  added: 'bg-[color-mix(in_srgb,var(--clear)_30%,transparent)] underline decoration-1',
  removed: 'bg-[color-mix(in_srgb,var(--danger)_26%,transparent)] line-through decoration-1',
};
const tintOf = (side: Side, tone: Tone): string => (side === null ? 'bg-sunk' : tone === null ? '' : tints[tone]);

function Number({ side, tone, onLine }: { side: Side; tone: Tone; onLine?: Props['onLine'] }) {
  return (
    <td className={`select-none px-1 text-right align-top text-muted tabular-nums ${tintOf(side, tone)}`}>
      {side === null ? null : onLine === undefined ? (
        side.line
      ) : (
        <button
          type="button"
          aria-label={`Comment on line ${side.line}`}
          onClick={() => onLine(side.line)}
          className="min-h-6 w-full rounded-control text-right hover:bg-select hover:text-ink"
        >
          {side.line}
        </button>
      )}
    </td>
  );
}

function Text({ side, tone, edge = false }: { side: Side; tone: Tone; edge?: boolean }) {
  return (
    <td
      className={`whitespace-pre-wrap px-2 align-top [overflow-wrap:anywhere] ${edge ? 'border-r border-line' : ''} ${tintOf(side, tone)}`}
    >
      {side === null ? null : (
        <>
          {tone === null ? null : (
            <span aria-hidden className="select-none text-muted">
              {tone === 'added' ? '+ ' : '− '}
            </span>
          )}
          {side.parts.map((part, at) =>
            part.kind === 'added' ? (
              <ins key={at} className={marks.added}>
                <SafeText text={part.text} />
              </ins>
            ) : part.kind === 'removed' ? (
              <del key={at} className={marks.removed}>
                <SafeText text={part.text} />
              </del>
            ) : (
              <SafeText key={at} text={part.text} />
            ),
          )}
        </>
      )}
    </td>
  );
}
