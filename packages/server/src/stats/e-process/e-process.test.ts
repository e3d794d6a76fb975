import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EProcess, type Failure, follow, look, startEProcess } from './e-process.ts';
import { logEvidence } from './evidence.ts';
import { harm, nonInferiority } from './hypothesis.ts';

const counts = fc.record({
  weight: fc.constantFrom(0, 0.01, 0.05, 0.25, 0.5, 1),
  stable: fc.nat(30),
  candidate: fc.nat(30),
});
const looks = fc.array(fc.array(counts, { maxLength: 5 }), { maxLength: 12 });
const hypothesis = fc.constantFrom(harm(), harm(1.1), nonInferiority(1.25));

const after = (start: EProcess, all: typeof looks extends fc.Arbitrary<infer T> ? T : never): EProcess =>
  all.reduce(look, start);

test('order inside a look does not matter, to the last bit', () => {
  fc.assert(
    fc.property(hypothesis, looks, (which, all) => {
      const shuffled = all.map((one) => one.toReversed());
      expect(JSON.stringify(after(startEProcess(which), shuffled))).toBe(
        JSON.stringify(after(startEProcess(which), all)),
      );
    }),
  );
});

test('a process that was kept as JSON between looks goes on as if it had not been', () => {
  fc.assert(
    fc.property(hypothesis, looks, (which, all) => {
      let kept = JSON.stringify(startEProcess(which));
      for (const one of all) kept = JSON.stringify(look(JSON.parse(kept) as EProcess, one));
      expect(kept).toBe(JSON.stringify(after(startEProcess(which), all)));
    }),
  );
});

test('cutting the same failures into other looks changes the peak alone', () => {
  fc.assert(
    fc.property(hypothesis, looks, (which, all) => {
      const cut = after(startEProcess(which), all);
      const whole = look(startEProcess(which), all.flat());
      expect({ ...whole, peakLogE: 0 }).toEqual({ ...cut, peakLogE: 0 });
      expect(cut.peakLogE).toBeGreaterThanOrEqual(whole.peakLogE);
      expect(cut.logE).toBe(logEvidence(which, cut.strata));
    }),
  );
});

test('the peak is the highest of all looks and never falls', () => {
  fc.assert(
    fc.property(hypothesis, looks, (which, all) => {
      let process = startEProcess(which);
      const seen = [0];
      for (const one of all) {
        process = look(process, one);
        seen.push(process.logE);
        expect(process.peakLogE).toBe(Math.max(...seen));
      }
    }),
  );
});

test('failures one by one end where their counts in one look do', () => {
  const failure = fc.record({
    arm: fc.constantFrom<Failure['arm']>('stable', 'candidate'),
    weight: fc.constantFrom(0.05, 0.5),
  });
  fc.assert(
    fc.property(fc.array(failure, { minLength: 1, maxLength: 60 }), (failures) => {
      const path = follow(startEProcess(harm()), failures);
      const whole = look(
        startEProcess(harm()),
        failures.map(({ arm, weight }) => ({
          weight,
          stable: Number(arm === 'stable'),
          candidate: Number(arm === 'candidate'),
        })),
      );
      expect(path).toHaveLength(failures.length);
      expect(path.at(-1)!.logE).toBe(whole.logE);
    }),
  );
});

test('an empty look changes nothing', () => {
  const process = look(startEProcess(harm()), [{ weight: 0.5, stable: 3, candidate: 9 }]);
  expect(look(process, [])).toEqual(process);
  expect(follow(process, [])).toEqual([]);
});

test.each([
  { weight: -0.1, stable: 1, candidate: 1 },
  { weight: 1.1, stable: 1, candidate: 1 },
  { weight: Number.NaN, stable: 1, candidate: 1 },
  { weight: 0.5, stable: -1, candidate: 1 },
  { weight: 0.5, stable: 1, candidate: 0.5 },
  { weight: 0.5, stable: Number.NaN, candidate: 1 },
])('%j is refused', (one) => {
  expect(() => look(startEProcess(harm()), [one])).toThrow(RangeError);
});
