import type { ReactNode } from 'react';

/** A control that names itself for readers, with the same name beside it for eyes. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <span aria-hidden className="w-24 shrink-0 font-medium text-ink">
        {label}
      </span>
      {children}
    </div>
  );
}
