import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentFile, type AppliedAgent } from '../contract-apply.ts';
import { tool } from '../model/release/samples.fixture.ts';
import { codeOf, openRegistryWorld, type RegistryWorld } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { getRecord } from '../views/get-record.ts';
import { listReleases } from '../views/list-releases.ts';
import { applyAgent } from './apply-agent.ts';
import { describeAgent } from './describe-agent.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

let count = 0;
const release = (tools: string[], more = {}) => ({
  why: 'First.',
  manifest: { tools: tools.map((one) => tool(one)) },
  ...more,
});
const file = (more: object = {}, metadata: object = {}): AgentFile =>
  AgentFile.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Agent',
    metadata: { name: `coded ${++count}`, team: 'tea_1', ...metadata },
    ...more,
  });
const run = (
  one: AgentFile,
  isPreview: boolean,
  { base, ctx = world.key() }: { base?: AppliedAgent['base']; ctx?: ReturnType<typeof world.ctx> } = {},
) => applyAgent(ctx, testSeal, { file: one, base, isPreview });
const plan = (one: AgentFile) => run(one, true);
const apply = (one: AgentFile, more: Parameters<typeof run>[2] = {}) => run(one, false, more);

test('an agent that is not there is declared, described and released at once; the plan said so', async () => {
  const one = file({ registry: { purpose: 'Bills', owner: 'bo@example.com' }, release: release(['lookup']) });
  const planned = await plan(one);
  expect(planned).toMatchObject({
    ...{ agentId: null, isDeclared: true, isChange: true, base: { profileVersion: 0, newestReleaseId: null } },
    registry: ['Purpose: unknown → Bills', 'Owner: bo@example.com'],
    release: { id: null, version: '1.0.0', isNew: true, changes: [{ sentence: 'Tool `lookup` added' }] },
  });
  expect(await world.state.db.selectFrom('agents').select('id').where('key', '=', one.metadata.name).execute()).toEqual(
    [],
  );
  const done = await apply(one);
  expect({ ...done, agentId: null, release: { ...done.release!, id: null } }).toEqual(planned);
  const events = await world.events(done.agentId!, done.release!.id!);
  expect(events.map((event) => event.type)).toEqual([
    'agent.declared',
    'agent.described',
    'agent.owner_named',
    'release.created',
  ]);
  expect(await getRecord(world.ctx(), done.agentId!)).toMatchObject({
    profile: { purpose: 'Bills' },
    owner: { name: 'Bo' },
  });
});

test('a second time nothing changes, in the plan and in the ledger', async () => {
  const one = file({ registry: { purpose: 'Bills', owner: 'per_1' }, release: release(['lookup']) });
  const first = await apply(one);
  for (const again of [await plan(one), await apply(one)])
    expect(again).toMatchObject({
      ...{ isChange: false, isDeclared: false, registry: [] },
      release: { isNew: false, id: first.release!.id },
    });
  expect(await world.events(first.agentId!)).toHaveLength(3);
});

test('what the file leaves out within a part is taken away; a part it leaves out stays', async () => {
  const one = file({ registry: { purpose: 'a', tags: ['x'], owner: 'per_1' } });
  const { agentId } = await apply(one);
  expect((await apply({ ...one, registry: { purpose: 'a' } })).registry).toEqual(['Tags: x → unknown']);
  const { registry: _, ...bare } = one;
  expect(await apply(bare)).toMatchObject({ isChange: false, release: null });
  expect(await getRecord(world.ctx(), agentId!)).toMatchObject({ profile: { purpose: 'a' }, owner: { id: 'per_1' } });
});

test('of two at once on one plan one is done; the other is told, and loses nothing', async () => {
  const one = file({ registry: { purpose: 'a' }, release: release(['a']) });
  const { agentId } = await apply(one);
  const { base } = await plan(one);
  const other = (purpose: string, tool: string): AgentFile => ({
    ...one,
    registry: { purpose },
    release: { ...one.release!, ...release([tool]) },
  });
  const codes = await Promise.all([codeOf(apply(other('b', 'b'), { base })), codeOf(apply(other('c', 'c'), { base }))]);
  expect(codes.toSorted()).toEqual(['lifecycle.profile_changed', 'none']);
  const { items } = await listReleases(world.ctx(), { id: agentId!, limit: 9, before: null });
  expect(items.map((row) => row.version)).toEqual(['2.0.0', '1.0.0']);
  const { registry: _, ...onlyRelease } = other('x', 'd');
  expect(await codeOf(apply(onlyRelease, { base: { ...base, profileVersion: 2 } }))).toBe('lifecycle.released_since');
});

