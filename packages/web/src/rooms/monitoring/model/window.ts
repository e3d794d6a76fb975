import type { Step } from 'signalbox/contract/monitoring';

/** What the timeline shows, in milliseconds after the start of the run. `to` > `from` always. */
export type Window = { from: number; to: number };

/** The window that holds these steps whole. Clocks that disagree may put its start before 0. */
export function windowOf(steps: readonly Step[], elapsedMs: number | null): Window {
  let from = 0;
  let to = elapsedMs ?? 0;
  for (const s of steps) {
    from = Math.min(from, s.offsetMs);
    to = Math.max(to, s.offsetMs + (s.durationMs ?? 0));
  }
  return { from, to: Math.max(to, from + 1) };
}

/** The window of one step with a little air on both sides. */
export function windowOfStep(step: Step, whole: Window): Window {
  const length = Math.max(step.durationMs ?? whole.to - step.offsetMs, 1);
  return { from: step.offsetMs - length * 0.02, to: step.offsetMs + length * 1.02 };
}

/** Round marks (1, 2 or 5 × 10ⁿ ms) inside the window, about `wanted` of them. */
export function ticks(w: Window, wanted: number): number[] {
  const rough = (w.to - w.from) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((m) => power * m >= rough) ?? 10);
  const out: number[] = [];
  for (let i = Math.ceil(w.from / step); i * step <= w.to; i++) out.push(i === 0 ? 0 : i * step);
  return out;
}

/** Where a stretch lies in the window, in per cent; null when it lies outside. */
export function place(w: Window, offsetMs: number, lengthMs: number): { left: number; width: number } | null {
  // Divided, not multiplied by the inverse: a step at the very end must come out at 100 and not a hair beyond.
  const share = (ms: number): number => ((ms - w.from) / (w.to - w.from)) * 100;
  const left = Math.max(0, share(offsetMs));
  const right = Math.min(100, share(offsetMs + lengthMs));
  return right < 0 || left > 100 || right < left ? null : { left, width: right - left };
}
