import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { columns, byKey, type Layout } from './model/grid.ts';
import { gap, rowHeight } from './grid-metrics.ts';

type Props = {
  label: string;
  layout: Layout;
  /** Width of the whole grid, px. */
  width: number;
  resize?: boolean;
  onMove: (to: Layout, soon?: boolean) => void;
  onDrop: () => void;
};

/** Moves a widget, or with `resize` its lower right corner; the arrow keys do the same, with shift the other of both. */
export function DragHandle({ label, layout, width, resize = false, onMove, onDrop }: Props) {
  const from = useRef<{ x: number; y: number; layout: Layout } | null>(null);
  const onKey = (event: KeyboardEvent): void => {
    const to = byKey(layout, event.key, event.shiftKey !== resize);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(to, true);
  };
  const onDrag = (event: PointerEvent): void => {
    if (from.current === null) return;
    const { x, y, layout: was } = from.current;
    const dx = Math.round((event.clientX - x) / ((width + gap) / columns));
    const dy = Math.round((event.clientY - y) / (rowHeight + gap));
    onMove(resize ? { ...was, w: was.w + dx, h: was.h + dy } : { ...was, x: was.x + dx, y: was.y + dy });
  };
  const end = (): void => {
    if (from.current === null) return;
    from.current = null;
    onDrop();
  };
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY, layout };
      }}
      onPointerMove={onDrag}
      onPointerUp={end}
      onPointerCancel={end}
      className={`grid size-6 shrink-0 touch-none place-items-center rounded-control text-muted hover:text-ink ${resize ? 'absolute bottom-0 right-0 cursor-nwse-resize!' : 'cursor-move!'}`}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden>
        {resize ? (
          <path d="M11 4v7H4z" />
        ) : (
          <path d="M3 1h2v2H3zM7 1h2v2H7zM3 5h2v2H3zM7 5h2v2H7zM3 9h2v2H3zM7 9h2v2H7z" />
        )}
      </svg>
    </button>
  );
}
