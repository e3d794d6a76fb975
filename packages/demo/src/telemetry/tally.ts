import type { Usage } from '../provider/plan.ts';

/** What was sent, counted by the fleet itself: the test of whatever counts it afterwards. */
export type Figures = {
  spans: number;
  runs: number;
  errors: number;
  modelCalls: number;
  /** Model calls that ended well and told no usage. */
  unknownCalls: number;
  inputTokens: number;
  outputTokens: number;
};
export type Tally = { all: Figures; byAgent: Map<string, Figures> };

const nothing = (): Figures => ({
  spans: 0,
  runs: 0,
  errors: 0,
  modelCalls: 0,
  unknownCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
});

export const newTally = (): Tally => ({ all: nothing(), byAgent: new Map() });

/** One step of a run; `error`: it failed, and nothing below it did. `call`: it is a try of a model call. */
export type TalliedStep = { top: boolean; error: boolean; call: { usage: Usage | null; failed: boolean } | null };

/** @param agent the agent whose run it is. */
export function count(tally: Tally, agent: string, step: TalliedStep): void {
  const own = tally.byAgent.get(agent) ?? nothing();
  tally.byAgent.set(agent, own);
  for (const figures of [tally.all, own]) {
    figures.spans++;
    if (step.top) figures.runs++;
    if (step.error) figures.errors++;
    if (step.call === null) continue;
    figures.modelCalls++;
    if (step.call.usage === null && !step.call.failed) figures.unknownCalls++;
    figures.inputTokens += step.call.usage?.input ?? 0;
    figures.outputTokens += step.call.usage?.output ?? 0;
  }
}
