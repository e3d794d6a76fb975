import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noCost } from '../model/costs.ts';
import { type StepFact, unknownTokens } from '../model/facts.ts';
import { fact } from '../model/spans.fixture.ts';
import { figureNames } from '../views/totals/figures.ts';
import { minuteFigures } from './minute-figures.ts';

type Changes = Partial<StepFact> & { bucket?: number; teamId?: string; kind?: string };
const step = ({ bucket = 60, teamId = 'a', kind = 'other', ...over }: Changes = {}): StepFact => ({
  ...{ span: fact('s', '', { bucket, teamId, kind }), runId: 'r', invocationId: 'i', agent: '', release: '' },
  ...{ environment: '', counted: true, isTop: false, isError: false, countsCall: false, countsTool: false },
  ...{ tokens: unknownTokens, cost: noCost },
  ...over,
});
const of = (over: Changes) => minuteFigures([step(over)])[0]!;
const tokens = (input: number | null, output: number | null) => ({ ...unknownTokens, input, output });

test('no steps give no minute; a second row of a span id gives nothing', () => {
  expect(minuteFigures([])).toEqual([]);
  expect(minuteFigures([step({ counted: false, isTop: true, isError: true })])).toEqual([]);
});

test('minutes and teams are kept apart, also where ids run into each other', () => {
  const told = minuteFigures([step({ bucket: 60, teamId: '1 b' }), step({ bucket: 601, teamId: 'b' }), step()]);
  expect(told.map(({ bucket, teamId, spans }) => [bucket, teamId, spans])).toEqual([
    [60, '1 b', 1],
    [601, 'b', 1],
    [60, 'a', 1],
  ]);
});

test('an agent is an invocation, and a top is a run and one invocation, agent or not', () => {
  expect(of({ isTop: true, kind: 'agent' })).toMatchObject({ runs: 1, invocations: 1 });
  expect(of({ isTop: true })).toMatchObject({ runs: 1, invocations: 1 });
  expect(of({ kind: 'agent' })).toMatchObject({ runs: 0, invocations: 1 });
  expect(of({})).toMatchObject({ runs: 0, invocations: 0 });
});

test('unknown tokens are counted as unknown and never as 0 calls; a call that failed without any is not missed', () => {
  expect(of({ countsCall: true })).toMatchObject({ modelCalls: 1, unknownCalls: 1, inputTokens: 0 });
  expect(of({ countsCall: true, tokens: tokens(0, 0) }).unknownCalls).toBe(0);
  expect(of({ countsCall: true, isError: true })).toMatchObject({ modelCalls: 1, errors: 1, unknownCalls: 0 });
  // Tokens of a wrapper count though it is no call of its own.
  expect(of({ tokens: tokens(7, 3) })).toMatchObject({
    modelCalls: 0,
    inputTokens: 7,
    outputTokens: 3,
    unknownCalls: 0,
  });
});

test('a cost of 0 is known; covered and absent ones are not, and only the absent is missed', () => {
  const cost = (nanoUsd: bigint | null, source: StepFact['cost']['source']) => ({ nanoUsd, source, priceVersion: '' });
  const call = (told: StepFact['cost']) => of({ countsCall: true, tokens: tokens(1, 1), cost: told });
  expect(call(cost(0n, 'reported'))).toMatchObject({ costKnown: 1, costNanoUsd: 0, uncostedCalls: 0 });
  expect(call(cost(5n, 'reported'))).toMatchObject({ costNanoUsd: 5, costComputedNanoUsd: 0 });
  expect(call(cost(5n, 'computed'))).toMatchObject({ costNanoUsd: 5, costComputedNanoUsd: 5 });
  expect(call(cost(null, 'covered'))).toMatchObject({ costKnown: 0, uncostedCalls: 0 });
  expect(call(noCost)).toMatchObject({ costKnown: 0, uncostedCalls: 1 });
});

const anyStep = fc
  .record({
    ...{
      bucket: fc.constantFrom(0, 60, 120),
      teamId: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom('agent', 'llm'),
    },
    ...{ counted: fc.boolean(), isTop: fc.boolean(), isError: fc.boolean(), countsCall: fc.boolean() },
    tokens: fc.option(fc.nat(1_000)).map((n) => tokens(n, n)),
    cost: fc.option(fc.bigInt(0n, 10n ** 12n)).map((nanoUsd) => ({ ...noCost, nanoUsd })),
  })
  .map(step);

test('in whatever order and in however many parts steps are counted, the sums are the same', () => {
  const sums = (parts: readonly (readonly StepFact[])[]) => {
    const all = new Map<string, number>();
    for (const minute of parts.flatMap(minuteFigures))
      for (const name of figureNames) {
        const key = `${minute.bucket}/${minute.teamId}/${name}`;
        all.set(key, (all.get(key) ?? 0) + minute[name]);
      }
    return all;
  };
  fc.assert(
    fc.property(fc.array(anyStep), fc.nat(), (steps, cut) => {
      const at = cut % (steps.length + 1);
      const whole = sums([steps]);
      expect(sums([steps.slice(0, at), steps.slice(at)])).toEqual(whole);
      expect(sums([steps.toReversed()])).toEqual(whole);
    }),
  );
});
