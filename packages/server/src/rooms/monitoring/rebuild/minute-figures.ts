import { isUncosted } from '../model/costs.ts';
import type { StepFact } from '../model/facts.ts';
import type { MinuteFigures } from './assembler-protocol.ts';

/** What one trace gives to each minute and team: the same counts that the rollups make of its steps. */
export function minuteFigures(steps: readonly StepFact[]): MinuteFigures[] {
  const minutes = new Map<string, MinuteFigures>();
  for (const step of steps) {
    if (!step.counted) continue;
    const { bucket, teamId, kind } = step.span;
    const key = `${bucket} ${teamId}`;
    let minute = minutes.get(key);
    if (minute === undefined) {
      minute = {
        bucket,
        teamId,
        spans: 0,
        runs: 0,
        invocations: 0,
        errors: 0,
        modelCalls: 0,
        inputTokens: 0,
        outputTokens: 0,
        unknownCalls: 0,
        ...{ costKnown: 0, costNanoUsd: 0, costComputedNanoUsd: 0, uncostedCalls: 0 },
      };
      minutes.set(key, minute);
    }
    minute.spans++;
    if (step.isTop) minute.runs++;
    if (step.isTop || kind === 'agent') minute.invocations++;
    if (step.isError) minute.errors++;
    if (step.countsCall) minute.modelCalls++;
    minute.inputTokens += step.tokens.input ?? 0;
    minute.outputTokens += step.tokens.output ?? 0;
    if (step.countsCall && step.tokens.input === null && !step.isError) minute.unknownCalls++;
    if (isUncosted(step)) minute.uncostedCalls++;
    const { nanoUsd, source } = step.cost;
    if (nanoUsd === null) continue;
    minute.costKnown++;
    minute.costNanoUsd += Number(nanoUsd);
    if (source === 'computed') minute.costComputedNanoUsd += Number(nanoUsd);
  }
  return [...minutes.values()];
}
