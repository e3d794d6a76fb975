export type Authority = 'limited' | 'held';

/** Authority, shown only where it is not full: two dots at 45° = limited, a boxed bar = held. */
export function ShuntMark({ authority }: { authority: Authority }) {
  return (
    <svg
      width="14"
      height="8"
      viewBox="0 0 14 8"
      role="img"
      aria-label={authority === 'held' ? 'Held' : 'Limited'}
      className="shrink-0"
    >
      {authority === 'limited' ? (
        <g fill="var(--shunt)">
          <circle cx="5" cy="6" r="1.75" />
          <circle cx="9" cy="2" r="1.75" />
        </g>
      ) : (
        <g stroke="var(--shunt)" fill="none">
          <rect x="1" y="0.75" width="12" height="6.5" rx="1" strokeWidth="1.25" />
          <path d="M4 4h6" strokeWidth="2" />
        </g>
      )}
    </svg>
  );
}
