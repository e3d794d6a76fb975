import type { ReactNode } from 'react';

/** Nothing here, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-3 px-4 py-12">
      <h2 className="text-section font-semibold">{title}</h2>
      <div className="flex w-full flex-col items-start gap-3 text-prose text-muted">{children}</div>
    </div>
  );
}
