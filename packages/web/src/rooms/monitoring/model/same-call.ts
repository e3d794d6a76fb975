import type { Step } from 'signalbox/contract/monitoring';

/**
 * Why the tokens of a step are not counted: another step describes the same model call (its id), or the step repeats the total of
 * the model calls below it (null). Meaningful only where `countsTokens` is false.
 */
export function sameCallAs(step: Step, steps: readonly Step[]): string | null {
  if (step.kind !== 'llm' && step.kind !== 'embedding') return null;
  const byId = new Map(steps.map((s) => [s.spanId, s]));
  const counted = (s: Step): boolean => s.countsTokens && s.kind === step.kind;
  const seen = new Set<string>([step.spanId]);
  for (let up = parent(step, byId); up && !seen.has(up.spanId); up = parent(up, byId)) {
    if (counted(up)) return up.spanId;
    seen.add(up.spanId);
  }
  return steps.find((s) => counted(s) && under(s, step.spanId, byId))?.spanId ?? null;
}

const parent = (s: Step, byId: ReadonlyMap<string, Step>): Step | undefined =>
  s.parentSpanId === null ? undefined : byId.get(s.parentSpanId);

function under(step: Step, ancestor: string, byId: ReadonlyMap<string, Step>): boolean {
  const seen = new Set<string>();
  for (let s: Step | undefined = step; s && !seen.has(s.spanId); s = parent(s, byId)) {
    if (s.parentSpanId === ancestor) return true;
    seen.add(s.spanId);
  }
  return false;
}
