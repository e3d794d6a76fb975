import { plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';

type Props = { count: number; all: number; onAll: () => void; onNone: () => void; onChange: () => void };

/** What is chosen, and what can be done with all of it. */
export function ChosenBar({ count, all, onAll, onNone, onChange }: Props) {
  return (
    <div
      role="region"
      aria-label="Chosen"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-select px-3 py-1.5 desk:px-4"
    >
      <span role="status" className="mr-2">
        {plural(count, 'agent')} chosen
      </span>
      <Button tone="primary" onClick={onChange}>
        Change them
      </Button>
      {count < all ? <Button onClick={onAll}>Choose all {all} shown</Button> : null}
      <Button tone="quiet" onClick={onNone}>
        Choose none
      </Button>
    </div>
  );
}
