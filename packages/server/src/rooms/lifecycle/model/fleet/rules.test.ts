import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgentFacts, judge } from './rules.ts';

const low = { autonomy: 'low', reversibility: 'low', data: 'low', reach: 'low', spend: 'low' } as const;
const sound: AgentFacts = {
  ...{ agentId: 'agt_1', slug: 'billing', name: 'Billing', teamId: 'tea_1', ownerId: 'per_1' },
  profile: { onCall: '#billing', risk: low },
  ...{ hasRelease: true, isServed: true, hasWayBack: true, nameFits: null },
};
const broken = (fleet: readonly AgentFacts[]): string[] =>
  judge(fleet).rules.flatMap(({ id, misses }) => misses.map((one) => `${one.name}: ${id}`));

test('an agent that is as it should be scores 1; no agents score nothing', () => {
  expect(judge([sound])).toMatchObject({ score: 1 });
  expect(judge([sound]).rules.map((one) => one.id)).toEqual(['owner', 'release', 'way_back', 'on_call', 'risk']);
  expect(judge([])).toEqual({ score: null, rules: [] });
});

test.each<[string, Partial<AgentFacts>]>([
  ['owner', { ownerId: null }],
  ['way_back', { hasWayBack: false }],
  ['on_call', { profile: { risk: low } }],
  ['risk', { profile: { onCall: 'x', risk: { data: 'low' } } }],
  ['runbook', { profile: { onCall: 'x', risk: { ...low, spend: 'high' } } }],
  ['name', { nameFits: false }],
])('%s is missed by %j alone', (id, change) => {
  expect(broken([{ ...sound, ...change }])).toEqual([`Billing: ${id}`]);
});

test('what is not served is not asked for a way back, and is told apart from what has no release', () => {
  const [unserved] = judge([{ ...sound, isServed: false, hasWayBack: false }]).rules.filter((one) => one.misses.length);
  expect(unserved).toMatchObject({
    ...{ id: 'release', applicable: 1, passed: 0 },
    misses: [{ why: 'It has releases, and none is deployed here.', fix: { action: 'deploy', bulk: 'promote' } }],
  });
  const { rules } = judge([{ ...sound, isServed: false, hasWayBack: false, hasRelease: false }]);
  expect(rules.find((one) => one.id === 'release')!.misses[0]!.fix).toMatchObject({
    ...{ action: 'release', link: '/agents/billing/new-release' },
  });
  expect(rules.map((one) => one.id)).not.toContain('way_back');
});

test('misses come by name, the first 200 of them; the rest is counted', () => {
  const fleet = Array.from({ length: 230 }, (_, n) => ({ ...sound, ownerId: null, name: String(999 - n) }));
  const [owner] = judge(fleet).rules;
  expect(owner).toMatchObject({ applicable: 230, passed: 0, more: 30 });
  expect(owner!.misses.map((one) => one.name)).toEqual(owner!.misses.map((one) => one.name).toSorted());
});

test('the score is the share of checks that pass, whatever the fleet; mending a miss raises it', () => {
  const anyAgent = fc
    .record({
      ownerId: fc.constantFrom(null, 'per_1'),
      isServed: fc.boolean(),
      hasWayBack: fc.boolean(),
      nameFits: fc.constantFrom(true, false),
      profile: fc.constantFrom({}, { onCall: 'x' }, sound.profile, { risk: { ...low, data: 'high' as const } }),
    })
    .map((change): AgentFacts => ({ ...sound, ...change }));
  fc.assert(
    fc.property(fc.array(anyAgent, { minLength: 1, maxLength: 12 }), (fleet) => {
      const { score, rules } = judge(fleet);
      const [all, good] = (['applicable', 'passed'] as const).map((of) => rules.reduce((n, one) => n + one[of], 0));
      expect(score).toBeCloseTo(good! / all!);
      for (const one of rules) expect(one.applicable - one.passed).toBe(one.misses.length);
      const at = fleet.findIndex((one) => one.ownerId === null);
      if (at === -1) return;
      const mended = fleet.with(at, { ...fleet[at]!, ownerId: 'per_2' });
      expect(judge(mended).score!).toBeGreaterThan(score!);
    }),
  );
});
