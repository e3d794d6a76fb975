import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObservedReleases } from './observed-releases.ts';

const place = { workspaceId: 'w', teamId: 't', agent: 'a' };
const day = 86_400_000;

test('is the same for the same digest, and has its first six digits', () => {
  const seen = new ObservedReleases();
  expect(seen.observe(place, 'abcdef012345', 0)).toBe('observed·abcdef');
  expect(seen.observe(place, 'abcdef012345', 9 * day)).toBe('observed·abcdef');
  expect(seen.taken()).toMatchObject([{ ...place, digest: 'abcdef012345', release: 'observed·abcdef', day: 0 }]);
  expect(seen.taken()).toEqual([]);
});

test('two that begin alike stay two', () => {
  const seen = new ObservedReleases();
  const names = ['abcdef000000', 'abcdef111111', 'abcdef222222'].map((digest) => seen.observe(place, digest, 0));
  expect(new Set(names).size).toBe(3);
});

test('at most 20 new ones a day for an agent; the next day 20 more; other agents, teams and workspaces have their own', () => {
  const digest = fc.stringMatching(/^[0-9a-f]{12}$/);
  const sighting = fc.record({ digest, day: fc.nat({ max: 3 }), agent: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 200 }), (sightings) => {
      const seen = new ObservedReleases();
      const told = new Map<string, string>();
      const fresh = new Map<string, Set<string>>();
      for (const { digest: own, day: on, agent } of sightings) {
        const release = seen.observe({ ...place, agent }, own, on * day + 5);
        const known = told.get(agent + own);
        if (known !== undefined) expect(release).toBe(known);
        else if (release !== '') {
          told.set(agent + own, release);
          const today = fresh.get(`${agent} ${on}`) ?? new Set();
          fresh.set(`${agent} ${on}`, today.add(own));
        } else expect(fresh.get(`${agent} ${on}`)?.size).toBe(20);
      }
      for (const today of fresh.values()) expect(today.size).toBeLessThanOrEqual(20);
    }),
  );
});

test('what was kept is known again, and counts for its day', () => {
  const before = new ObservedReleases();
  for (let n = 0; n < 20; n++) before.observe(place, String(n).padStart(12, '0'), 0);
  const after = new ObservedReleases();
  after.load(before.taken());
  expect(after.observe(place, '000000000003', 0)).toMatch(/^observed·/);
  expect(after.observe(place, 'ffffffffffff', day - 1)).toBe('');
  expect(after.observe(place, 'ffffffffffff', day)).toBe('observed·ffffff');
  expect(after.taken()).toHaveLength(1);
});
