import type { Run, TextHit } from 'signalbox/contract/monitoring';
import type { Column } from '../../../ui/data-table.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';

/** While words are searched for, the preview is where they stand. */
export const withHits = (shown: readonly Column<Run>[], hits: ReadonlyMap<string, TextHit>): readonly Column<Run>[] =>
  hits.size === 0
    ? shown
    : shown.map((column) =>
        column.id !== 'preview'
          ? column
          : {
              ...column,
              header: 'Found',
              cell: (run) => {
                const hit = hits.get(run.id);
                return hit === undefined ? column.cell(run) : <Found hit={hit} />;
              },
            },
      );

function Found({ hit }: { hit: TextHit }) {
  return (
    <span>
      {hit.role === '' ? null : <span className="text-muted">{hit.role} </span>}
      <SafeLine text={hit.snippet} max={240} />
    </span>
  );
}
