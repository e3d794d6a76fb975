import type { ReactNode } from 'react';

/** A part of a page under its heading; `end` stands at the heading's right. */
export function Part({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col" aria-label={title}>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 pb-1">
        <h2 className="min-w-0 flex-1 font-semibold">{title}</h2>
        {end}
      </div>
      {children}
    </section>
  );
}
