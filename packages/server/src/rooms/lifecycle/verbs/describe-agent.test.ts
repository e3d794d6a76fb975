import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentProfile } from '../contract-agents.ts';
import { codeOf, openRegistryWorld, type RegistryWorld } from '../registry/world.fixture.ts';
import { getRecord } from '../views/get-record.ts';
import { claimAgent } from './claim-agent.ts';
import { describeAgent } from './describe-agent.ts';
import { nameOwner } from './name-owner.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const whole: AgentProfile = {
  purpose: 'Answers questions about bills.',
  onCall: '#billing-ops',
  risk: { autonomy: 'low', reversibility: 'medium', data: 'medium', reach: 'low', spend: 'low' },
  tools: ['lookup'],
  mcpServers: ['crm'],
  calls: ['refunds'],
  dataSources: ['invoices'],
  runbook: 'https://wiki.example.com/billing',
  objectives: { completion: 0.95, latencyMs: 8000, costUsd: 0.05 },
  budget: 'CC-12',
  tags: ['customer'],
};
const say = (id: string, expected: number, profile: AgentProfile, owner?: string | null) =>
  describeAgent(world.person('operator'), { id, expected, profile, owner });

test('nobody has said anything: version 0, everything unknown', async () => {
  const id = await world.agent();
  expect(await getRecord(world.person('viewer'), id)).toMatchObject({
    ...{ version: 0, profile: {}, owner: null, riskClass: null, updatedAt: null, updatedBy: null },
  });
});

test('what is said is kept as it was said, and the ledger has before and after of what changed', async () => {
  const id = await world.agent();
  await say(id, 0, whole);
  expect(await getRecord(world.ctx(), id)).toMatchObject({
    version: 1,
    profile: whole,
    riskClass: 'medium',
    updatedBy: 'per_1',
  });
  const { runbook, ...rest } = whole;
  await say(id, 1, { ...rest, purpose: 'Answers.' }, 'bo@example.com');
  expect(await getRecord(world.ctx(), id)).toMatchObject({ version: 2, owner: { id: 'per_2', name: 'Bo' } });
  const [first, ...later] = await world.events(id);
  expect(first).toMatchObject({ type: 'agent.described', payload: { version: 1, after: whole } });
  expect(later).toEqual([
    {
      ...{ type: 'agent.described', actor: 'per_1' },
      payload: {
        ...{ teamId: 'tea_1', version: 2 },
        before: { purpose: whole.purpose, runbook },
        after: { purpose: 'Answers.', runbook: null },
      },
    },
    { type: 'agent.owner_named', actor: 'per_1', payload: { teamId: 'tea_1', before: null, after: 'per_2' } },
  ]);
});

test('saying the same again changes nothing', async () => {
  const id = await world.agent();
  await say(id, 0, whole, 'per_1');
  await say(id, 1, whole, 'per_1');
  expect((await getRecord(world.ctx(), id)).version).toBe(1);
  expect(await world.events(id)).toHaveLength(2);
});

test('of two who read the same version, one is told that somebody was faster', async () => {
  const id = await world.agent();
  await say(id, 0, { purpose: 'a' });
  const both = await Promise.all(['b', 'c'].map((purpose) => codeOf(say(id, 1, { purpose }))));
  expect(both.toSorted()).toEqual(['lifecycle.profile_changed', 'none']);
  expect((await getRecord(world.ctx(), id)).version).toBe(2);
  expect(await world.events(id)).toHaveLength(2);
});

test('a new owner is a new version too: who read before is refused', async () => {
  const id = await world.agent();
  await nameOwner(world.person('operator'), { id, personId: 'per_2' });
  expect(await codeOf(say(id, 0, { purpose: 'a' }))).toBe('lifecycle.profile_changed');
  await nameOwner(world.person('operator'), { id, personId: null });
  expect(await getRecord(world.ctx(), id)).toMatchObject({ version: 2, owner: null });
});

test('claiming is one action, for who asks or whom they name; the second of two is told who was first', async () => {
  const [one, other] = [await world.agent(), await world.agent()];
  await claimAgent(world.person('operator'), { id: one });
  await claimAgent(world.person('operator'), { id: one });
  expect((await getRecord(world.ctx(), one)).owner).toEqual({ id: 'per_1', name: 'Ada' });
  const late = claimAgent(world.person('operator', 'tea_1', 'per_2'), { id: one });
  await expect(late).rejects.toThrow('Ada answers for this agent.');
  const both = [world.person('operator'), world.person('operator', 'tea_1', 'per_2')];
  const codes = await Promise.all(both.map((ctx) => codeOf(claimAgent(ctx, { id: other }))));
  expect(codes.toSorted()).toEqual(['lifecycle.claimed_already', 'none']);
  expect(await world.events(other)).toMatchObject([{ type: 'agent.owner_named', payload: { before: null } }]);
});

test('a key claims for a person only; nobody can be somebody who is not there', async () => {
  const id = await world.agent();
  const key = world.key({ scopes: ['read', 'write'] });
  expect(await codeOf(claimAgent(key, { id }))).toBe('lifecycle.not_found');
  expect(await codeOf(say(id, 0, {}, 'nobody@example.com'))).toBe('lifecycle.not_found');
  await claimAgent(key, { id, personId: 'per_2' });
  expect((await getRecord(world.ctx(), id)).owner).toEqual({ id: 'per_2', name: 'Bo' });
});

test('viewers, other teams and keys that read change nothing', async () => {
  const id = await world.agent();
  const codes = (ctx: ReturnType<typeof world.ctx>) => codeOf(describeAgent(ctx, { id, expected: 0, profile: whole }));
  expect(await codes(world.person('viewer'))).toBe('access.denied');
  expect(await codes(world.person('operator', 'tea_2'))).toBe('lifecycle.not_found');
  expect(await codes(world.key({ scopes: ['read'] }))).toBe('access.denied');
  expect(await codeOf(claimAgent(world.person('viewer'), { id }))).toBe('access.denied');
  expect(await world.events(id)).toEqual([]);
});

test('an agent that is put away is not described', async () => {
  const id = await world.agent();
  await sql`update agents set put_away = 'ignored' where id = ${id}`.execute(world.state.db);
  expect(await codeOf(say(id, 0, whole))).toBe('lifecycle.agent_put_away');
});
