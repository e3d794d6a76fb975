import type { Run } from 'signalbox/contract/monitoring';
import type { ReactNode } from 'react';
import type { Column } from '../../../ui/data-table.tsx';
import { Check } from '../../../ui/check.tsx';
import { count, unknown } from '../../../format/number.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { sorts } from '../search.ts';
import { columns } from './columns.tsx';
import { shortRelease } from '../../../format/id.ts';

const text = (id: string, header: string, of: (run: Run) => string | null): Column<Run> => ({
  ...{ id, header, width: 'minmax(100px, 1fr)' },
  cell: (run) => <SafeLine text={of(run) || unknown} max={120} />,
});

/** Shown only where they are chosen. */
const further: Column<Run>[] = [
  { id: 'errors', header: 'Errors', align: 'right', width: '72px', cell: (run) => count(run.errors) },
  { id: 'toolCalls', header: 'Tool calls', align: 'right', width: '84px', cell: (run) => count(run.toolCalls) },
  text('release', 'Release', (run) => run.release && shortRelease(run.release)),
  text('models', 'Models', (run) => run.models.join(', ')),
  text('tools', 'Tools', (run) => run.tools.join(', ')),
  text('tags', 'Tags', (run) => run.tags.join(', ')),
  text('prompt', 'Prompt', (run) => [run.promptName, run.promptVersion].filter(Boolean).join(' ')),
  text('user', 'User', (run) => run.user),
  text('conversation', 'Conversation', (run) => run.conversation),
  text('service', 'Service', (run) => run.service),
];

export const allColumns: readonly Column<Run>[] = [...columns, ...further];

/** The columns of the URL in their fixed order; those there is room for where none are chosen. */
export function chosenColumns(cols: string | undefined): readonly Column<Run>[] {
  if (cols === undefined) return columns;
  const ids = new Set(['agent', ...cols.split(',')]);
  // Chosen ones are shown however narrow the table is: it can be scrolled then.
  return allColumns
    .filter((c) => ids.has(c.id))
    .map(({ from, ...column }) => ({ ...column, ...(from === undefined ? {} : { from: 0 }) }));
}

/** One column more or less, as it stands in the URL; undefined where they are those of the first choice. */
export function toggledColumn(cols: string | undefined, id: string): string | undefined {
  const shown = chosenColumns(cols).map((c) => c.id);
  const next = new Set(shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id]);
  const ids = allColumns.flatMap((c) => (next.has(c.id) ? [c.id] : []));
  const usual = columns.map((c) => c.id);
  return ids.join() === usual.join() ? undefined : ids.join();
}

/** The first column with a box to choose the row by. */
export const withChoice = (
  shown: readonly Column<Run>[],
  chosen: ReadonlySet<string>,
  toggle: (id: string) => void,
): Column<Run>[] =>
  shown.map((column) =>
    column.id !== 'agent'
      ? column
      : {
          ...column,
          cell: (run) => (
            <span className="flex items-center gap-1">
              <span className="-ml-2 shrink-0">
                <Check
                  label={`Choose run ${run.id.slice(0, 8)}`}
                  checked={chosen.has(run.id)}
                  onChange={() => toggle(run.id)}
                />
              </span>
              <span className="min-w-0 truncate">{column.cell(run)}</span>
            </span>
          ),
        },
  );

type Sorting = { by: keyof typeof sorts | undefined; order: 'asc' | 'desc' | undefined };

/** Heads that sort: most first, then least first, then by start again. */
export function sortHeads({ by, order }: Sorting, onSort: (next: Sorting) => void): Record<string, ReactNode> {
  const heads = Object.entries(sorts).map(([name, id]) => {
    const sort = name as keyof typeof sorts;
    const column = allColumns.find((c) => c.id === id)!;
    const on = by === sort;
    const next: Sorting = !on
      ? { by: sort, order: 'desc' }
      : order === 'asc'
        ? { by: undefined, order: undefined }
        : { by: sort, order: 'asc' };
    const head = (
      <button type="button" className="inline-flex items-center gap-0.5 hover:text-ink" onClick={() => onSort(next)}>
        {column.header}
        {on ? <span aria-hidden>{order === 'asc' ? '↑' : '↓'}</span> : null}
      </button>
    );
    return [id, head] as const;
  });
  // Above the names, past the boxes.
  return { agent: <span className="pl-6">Agent</span>, ...Object.fromEntries(heads) };
}
