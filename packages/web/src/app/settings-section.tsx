import type { ReactNode } from 'react';

/** A titled part of the settings: name on the left, controls on the right. */
export function Section({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4 desk:grid-cols-[200px_1fr]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="text-muted [overflow-wrap:anywhere]">{note}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}
