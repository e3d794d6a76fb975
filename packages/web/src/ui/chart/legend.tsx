import type { ReactNode } from 'react';
import { SafeLine } from '../safe-text.tsx';
import type { Line } from './chart-model.ts';
import { lineToken } from './colours.ts';

type Props = { lines: readonly Line[]; left: number; narrow: boolean; hasPrevious: boolean };

/** What the lines are, where there is no room for it beside them; what is dashed; and how many are not drawn. */
export function Legend({ lines, left, narrow, hasPrevious }: Props) {
  const named = narrow && lines.length > 1 ? lines : [];
  if (named.length === 0 && left === 0 && !hasPrevious) return null;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 px-1 text-label text-muted">
      {named.map((line, at) => (
        <Entry key={line.key} swatch={<Swatch token={lineToken(at, line.others)} />}>
          <SafeLine text={line.label} max={60} />
        </Entry>
      ))}
      {hasPrevious ? <Entry swatch={<Swatch token="bar-soft" dashed />}>Previous period</Entry> : null}
      {left > 0 ? <li>{left} more in the table (t)</li> : null}
    </ul>
  );
}

function Entry({ swatch, children }: { swatch: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-1">
      {swatch}
      <span className="truncate">{children}</span>
    </li>
  );
}

/** A piece of the line. */
export function Swatch({ token, dashed = false }: { token: string; dashed?: boolean }) {
  return (
    <span
      aria-hidden
      className={`inline-block shrink-0 ${dashed ? 'w-5' : 'w-3'}`}
      style={{ borderTop: `2px ${dashed ? 'dashed' : 'solid'} var(--${token})` }}
    />
  );
}
