import { Popover } from '@base-ui/react/popover';
import { buttonLook } from '../../../ui/button.tsx';
import { allColumns, chosenColumns, toggledColumn } from './chosen-columns.tsx';

/** The columns to choose from, open from the start. */
export function OpenedColumns({
  cols,
  onChange,
}: {
  cols: string | undefined;
  onChange: (cols: string | undefined) => void;
}) {
  const shown = new Set(chosenColumns(cols).map((c) => c.id));
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger className={buttonLook('quiet')}>Columns</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-30">
          <Popover.Popup
            className="max-h-96 overflow-y-auto rounded-overlay border border-line bg-panel p-2 shadow-overlay"
            aria-label="Columns"
          >
            {allColumns
              .filter((c) => c.id !== 'agent')
              .map((c) => (
                <label key={c.id} className="flex min-h-11 cursor-pointer items-center gap-2 px-1 desk:min-h-6">
                  <input
                    type="checkbox"
                    checked={shown.has(c.id)}
                    onChange={() => onChange(toggledColumn(cols, c.id))}
                    className="size-4 accent-(--accent)"
                  />
                  {c.header}
                  {c.unit === undefined ? null : <span className="text-muted">{c.unit}</span>}
                </label>
              ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
