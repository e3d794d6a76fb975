/** Rows of the height that the real ones will have; nothing is seen of them for the first 200 ms. */
export function Skeleton({ rows, height = 32, label = 'Loading' }: { rows: number; height?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="late">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ height }} className="flex items-center gap-4 border-b border-line px-4">
          <span className="h-2 rounded-control bg-line" style={{ width: `${widths[i % widths.length]}%` }} />
          <span className="h-2 w-12 rounded-control bg-line" />
          <span className="h-2 flex-1 rounded-control bg-sunk" />
        </div>
      ))}
    </div>
  );
}

const widths = [14, 18, 12, 20, 16];
