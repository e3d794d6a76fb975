import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { all, decide, type Deployment, type Guard, mostPast, type Order } from './deployment.ts';

const free: Guard = { expected: null, frozenBy: null, missingSignOffs: 0 };
const releases = Array.from({ length: 15 }, (_, n) => `rel_${n}`);
const release = fc.constantFrom(...releases);
const orders: fc.Arbitrary<Order[]> = fc.array(
  fc.oneof(
    fc.record({ verb: fc.constant('deploy' as const), releaseId: release, share: fc.constant(all), salt: fc.uuid() }),
    fc.record({
      ...{ verb: fc.constant('deploy' as const), releaseId: release, salt: fc.uuid() },
      share: fc.integer({ min: 1, max: all - 1 }),
    }),
    fc.record({ verb: fc.constant('roll_back' as const), to: fc.option(release) }),
  ),
  { maxLength: 60, size: 'max' },
);

/** Every step of a history: what stood, what was ordered, what came of it. */
function walk(history: readonly Order[]) {
  const steps: { before: Deployment | null; order: Order; after: ReturnType<typeof decide> }[] = [];
  let current: Deployment | null = null;
  for (const order of history) {
    const after: ReturnType<typeof decide> = decide(current, order, free);
    steps.push({ before: current, order, after });
    if (typeof after !== 'string') current = after;
  }
  return steps;
}
const eachStep = (look: (step: ReturnType<typeof walk>[number]) => void): void =>
  fc.assert(fc.property(orders, (history) => walk(history).forEach(look)));

describe('in whatever order things are deployed and taken back', () => {
  test('each change counts one more', () => {
    eachStep(({ before, after }) => {
      if (typeof after !== 'string') expect(after.version).toBe((before?.version ?? 0) + 1);
    });
  });

  test('the past holds at most ten, each once, and never what is served', () => {
    eachStep(({ after }) => {
      if (typeof after === 'string') return;
      expect(after.past.length).toBeLessThanOrEqual(mostPast);
      expect(new Set(after.past).size).toBe(after.past.length);
      expect(after.past).not.toContain(after.releaseId);
    });
  });

  test('a candidate is another release than the one beside it, and has a share of it', () => {
    eachStep(({ after }) => {
      if (typeof after === 'string' || after.candidate === null) return;
      expect(after.candidate.releaseId).not.toBe(after.releaseId);
      expect(after.candidate.share).toBeGreaterThan(0);
      expect(after.candidate.share).toBeLessThan(all);
    });
  });

  test('a candidate keeps its draw for as long as it is the candidate', () => {
    eachStep(({ before, order, after }) => {
      if (typeof after === 'string' || after.candidate === null || order.verb !== 'deploy') return;
      const same = before?.candidate?.releaseId === after.candidate.releaseId;
      expect(after.candidate.salt).toBe(same ? before!.candidate!.salt : order.salt);
    });
  });

  test('nothing is changed that changes nothing', () => {
    eachStep(({ before, after }) => {
      if (typeof after === 'string' || before === null) return;
      const { version: _, ...was } = before;
      const { version: __, ...is } = after;
      expect(is).not.toEqual(was);
    });
  });

  test('what is taken back is served no more, and cannot be gone back to', () => {
    eachStep(({ before, order, after }) => {
      if (typeof after === 'string' || order.verb !== 'roll_back') return;
      expect(after.candidate).toBeNull();
      if (after.releaseId === before!.releaseId) return expect(after.past).toEqual(before!.past);
      expect(after.past).not.toContain(before!.releaseId);
      expect(before!.past).toContain(after.releaseId);
    });
  });

  test('going back as often as it goes ends at the first that is remembered', () => {
    fc.assert(
      fc.property(orders, (history) => {
        const end = walk(history).findLast(({ after }) => typeof after !== 'string')?.after as Deployment | undefined;
        if (end === undefined) return;
        const oldest = end.past.at(-1) ?? end.releaseId;
        let current = end;
        for (let n = 0; n <= mostPast + 1; n++) {
          const next = decide(current, { verb: 'roll_back', to: null }, free);
          if (typeof next === 'string') break;
          current = next;
        }
        expect(current).toMatchObject({ releaseId: oldest, past: [], candidate: null });
      }),
    );
  });
});

describe('what stands in the way', () => {
  const served: Deployment = { version: 3, releaseId: 'a', candidate: null, past: ['b'] };
  const deploy: Order = { verb: 'deploy', releaseId: 'c', share: all, salt: 's' };
  const back: Order = { verb: 'roll_back', to: null };
  const guard = (more: Partial<Guard>): Guard => ({ ...free, ...more });

  test.each<[Partial<Guard>, Order, string | null]>([
    [{ expected: 3 }, deploy, null],
    [{ expected: 2 }, deploy, 'changed_since'],
    [{ expected: 4 }, deploy, 'changed_since'],
    [{ expected: 0 }, back, 'changed_since'],
    [{ frozenBy: 'frz' }, deploy, 'frozen'],
    [{ frozenBy: 'frz' }, back, null],
    [{ missingSignOffs: 1 }, deploy, 'sign_off_missing'],
    [{ missingSignOffs: 1 }, back, null],
    [{ frozenBy: 'frz', missingSignOffs: 1 }, deploy, 'frozen'],
    [{ expected: 2, frozenBy: 'frz', missingSignOffs: 1 }, deploy, 'changed_since'],
    [{ frozenBy: 'frz' }, { ...deploy, releaseId: 'a' }, 'frozen'],
    [{ frozenBy: 'frz' }, { ...deploy, share: 5 }, 'frozen'],
    [{ missingSignOffs: 2 }, { ...deploy, share: 5 }, 'sign_off_missing'],
  ])('%j of %j: %s', (more, order, refusal) => {
    const after = decide(served, order, guard(more));
    expect(typeof after === 'string' ? after : null).toBe(refusal);
  });

  test.each<[Order, string | null]>([
    [deploy, null],
    [{ ...deploy, share: 1 }, 'nothing_served'],
    [back, 'nothing_served'],
    [{ verb: 'roll_back', to: 'a' }, 'nothing_served'],
  ])('where nothing is served yet, of %j: %s', (order, refusal) => {
    const after = decide(null, order, guard({ expected: 0 }));
    expect(typeof after === 'string' ? after : null).toBe(refusal);
  });
});
