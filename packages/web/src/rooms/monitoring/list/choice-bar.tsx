import { Link } from '@tanstack/react-router';
import { address, type Query } from '../../../app/api.ts';
import { plural } from '../../../format/number.ts';
import { Button, buttonLook } from '../../../ui/button.tsx';
import { MoreMenu } from '../../../ui/more-menu.tsx';

/** What can be done with the chosen rows. */
export function ChoiceBar({
  chosen,
  query,
  onClear,
}: {
  chosen: readonly string[];
  query: Query;
  onClear: () => void;
}) {
  const [a, b] = chosen;
  return (
    <div
      role="region"
      aria-label="Chosen runs"
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-select px-3 py-1 desk:px-4"
    >
      <span className="tabular-nums">{plural(chosen.length, 'run')} chosen</span>
      {chosen.length === 2 ? (
        <Link to="/runs/compare" search={{ a: a!, b: b! }} className={buttonLook()}>
          Compare
        </Link>
      ) : null}
      <Export query={{ ...query, ids: chosen.join() }} />
      <Button tone="quiet" onClick={onClear}>
        Choose none
      </Button>
    </div>
  );
}

/** The runs as a file: names and figures, no text. */
export function Export({ query }: { query: Query }) {
  const take = (format: string): void => {
    const link = document.createElement('a');
    link.href = address('/runs/export', { ...query, format });
    link.download = '';
    link.click();
  };
  return (
    <MoreMenu
      label="Export"
      acts={{ 'Export as CSV': () => take('csv'), 'Export as JSON lines': () => take('jsonl') }}
    />
  );
}
