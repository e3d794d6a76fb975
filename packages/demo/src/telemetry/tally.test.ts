import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count, type Figures, newTally, type TalliedStep } from './tally.ts';

const usage = { input: 100, output: 20, cacheRead: 60, cacheWrite: 0, reasoning: 5 };
const step = (change: Partial<TalliedStep>): TalliedStep => ({ top: false, error: false, call: null, ...change });

test('tokens are counted as told: what the cache gave is in the input already, reasoning in the output', () => {
  const tally = newTally();
  count(tally, 'a', step({ call: { usage, failed: false } }));
  expect(tally.all).toEqual({
    ...{ spans: 1, runs: 0, errors: 0, modelCalls: 1, unknownCalls: 0, inputTokens: 100, outputTokens: 20 },
  });
});

test('a call that went well without usage is unknown; one that failed has nothing to know', () => {
  const tally = newTally();
  count(tally, 'a', step({ call: { usage: null, failed: false } }));
  count(tally, 'a', step({ call: { usage: null, failed: true }, error: true }));
  count(tally, 'a', step({ call: { usage: { ...usage, input: 0, output: 0 }, failed: false } }));
  expect(tally.all).toMatchObject({ modelCalls: 3, unknownCalls: 1, errors: 1, inputTokens: 0 });
});

test('the whole is the sum of its agents, whatever was counted in which order', () => {
  const call = fc.option(fc.record({ usage: fc.option(fc.constant(usage)), failed: fc.boolean() }));
  const steps = fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.record({ top: fc.boolean(), error: fc.boolean(), call })),
  );
  fc.assert(
    fc.property(steps, (all) => {
      const tally = newTally();
      for (const [agent, one] of all) count(tally, agent, one);
      const names = Object.keys(tally.all) as (keyof Figures)[];
      for (const name of names) {
        const ofAgents = [...tally.byAgent.values()].reduce((sum, figures) => sum + figures[name], 0);
        expect(ofAgents, name).toBe(tally.all[name]);
      }
      expect(tally.all.spans).toBe(all.length);
    }),
  );
});
