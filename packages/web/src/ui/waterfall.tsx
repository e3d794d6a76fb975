import type { Step } from 'signalbox/contract/monitoring';
import { duration } from '../format/duration.ts';

/** Where a stretch lies in its window, per cent. */
export type Place = { left: number; width: number };

const fills: Partial<Record<Step['kind'], string>> = { llm: 'var(--bar)', embedding: 'var(--bar)' };

/** One bar of the timeline. Errors are red; model calls filled; agents and other wrappers hollow; a step without an end is open. */
export function Bar({ step, at, running }: { step: Step; at: Place | null; running: boolean }) {
  if (at === null) return <span className="block h-full" />;
  const open = step.durationMs === null;
  const ink = step.isError ? 'var(--danger)' : (fills[step.kind] ?? 'var(--bar-soft)');
  if (open && !running)
    return (
      <span className="relative block h-full" title="No end was received">
        <span
          className="absolute top-1/2 h-3.5 -translate-y-1/2 border-l-2 border-dotted"
          style={{ left: `min(${at.left}%, 100% - 2px)`, borderColor: ink }}
        />
      </span>
    );
  const hollow = step.kind === 'agent' || step.kind === 'chain' || step.kind === 'handoff';
  const words = open ? 'Still running' : duration(step.durationMs);
  return (
    <span className="relative block h-full" title={`${words}, ${duration(step.offsetMs)} after the start`}>
      <span
        className={`absolute top-1/2 h-2.5 -translate-y-1/2 rounded-[2px] ${open ? 'border-r-0 border-dashed' : ''}`}
        style={{
          left: `${at.left}%`,
          width: `max(3px, ${at.width}%)`,
          border: hollow || open ? `1.5px ${open ? 'dashed' : 'solid'} ${ink}` : undefined,
          background: hollow || open ? 'transparent' : ink,
        }}
      />
    </span>
  );
}

/** Over a bar, the stretches (per mille of the window) in which the step is on the critical path: one shape, however many. */
export function PathLine({ places }: { places: readonly { from: number; to: number }[] }) {
  const d = places.map(
    ({ from, to }) => `M${from.toFixed(1)} 0H${Math.max(to, from + 2).toFixed(1)}V3H${from.toFixed(1)}z`,
  );
  return (
    <svg
      className="pointer-events-none absolute bottom-[3px] left-0 h-[3px] w-full"
      viewBox="0 0 1000 3"
      preserveAspectRatio="none"
      role="img"
      aria-label="On the critical path"
    >
      <path d={d.join('')} fill="var(--ink)" />
    </svg>
  );
}

/** The head of the timeline: round times, their places in per cent. */
export function Axis({ marks }: { marks: readonly { at: number; ms: number }[] }) {
  return (
    <span className="relative block h-8">
      <span className="sr-only">Timeline</span>
      {marks.map(({ at, ms }) => (
        <span
          aria-hidden
          key={ms}
          className="absolute inset-y-0 border-l border-line pl-1 leading-8 font-normal tabular-nums"
          style={{ left: `${at}%` }}
        >
          {at > 92 ? '' : duration(ms)}
        </span>
      ))}
    </span>
  );
}
