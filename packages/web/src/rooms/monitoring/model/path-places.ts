import type { Segment } from './critical-path.ts';
import { place, type Window } from './window.ts';

/** Per mille of the timeline: closer than two thirds of a pixel nobody sees two. */
const gap = 0.5;

/**
 * Where stretches in order of time lie in the window, in per mille, those that touch or nearly so as one: however many there are, at
 * most some two thousand come out.
 */
export function pathPlaces(window: Window, segments: readonly Segment[]): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  for (const { fromMs, toMs } of segments) {
    const at = place(window, fromMs, toMs - fromMs);
    if (at === null) continue;
    const [from, to] = [at.left * 10, (at.left + at.width) * 10];
    const last = out.at(-1);
    if (last !== undefined && from - last.to < gap) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}
