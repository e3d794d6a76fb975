import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleTrace } from './assemble.ts';
import { type Costing, type SpanFact, unknownTokens } from './facts.ts';
import { agent, call, fact } from './spans.fixture.ts';

/** A nano-USD a token; model "free" has no price. */
const costing: Costing = ({ model }, { input, output }) =>
  model === 'free' || input === null ? null : { nanoUsd: BigInt(input + (output ?? 0)), version: `price of ${model}` };

const assemble = (rows: readonly SpanFact[]) => {
  const { runs, invocations, steps } = assembleTrace(rows, true, { costing });
  const costs = Object.fromEntries(steps.map((step) => [step.span.spanId, [step.cost.source, step.cost.nanoUsd]]));
  const { costNanoUsd: all, costComputedNanoUsd: computed, uncostedCalls: unknown } = runs[0]!;
  return { costs, sum: { all, computed, unknown }, invocations };
};

describe('costs of a trace', () => {
  test('are computed where a price is known, and unknown where it is not', () => {
    const { costs, sum, invocations } = assemble([
      agent('a', ''),
      call('m', 'a'),
      call('n', 'a', { model: 'free' }),
      call('o', 'a', { tokens: unknownTokens, usageScope: 'none' }),
    ]);
    expect(costs).toMatchObject({ a: ['', null], m: ['computed', 110n], n: ['', null], o: ['', null] });
    expect(sum).toEqual({ all: 110n, computed: 110n, unknown: 2 });
    expect(invocations[0]).toMatchObject({ costNanoUsd: 110n, priceVersions: ['price of m-1'] });
  });

  test('reported by the client win; nothing known is null, not 0', () => {
    const { costs, sum } = assemble([agent('a', ''), call('m', 'a', { costNanoUsd: 7n }), call('n', 'a')]);
    expect(costs).toMatchObject({ m: ['reported', 7n], n: ['computed', 110n] });
    expect(sum).toEqual({ all: 117n, computed: 110n, unknown: 0 });
    expect(assemble([agent('a', ''), call('m', 'a', { costNanoUsd: 7n })]).sum.computed).toBeNull();
    expect(assemble([agent('a', '')]).sum).toEqual({ all: null, computed: null, unknown: 0 });
  });

  test('told on an agent for all its calls cover them; told below it too, the deepest count', () => {
    const calls = [call('m', 'a'), call('n', 'a', { model: 'free' })];
    const total = assemble([agent('a', '', { costNanoUsd: 500n }), ...calls]);
    expect(total.costs).toMatchObject({ a: ['reported', 500n], m: ['covered', null], n: ['covered', null] });
    expect(total.sum).toEqual({ all: 500n, computed: null, unknown: 0 });
    const both = assemble([agent('a', '', { costNanoUsd: 500n }), ...calls, call('o', 'a', { costNanoUsd: 3n })]);
    expect(both.costs).toMatchObject({ a: ['', null], m: ['computed', 110n], o: ['reported', 3n] });
    expect(both.sum).toEqual({ all: 113n, computed: 110n, unknown: 1 });
  });

  test('of a wrapper and the call in it, and of two spans of one call, count once', () => {
    const inner = call('m', 'w', { tokens: unknownTokens, usageScope: 'none' });
    const wrapped = assemble([agent('a', ''), call('w', 'a', { costNanoUsd: 9n }), inner]);
    expect(wrapped.sum).toEqual({ all: 9n, computed: null, unknown: 0 });
    expect(wrapped.costs['m']).toEqual(['covered', null]);
    const twins = [call('m', 'a', { responseId: 'r', costNanoUsd: 4n }), call('n', 'a', { responseId: 'r' })];
    const best = { ...twins[1]!, tokens: { ...twins[1]!.tokens, cacheRead: 1 } };
    expect(assemble([agent('a', ''), twins[0]!, best]).sum).toEqual({ all: 110n, computed: 110n, unknown: 0 });
  });

  test('of a total on a wrapper, the only usage told, is computed there and covers the calls below', () => {
    const top = agent('a', '', {
      model: 'm-1',
      usageScope: 'reported',
      tokens: { ...unknownTokens, input: 50, output: 5 },
    });
    const { costs, sum } = assemble([top, call('m', 'a', { tokens: unknownTokens, usageScope: 'none' })]);
    expect(costs).toMatchObject({ a: ['computed', 55n], m: ['covered', null] });
    expect(sum).toEqual({ all: 55n, computed: 55n, unknown: 0 });
  });

  test('a call that failed and told no tokens is taken to have cost nothing', () => {
    const failed = call('m', 'a', { tokens: unknownTokens, usageScope: 'none', status: 2 });
    expect(assemble([agent('a', ''), failed]).sum).toEqual({ all: null, computed: null, unknown: 0 });
  });

  test('whatever is told where: a path from the root to a leaf has one reported cost at most, and sums are of steps', () => {
    const kinds = fc.constantFrom('agent', 'llm', 'tool', 'chain');
    const node = fc.record({ parent: fc.nat(), kind: kinds, cost: fc.option(fc.bigInt({ min: 0n, max: 99n })) });
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 14 }), (nodes) => {
        const parents = nodes.map(({ parent }, at) => (at === 0 ? null : parent % at));
        const rows = nodes.map(({ kind, cost }, at) =>
          fact(`s${at}`, at === 0 ? '' : `s${parents[at]!}`, { kind, costNanoUsd: cost, at, model: 'm' }),
        );
        const { runs, invocations, steps } = assembleTrace(rows, true, { costing });
        const source = new Map(steps.map(({ span, cost }) => [span.spanId, cost.source]));
        for (const [at] of nodes.entries()) {
          const path: string[] = [];
          for (let here: number | null = at; here !== null; here = parents[here] ?? null) path.push(`s${here}`);
          expect(path.filter((id) => source.get(id) === 'reported').length).toBeLessThanOrEqual(1);
        }
        const sum = (of: readonly { costNanoUsd: bigint | null }[]): bigint =>
          of.reduce((all, { costNanoUsd }) => all + (costNanoUsd ?? 0n), 0n);
        expect(sum(runs)).toBe(steps.reduce((all, { cost }) => all + (cost.nanoUsd ?? 0n), 0n));
        expect(sum(invocations)).toBeLessThanOrEqual(sum(runs));
        const rest = nodes.filter((_, at) => source.get(`s${at}`) === 'reported').map(({ cost }) => cost!);
        expect(sum(runs)).toBe(rest.reduce((a, b) => a + b, 0n));
      }),
    );
  });
});
