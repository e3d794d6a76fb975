import type { ReactNode } from 'react';

type Props = {
  label: string;
  /** null = unknown: shown as "—" with `reason`. */
  value: ReactNode | null;
  reason?: string | undefined;
  /** n, window or source: where the figure comes from. */
  note?: ReactNode;
  tone?: 'ink' | 'danger';
};

/** One figure with its label and where it comes from. No figure stands without that; unknown is never 0. Half a number is another number: it wraps. */
export function Stat({ label, value, reason, note, tone = 'ink' }: Props) {
  return (
    <div className="min-w-0" title={value === null ? reason : undefined}>
      <dt className="label truncate">{label}</dt>
      <dd
        className={`line-clamp-2 text-section [overflow-wrap:anywhere] font-medium tabular-nums ${tone === 'danger' ? 'text-danger' : value === null ? 'text-muted' : 'text-ink'}`}
      >
        {value ?? '—'}
      </dd>
      <dd className="line-clamp-2 text-label text-muted [overflow-wrap:anywhere]">{value === null ? reason : note}</dd>
    </div>
  );
}

/** Figures side by side; two in a row on a phone. */
export function Stats({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 desk:grid-cols-[repeat(auto-fit,minmax(112px,1fr))]">{children}</dl>
  );
}
