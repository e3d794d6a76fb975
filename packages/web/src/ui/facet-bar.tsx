import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';
import { SafeLine } from './safe-text.tsx';

type Chip = { label: string; value: string; onRemove: () => void };

/** The filters of a list in one row; what is filtered without a control of its own stands as a chip that can be taken away. */
export function FacetBar({
  children,
  chips,
  onClear,
  end,
}: {
  children: ReactNode;
  chips: readonly Chip[];
  onClear: (() => void) | null;
  end?: ReactNode;
}) {
  return (
    <div
      role="search"
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2 desk:px-4"
    >
      {children}
      {chips.map((chip) => (
        <span
          key={`${chip.label} ${chip.value}`}
          className="inline-flex h-11 items-center gap-1 rounded-control border border-accent pl-2 desk:h-7"
        >
          <span className="text-muted">{chip.label}</span>
          <span className="max-w-48 truncate">
            <SafeLine text={chip.value} max={120} />
          </span>
          <button
            type="button"
            onClick={chip.onRemove}
            aria-label={`Remove filter ${chip.label}`}
            className="grid size-11 place-items-center text-muted hover:text-ink desk:size-7"
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      {onClear ? (
        <Button tone="quiet" onClick={onClear}>
          Clear filters
        </Button>
      ) : null}
      {end ? <div className="ml-auto flex items-center gap-2">{end}</div> : null}
    </div>
  );
}