test('a change in the browser between plan and apply is not overwritten', async () => {
  const one = file({ registry: { purpose: 'a' } });
  const { agentId } = await apply(one);
  const changed = { ...one, registry: { purpose: 'b' } };
  const { base } = await plan(changed);
  await describeAgent(world.ctx(), { id: agentId!, expected: 1, profile: { purpose: 'by hand' } });
  expect(await codeOf(apply(changed, { base }))).toBe('lifecycle.profile_changed');
  expect((await getRecord(world.ctx(), agentId!)).profile).toEqual({ purpose: 'by hand' });
});

test('of five that declare the same agent at once one does, and all agree on what was made', async () => {
  const one = file({ registry: { purpose: 'a' }, release: release(['a']) });
  const all = await Promise.all(Array.from({ length: 5 }, () => apply(one)));
  expect(all.filter((done) => done.isDeclared)).toHaveLength(1);
  expect(new Set(all.map((done) => `${done.agentId} ${done.release!.id}`)).size).toBe(1);
});

test('what fails late leaves nothing of it', async () => {
  const one = file({ registry: { purpose: 'a' }, release: release(['a']) });
  await sql`alter table releases add constraint broken check (why <> 'First.') not valid`.execute(world.state.db);
  await expect(apply(one)).rejects.toThrow();
  await sql`alter table releases drop constraint broken`.execute(world.state.db);
  expect(await plan(one)).toMatchObject({ agentId: null, isDeclared: true });
  expect(await apply(one)).toMatchObject({ isDeclared: true, release: { version: '1.0.0' } });
});

test('an alias is the agent it stands for; one that was put away is refused', async () => {
  const id = await world.agent('tea_1', 'main name');
  await world.state.db
    .insertInto('agent_aliases')
    .values({ workspace_id: 'wsp_1', team_id: 'tea_1', alias: 'other name', agent_id: id })
    .execute();
  expect(await plan(file({}, { name: 'other name' }))).toMatchObject({ agentId: id, name: 'main name' });
  await sql`update agents set put_away = 'removed' where id = ${id}`.execute(world.state.db);
  expect(await codeOf(plan(file({}, { name: 'main name' })))).toBe('lifecycle.agent_put_away');
});

test('the team is the one that is named, by slug or id, else that of the key', async () => {
  const { team: _, ...metadata } = file().metadata;
  const unnamed = { ...file(), metadata };
  const done = await apply(unnamed, { ctx: world.key({ teamId: 'tea_2' }) });
  expect((await getRecord(world.ctx(), done.agentId!)).teamId).toBe('tea_2');
  expect(await codeOf(apply(unnamed, { ctx: world.ctx() }))).toBe('request.invalid');
  expect(await codeOf(apply(file({}, { team: 'nowhere' })))).toBe('lifecycle.not_found');
  expect(await codeOf(apply(file({}, { team: 'tea_2' })))).toBe('access.denied');
});

test('a key of one agent applies that one; an operator describes and does not release', async () => {
  const one = file();
  expect(await codeOf(apply(one, { ctx: world.key({ agent: 'another' }) }))).toBe('access.denied');
  expect(await codeOf(apply(one, { ctx: world.key({ agent: one.metadata.name }) }))).toBe('none');
  expect(await codeOf(apply(one, { ctx: world.key({ scopes: ['read'] }) }))).toBe('access.denied');
  expect(await codeOf(apply(file({ release: release(['a']) }), { ctx: world.person('operator') }))).toBe(
    'access.denied',
  );
  expect(await codeOf(apply(file({ registry: {} }), { ctx: world.person('operator') }))).toBe('none');
});

test('a tool may be given by its schema: the hash does not depend on the order of keys', async () => {
  const given = (schema: object) =>
    AgentFile.parse({
      ...file({}, { name: 'by schema' }),
      release: { why: 'x', manifest: { tools: [{ name: 't', schema }] } },
    });
  const first = await apply(given({ type: 'object', properties: {} }));
  expect(await plan(given({ properties: {}, type: 'object' }))).toMatchObject({
    isChange: false,
    release: { id: first.release!.id },
  });
  expect(await plan(given({ type: 'string' }))).toMatchObject({ release: { version: '2.0.0', isNew: true } });
  for (const broken of [{ name: 't' }, { name: 't', schema: {}, schemaHash: 'a'.repeat(64) }])
    expect(AgentFile.safeParse({ ...given({}), release: { why: 'x', manifest: { tools: [broken] } } }).success).toBe(
      false,
    );
});
