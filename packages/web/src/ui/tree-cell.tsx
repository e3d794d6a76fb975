import type { ReactNode } from 'react';
import { neutralLine } from '../format/neutralise.ts';

type Props = { depth: number; open: boolean | null; onToggle: () => void; children: ReactNode; label: string };

/** Deeper than this the indent stays and a number tells the depth: a runaway chain must not push its names off the page. */
const deepest = 14;

/** The first cell of a tree row: indent, a control to fold (null = nothing below), content. */
export function TreeCell({ depth, open, onToggle, children, label }: Props) {
  return (
    <span className="flex h-full min-w-0 items-center gap-1.5" style={{ paddingLeft: Math.min(depth, deepest) * 14 }}>
      {open === null ? (
        <span className="w-4 shrink-0" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${open ? 'Fold' : 'Unfold'} ${neutralLine(label)}`}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
          className="relative grid size-4 shrink-0 place-items-center rounded-control text-muted before:absolute before:-inset-2 before:content-[''] hover:text-ink"
        >
          <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className={open ? 'rotate-90' : ''}>
            <path d="M3 1.5L7 5 3 8.5z" fill="currentColor" />
          </svg>
        </button>
      )}
      {depth > deepest ? <span className="text-label text-muted tabular-nums">{depth}</span> : null}
      {children}
    </span>
  );
}
