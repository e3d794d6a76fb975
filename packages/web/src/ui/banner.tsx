import type { ReactNode } from 'react';
import { Lamp, type Aspect } from './lamp.tsx';

/** One line across the page about something that is not as it should be. */
export function Banner({ aspect, children, end }: { aspect: Aspect; children: ReactNode; end?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-panel px-3 py-1.5 desk:px-4"
    >
      <Lamp aspect={aspect} />
      <p className="min-w-0 flex-1">{children}</p>
      {end}
    </div>
  );
}
