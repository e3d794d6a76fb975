import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Agent, agentSorts } from '../contract.ts';
import { completionOf } from './figures.ts';
import { after, ordered, placeOf } from './order.ts';

const share = (count: number) => ({ count, inferred: 0 });
const outcomes = (completed: number, failed: number, unknown: number) => ({
  ...{ completed: share(completed), failed: share(failed), unknown: share(unknown) },
  ...{ passedToPerson: share(0), abandoned: share(0) },
});

const someAgent = fc
  .record({
    id: fc.uuid(),
    name: fc.constantFrom('Ada', 'bob', 'Cid', 'ada'),
    health: fc.constantFrom('clear', 'caution', 'danger', 'dark'),
    lastAt: fc.constantFrom(null, '2026-11-22T10:00:00.000Z', '2026-11-22T11:00:00.000Z'),
    ran: fc.boolean(),
    failed: fc.nat(3),
    p95Ms: fc.constantFrom(null, 0, 10, 20),
  })
  .map(
    ({ id, name, health, lastAt, ran, failed, p95Ms }) =>
      ({
        ...{ id, name, lastAt, aspect: { health, authority: 'full', reasons: [] } },
        figures: ran ? { outcomes: outcomes(1, failed, 0), p95Ms, costUsd: null, invocations: failed + 1 } : null,
      }) as unknown as Agent,
  );
const agents = fc.uniqueArray(someAgent, { selector: (one) => one.id, maxLength: 12 });
const by = fc.record({ sort: fc.constantFrom(...agentSorts), order: fc.constantFrom('up', 'down') });

test('pages of any size in any order show every agent once, in that order', () => {
  fc.assert(
    fc.property(agents, by, fc.integer({ min: 1, max: 5 }), (all, order, size) => {
      const seen: Agent[] = [];
      for (let place: ReturnType<typeof placeOf> | null = null; ;) {
        const page = ordered(after(all, place, order), order).slice(0, size);
        if (page.length === 0) break;
        seen.push(...page);
        place = placeOf(page.at(-1)!, order);
      }
      expect(seen).toEqual(ordered(all, order));
    }),
  );
});

test('what is unknown comes last, whichever way', () => {
  fc.assert(
    fc.property(agents, fc.constantFrom('up', 'down'), (all, order) => {
      const values = ordered(all, { sort: 'p95', order }).map((one) => one.figures?.p95Ms ?? null);
      const first = values.indexOf(null);
      expect(first === -1 || values.slice(first).every((value) => value === null)).toBe(true);
    }),
  );
});

test('worst first; of the same health the one with more failures; names without regard to case', () => {
  const one = (id: string, health: string, failed: number): Agent =>
    ({ id, name: id, aspect: { health }, figures: { outcomes: outcomes(0, failed, 0) } }) as unknown as Agent;
  const all = [one('b', 'clear', 0), one('C', 'caution', 1), one('a', 'caution', 5), one('d', 'dark', 0)];
  const some = [...all, one('e', 'clear', 9), one('f', 'danger', 2)];
  const ids = (sort: 'health' | 'name') => ordered(some, { sort, order: 'down' }).map((each) => each.id);
  expect(ids('health')).toEqual(['f', 'a', 'C', 'e', 'd', 'b']);
  expect(ids('name')).toEqual(['a', 'b', 'C', 'd', 'e', 'f']);
});

test.each([
  [outcomes(3, 1, 0), 0.75],
  [outcomes(3, 1, 96), 0.75],
  [outcomes(0, 0, 5), null],
])('completion is of known outcomes alone', (of, expected) => {
  expect(completionOf({ outcomes: of })).toBe(expected);
});
