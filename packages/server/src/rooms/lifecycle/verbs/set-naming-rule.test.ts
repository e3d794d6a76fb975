import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentFile } from '../contract-apply.ts';
import { carryOut } from '../names/changes.ts';
import { codeOf, openRegistryWorld, type RegistryWorld } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { getNaming } from '../views/get-naming.ts';
import { applyAgent } from './apply-agent.ts';
import { claimAgent } from './claim-agent.ts';
import { renameAgent } from './rename-agent.ts';
import { setNamingRule } from './set-naming-rule.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const rule = { pattern: '[a-z]+(-[a-z0-9]+)*', reason: 'Small letters, parts with a dash between.' };
const admin = () => world.person('admin', null);
const apply = (name: string, isPreview = false) => {
  const file = AgentFile.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Agent',
    metadata: { name },
    registry: { purpose: name },
  });
  return applyAgent(world.key(), testSeal, { file, isPreview });
};
const rename = async (id: string, name: string) => carryOut(world.ctx(), await renameAgent(world.ctx(), { id, name }));

test('is set, changed and taken away by an admin of the workspace, each with its event', async () => {
  await setNamingRule(admin(), rule);
  await setNamingRule(admin(), rule);
  await setNamingRule(admin(), null);
  await setNamingRule(admin(), null);
  expect(await world.events('wsp_1')).toEqual([
    { type: 'naming_rule.set', actor: 'per_1', payload: { before: null, after: rule } },
    { type: 'naming_rule.set', actor: 'per_1', payload: { before: rule, after: null } },
  ]);
});

test.each(['release_manager', 'operator', 'compliance'] as const)('is not for a %s', async (role) => {
  expect(await codeOf(setNamingRule(world.person(role, null), rule))).toBe('access.denied');
});

test('is not for the admin of a team', async () => {
  expect(await codeOf(setNamingRule(world.person('admin'), rule))).toBe('access.denied');
});

test.each(['(', '(?=a)', '[z-a]', 'a{2000}'])('%j is no pattern', async (pattern) => {
  expect(await codeOf(setNamingRule(admin(), { ...rule, pattern }))).toBe('lifecycle.pattern_invalid');
});

test('what another pattern would find is told before it is set', async () => {
  const name = 'tried-agent';
  await world.agent('tea_1', name);
  const found = async (pattern: string) =>
    (await getNaming(admin(), { pattern })).offenders.some((one) => one.name === name);
  expect([await found('[a-z]+'), await found('[a-z-]+')]).toEqual([true, false]);
  expect(await getNaming(admin())).toEqual({ rule: null, offenders: [], more: 0 });
  expect(await codeOf(getNaming(admin(), { pattern: '(' }))).toBe('lifecycle.pattern_invalid');
});

describe('where there is one', () => {
  let odd: string;
  let good: string;
  beforeAll(async () => {
    [odd, good] = [await world.agent('tea_1', 'Odd Agent'), await world.agent('tea_1', 'good-agent')];
    await setNamingRule(admin(), rule);
  });
  afterAll(() => setNamingRule(admin(), null));

  test('agents called otherwise are listed, to those who see them', async () => {
    expect(await getNaming(world.person('viewer'))).toEqual({
      ...{ rule, more: 0 },
      offenders: [{ agentId: odd, slug: odd.replace('_', '-'), name: 'Odd Agent', teamId: 'tea_1' }],
    });
    expect((await getNaming(world.person('viewer', 'tea_2'))).offenders).toEqual([]);
    expect(await codeOf(getNaming(world.key({ scopes: ['ingest'] })))).toBe('access.denied');
  });

  test('no agent is renamed or declared against it, nor is that previewed', async () => {
    await expect(rename(good, 'Bad')).rejects.toMatchObject({
      ...{ code: 'lifecycle.name_refused', message: expect.stringContaining(rule.reason) as string },
    });
    expect(await codeOf(apply('Not So'))).toBe('lifecycle.name_refused');
    expect(await codeOf(apply('Not So', true))).toBe('lifecycle.name_refused');
    expect((await apply('very-so')).isDeclared).toBe(true);
    await rename(good, 'better-agent');
  });

  test('one that is there already is described and applied as before, and claimed once it is renamed', async () => {
    expect((await apply('Odd Agent')).isDeclared).toBe(false);
    expect(await codeOf(claimAgent(world.person('operator'), { id: odd }))).toBe('lifecycle.name_refused');
    await rename(odd, 'odd-agent');
    await claimAgent(world.person('operator'), { id: odd });
    expect((await getNaming(admin())).offenders).toEqual([]);
  });
});

test('a pattern that would keep others busy for years takes no time', async () => {
  await setNamingRule(admin(), { pattern: '(a+)+', reason: 'r' });
  const started = performance.now();
  expect(await codeOf(apply(`${'a'.repeat(390)}!`))).toBe('lifecycle.name_refused');
  expect(performance.now() - started).toBeLessThan(2_000);
  await setNamingRule(admin(), null);
});
