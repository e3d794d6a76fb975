import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Grant } from '../access/contract.ts';
import { accessDb } from '../access/tables.ts';
import { createGrant } from '../access/verbs/create-grant.ts';
import { createPerson } from '../access/verbs/create-person.ts';
import { changeSettings } from '../access/verbs/change-settings.ts';
import { createServiceAccount } from '../access/verbs/create-service-account.ts';
import { createTeam } from '../access/verbs/create-team.ts';
import { openDemoTeam } from '../access/verbs/open-demo-team.ts';
import { disablePerson } from '../access/verbs/disable-person.ts';
import { bootstrap } from '../access/verbs/bootstrap.ts';
import { CreateRelease, releaseSchema } from '../rooms/lifecycle/contract-releases.ts';
import { carryOut } from '../rooms/lifecycle/names/changes.ts';
import { beginFreeze } from '../rooms/lifecycle/verbs/begin-freeze.ts';
import { createRelease } from '../rooms/lifecycle/verbs/create-release.ts';
import { deployRelease } from '../rooms/lifecycle/verbs/deploy-release.ts';
import { ignoreName } from '../rooms/lifecycle/verbs/ignore-name.ts';
import { renameAgent } from '../rooms/lifecycle/verbs/rename-agent.ts';
import { scheduleDeployment } from '../rooms/lifecycle/verbs/schedule-deployment.ts';
import { setNamingRule } from '../rooms/lifecycle/verbs/set-naming-rule.ts';
import { setPrice } from '../rooms/monitoring/verbs/set-price.ts';
import { newId } from '../spine/ids.ts';
import type { Ctx } from '../spine/ctx.ts';
import { change } from '../spine/ledger/change.ts';
import { apiRoutes } from './api-contract.fixture.ts';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';
import { failureCases, failuresWorld } from './failure-mutations.fixture.ts';
import { dashboardCases, dashboardsWorld } from './dashboard-mutations.fixture.ts';
import { viewCases, viewsWorld } from './view-mutations.fixture.ts';
import { modelCases, modelsWorld } from './model-mutations.fixture.ts';
import { ofPrompts, promptCases, promptsWorld } from './prompt-mutations.fixture.ts';

/** What a route is called with; everything in it belongs to the first workspace and its team `default`. */
type Case = {
  body?: unknown;
  id?: string;
  /** The other names in the path. */
  at?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  ledgered?: false;
  self?: true;
  coded?: true;
  byWrite?: true;
};
type World = {
  edge: TestEdge;
  personId: string;
  grantId: string;
  keyId: string;
  accountId: string;
  disabledId: string;
  priceId: string;
  failureId: string;
  dashboardId: string;
  viewId: string;
  removedDashboardId: string;
  agents: [string, string];
  changeId: string;
  ignored: string;
  releases: [string, string, string];
  freezeId: string;
  scheduleId: string;
  promptId: string;
  draftedId: string;
  archivedId: string;
  syncId: string;
  syncedId: string;
  noticeId: string;
  providerId: string;
  playgroundId: string;
};
const soon = (): string => new Date(Date.now() + 86_400_000).toISOString();

const calendarOf = (uid: string): string =>
  [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTART:20980101T000000Z',
    'DURATION:P1D',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\n');

/** Open to keys of the team with the scope `write`, too. */
const byWrite = { byWrite: true } as const;

const atAgent = ({ agents: [agent] }: World, environment = 'production') => ({ agent, environment });

/** One entry for each mutating route of the document. A route without an entry fails below. */
const cases: Record<string, (world: World) => Case> = {
  ...promptCases,
  ...modelCases,
  ...dashboardCases,
  ...viewCases,
  ...failureCases,
  'POST /api/v1/sign-out': () => ({ ledgered: false, self: true }),
  'POST /api/v1/me/password': () => ({ body: { password: 'correct horse battery' }, self: true }),
  'POST /api/v1/teams': () => ({ body: { name: `Team ${newId('tea')}` } }),
  'POST /api/v1/teams/{id}/rename': ({ edge }) => ({ id: edge.first.teamId, body: { name: 'Renamed' } }),
  'POST /api/v1/people': () => ({ body: { name: 'New', email: `${newId('per')}@example.com` } }),
  'POST /api/v1/people/{id}/sign-in-link': ({ personId }) => ({ id: personId }),
  'POST /api/v1/me/second-factor': () => ({ ledgered: false, self: true }),
  'POST /api/v1/me/second-factor/confirm': () => ({ body: { code: '000000' }, self: true, coded: true }),
  'POST /api/v1/me/second-factor/remove': () => ({ body: { code: '000000' }, self: true, coded: true }),
  'POST /api/v1/access-settings': () => ({ body: { secondFactorRequired: true } }),
  'POST /api/v1/people/{id}/enable': ({ disabledId }) => ({ id: disabledId, body: { reason: 'back' } }),
  'POST /api/v1/people/{id}/reset-sign-in': ({ personId }) => ({ id: personId, body: { secondFactor: false } }),
  'POST /api/v1/emergency-grants': ({ edge }) => ({ body: { reason: 'fire', teamId: edge.first.teamId, minutes: 5 } }),
  'POST /api/v1/service-accounts': ({ edge, personId }) => ({
    body: { name: 'n', teamId: edge.first.teamId, ownerId: personId, expiresAt: soon() },
  }),
  'POST /api/v1/service-accounts/{id}/renew': ({ accountId, personId }) => ({
    id: accountId,
    body: { ownerId: personId, expiresAt: soon() },
  }),
  'POST /api/v1/service-accounts/{id}/disable': ({ accountId }) => ({ id: accountId, body: { reason: 'retired' } }),
  'POST /api/v1/people/{id}/disable': ({ personId }) => ({ id: personId, body: { reason: 'left' } }),
  'POST /api/v1/grants': ({ personId, edge }) => ({ body: { personId, role: 'operator', teamId: edge.first.teamId } }),
  'POST /api/v1/grants/{id}/revoke': ({ grantId }) => ({ id: grantId }),
  'POST /api/v1/keys': ({ edge }) => ({ body: { name: 'n', teamId: edge.first.teamId, scopes: ['read'] } }),
  'POST /api/v1/keys/{id}/content-mode': ({ keyId }) => ({ id: keyId, body: { contentMode: 'drop' } }),
  'POST /api/v1/demo/remove': () => ({}),
  'PUT /api/v1/prices': () => ({ body: { model: newId('prc'), rates: { input: 1, output: 2 } } }),
  'DELETE /api/v1/prices/{id}': ({ priceId }) => ({ id: priceId }),
  'POST /api/v1/agents/names/ignore': ({ edge }) => ({
    ...byWrite,
    body: { teamId: edge.first.teamId, name: newId('agt') },
  }),
  'POST /api/v1/agents/names/restore': ({ edge, ignored }) => ({
    ...byWrite,
    body: { teamId: edge.first.teamId, name: ignored },
  }),
  'POST /api/v1/agents/changes/{id}/undo': ({ changeId }) => ({ ...byWrite, id: changeId }),
  'POST /api/v1/agents/{id}/rename': ({ agents: [id] }) => ({ ...byWrite, id, body: { name: newId('agt') } }),
  'POST /api/v1/agents/{id}/merge': ({ agents: [id, into] }) => ({ ...byWrite, id, body: { into } }),
  'POST /api/v1/agents/{id}/split': ({ agents: [id] }) => ({ ...byWrite, id, body: { name: id, service: 'mail' } }),
  'POST /api/v1/agents/{id}/owner': ({ agents: [id], personId }) => ({ ...byWrite, id, body: { personId } }),
  'POST /api/v1/agents/{id}/claim': ({ agents: [id], personId }) => ({ ...byWrite, id, body: { personId } }),
  'PUT /api/v1/agents/{id}/profile': ({ agents: [id] }) => ({
    ...{ ...byWrite, id, headers: { 'if-match': '"0"' } },
    body: { profile: { purpose: 'Bills' } },
  }),
  'POST /api/v1/agents/{id}/releases': ({ agents: [id] }) => ({
    ...{ ...byWrite, id },
    body: { why: 'First.', manifest: { schema: 'signalbox.release/v1', notes: 'n' } },
  }),
  'POST /api/v1/apply': ({ edge }) => ({
    ...byWrite,
    body: {
      file: {
        ...{ apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: newId('agt'), team: edge.first.teamId } },
        release: { why: 'First.', manifest: { notes: 'n' } },
      },
    },
  }),
  'POST /api/v1/agents/{agent}/deployments/{environment}/deploy': (world) => ({
    ...{ ...byWrite, at: atAgent(world), body: { releaseId: world.releases[2], reason: 'because' } },
  }),
  'POST /api/v1/agents/{agent}/deployments/{environment}/roll-back': (world) => ({
    ...{ ...byWrite, at: atAgent(world), body: { reason: 'because' } },
  }),
  'POST /api/v1/agents/{agent}/deployments/{environment}/promote': (world) => ({
    ...{ ...byWrite, at: atAgent(world, 'staging'), body: { from: 'production', reason: 'because' } },
  }),
  'POST /api/v1/agents/{agent}/deployments/{environment}/schedule': (world) => ({
    ...{ ...byWrite, at: atAgent(world), body: { releaseId: world.releases[2], reason: 'because', dueAt: soon() } },
  }),
  'POST /api/v1/scheduled-deployments/{id}/cancel': ({ scheduleId }) => ({ ...byWrite, id: scheduleId }),
  'POST /api/v1/agents/{agent}/deployments/{environment}/releases/{releaseId}/sign-offs': (world) => ({
    ...{ at: { ...atAgent(world), releaseId: world.releases[2] }, body: {} },
  }),
  'PUT /api/v1/environments/{environment}/rule': () => ({
    ...{ at: { environment: newId('env') }, body: { people: 1, role: null, notAuthor: true } },
  }),
  'PUT /api/v1/environments/order': () => ({ body: { environments: [newId('env'), 'production'] } }),
  'POST /api/v1/agents/bulk': ({ agents: [id] }) => ({
    ...{ ...byWrite, body: { agents: [id], act: { kind: 'add_tags', tags: ['x'] } } },
  }),
  'PUT /api/v1/fleet/naming': () => ({ body: { pattern: '.*', reason: newId('per') } }),
  'DELETE /api/v1/fleet/naming': () => ({}),
  'POST /api/v1/label-moves': ({ promptId: prompt }) => ({
    ...{ ...byWrite, body: { prompt, label: 'canary', number: 1, reason: 'because' } },
  }),
  'POST /api/v1/freezes': () => ({
    body: { environment: 'frozen', from: new Date().toISOString(), until: soon(), reason: 'because' },
  }),
  'POST /api/v1/freezes/import': () => ({ body: { environment: 'frozen', ics: calendarOf(newId('frz')) } }),
  'POST /api/v1/freezes/{id}/lift': ({ freezeId }) => ({ id: freezeId }),
  'POST /api/v1/freezes/{id}/override': ({ freezeId, agents: [agentId] }) => ({
    ...{ id: freezeId, body: { agentId, environment: 'frozen', reason: 'because' } },
  }),
  'PUT /api/v1/delivery/{agent}/instances/{instance}': ({ agents: [agent] }) => ({
    ...{ at: { agent, instance: 'i-1' }, ledgered: false },
    body: { release: null, seq: 0, sdk: 'test/1', startedAt: soon(), state: 'alive' },
  }),
  'POST /api/v1/keys/{id}/revoke': ({ keyId }) => ({ id: keyId, body: { reason: 'leaked' } }),
};
const mutating = apiRoutes
  // Evaluations of the protocol are asked for by POST and change nothing.
  .filter(({ method, path, isPublic }) => method !== 'GET' && !isPublic && !path.startsWith('/ofrep/'))
  // Prompts are checked, compared and rendered by POST, since contents and variables are too long for an address.
  .filter(({ path }) => !/\/prompts\/\{id\}\/(?:check|diff|render)$/.test(path))
  // Questions for figures are long, and change nothing.
  .filter(({ path }) => !['/api/v1/query', '/api/v1/sql'].includes(path))
  // Telemetry: kept by the spool, beside the control state (reports/door.test.ts).
  .filter(({ path }) => !/^\/api\/v1\/(?:outcomes|feedback)$/.test(path))
  .map(({ method, path }) => `${method} ${path}`);

let edge: TestEdge;
let stranger: { cookie: string; csrf: string };
let foreign: { cookie: string; csrf: string };
beforeAll(async () => {
  edge = await openTestEdge();
  stranger = await adminOfAnotherWorkspace(edge);
  const team = await createTeam(edge.system, { name: 'Foreign' });
  foreign = await edge.signIn((await personWith('admin', team.id)).personId);
});
afterAll(() => edge.stop());

async function personWith(role: Grant['role'], teamId: string | null): Promise<{ personId: string; grantId: string }> {
  const { person } = await createPerson(edge.system, { name: 'P', email: `${newId('per')}@example.com` });
  const grant = await createGrant(edge.system, { personId: person.id, role, teamId, agentId: null, environment: null });
  return { personId: person.id, grantId: grant.id };
}

async function adminOfAnotherWorkspace(at: TestEdge): Promise<{ cookie: string; csrf: string }> {
  const workspaceId = newId('wsp');
  const ctx: Ctx = { ...at.system, workspaceId };
  const personId = newId('per');
  await change(ctx, async ({ tx, append }) => {
    await tx
      .insertInto('workspaces')
      .values({ id: workspaceId, name: 'Other', created_at: new Date(), content_key: 'sb1.none' })
      .execute();
    append({ type: 'workspace.created', v: 1, resource: workspaceId, payload: { name: 'Other' } });
  });
  const person = { id: personId, workspace_id: workspaceId, name: 'S', email: 's@example.com', created_at: new Date() };
  await accessDb(at.state.db)
    .insertInto('people')
    .values({ ...person, password_hash: null, disabled_at: null })
    .execute();
  await createGrant(ctx, { personId, role: 'admin', teamId: null, agentId: null, environment: null });
  return at.signIn(personId, ctx);
}

async function world(): Promise<World> {
  const keyId = `key_${(await edge.key()).split('_')[1]}`;
  const { personId, grantId } = await personWith('viewer', edge.first.teamId);
  const { personId: disabledId } = await personWith('viewer', edge.first.teamId);
  await disablePerson(edge.system, { id: disabledId, reason: 'away' });
  const account = { name: 'a', teamId: edge.first.teamId, ownerId: personId, expiresAt: soon() };
  const { id: accountId } = await createServiceAccount(edge.system, account);
  await openDemoTeam(edge.system);
  return {
    edge,
    keyId,
    personId,
    grantId,
    disabledId,
    accountId,
    ...(await roomsWorld()),
    ...(await promptsWorld(edge)),
    ...(await modelsWorld(edge)),
    ...(await dashboardsWorld(edge)),
    ...(await viewsWorld(edge)),
    ...(await failuresWorld(edge)),
  };
}

/** Prices, agents and names of agents, as their rooms make them. */
async function roomsWorld(): Promise<
  Omit<
    World,
    | 'edge'
    | 'personId'
    | 'grantId'
    | 'keyId'
    | 'accountId'
    | 'disabledId'
    | 'promptId'
    | 'draftedId'
    | 'archivedId'
    | 'syncId'
    | 'syncedId'
    | 'noticeId'
    | 'providerId'
    | 'playgroundId'
    | 'failureId'
    | 'dashboardId'
    | 'viewId'
    | 'removedDashboardId'
  >
> {
  const { system, first } = edge;
  await setNamingRule(system, { pattern: '.*', reason: newId('per') });
  const { id: priceId } = await setPrice(system, { model: newId('prc'), rates: { input: 1, output: 2 } });
  const [one, other, ignored] = [newId('agt'), newId('agt'), newId('agt')];
  for (const id of [one, other]) {
    const names = { key: id, name: id, slug: id.replace('_', '-') };
    const row = { id, ...names, workspace_id: first.workspaceId, team_id: first.teamId, created_at: new Date() };
    await edge.state.db.insertInto('agents').values(row).execute();
  }
  const { id: changeId } = await carryOut(system, await renameAgent(system, { id: other, name: newId('agt') }));
  await carryOut(system, await ignoreName(system, { teamId: first.teamId, name: ignored, service: '' }));
  return { priceId, agents: [one, other], changeId: changeId!, ignored, ...(await deployedWorld(one)) };
}

/** Three releases of an agent; production has served two of them. A freeze that does not concern it, and a planned deployment. */
async function deployedWorld(agent: string): Promise<Pick<World, 'releases' | 'freezeId' | 'scheduleId'>> {
  const { system, setting } = edge;
  const releases: string[] = [];
  for (const why of ['one', 'two', 'three']) {
    const wish = CreateRelease.parse({ why, manifest: { schema: releaseSchema, notes: why } });
    const { release } = await createRelease(system, setting.seal, { id: agent, wish, isPreview: false });
    releases.push(release!.id);
  }
  const at = { agent, environment: 'production' };
  for (const releaseId of releases.slice(0, 2))
    await deployRelease(system, at, { releaseId, percent: 100, reason: 'because' });
  const window = { from: soon(), until: '2099-01-01T00:00:00Z', timeZone: 'UTC' };
  const { id: freezeId } = await beginFreeze(system, { ...window, environment: 'frozen', reason: 'because' });
  const planned = { releaseId: releases[2]!, percent: 100, reason: 'because', dueAt: soon() };
  const { id: scheduleId } = await scheduleDeployment(system, at, planned);
  return { releases: releases as World['releases'], freezeId, scheduleId };
}

/** Everything of the first workspace that a person could be asked about. */
async function snapshot(): Promise<{ seq: number; rows: string }> {
  const db = accessDb(edge.state.db);
  const mine = edge.first.workspaceId;
  const rows: unknown[] = await Promise.all(
    (['people', 'grants', 'keys', 'teams', 'service_accounts'] as const).map((table) =>
      db.selectFrom(table).selectAll().where('workspace_id', '=', mine).orderBy('id').execute(),
    ),
  );
  for (const table of [
    'agents',
    'agent_aliases',
    'ignored_agent_names',
    'name_changes',
    'price_overrides',
    'dashboards',
    'saved_views',
    'failure_states',
    'model_providers',
    'releases',
    'agent_profiles',
    ...['deployments', 'deployment_history', 'deployment_schedules', 'environment_rules', 'sign_offs'],
    ...['freeze_windows', 'freeze_overrides', 'agent_naming_rules'],
  ])
    rows.push(
      (await sql`select * from ${sql.table(table)} where workspace_id = ${mine} order by 1, 2, 3`.execute(db)).rows,
    );
  rows.push((await sql`select * from environment_orders where workspace_id = ${mine}`.execute(db)).rows);
  rows.push(await db.selectFrom('access_settings').selectAll().where('workspace_id', '=', mine).execute());
  rows.push(await ofPrompts(edge));
  const head = await db
    .selectFrom('ledger_heads')
    .where('workspace_id', '=', mine)
    .select('seq')
    .executeTakeFirstOrThrow();
  return { seq: Number(head.seq), rows: JSON.stringify(rows) };
}

const send = (as: Caller, route: string, { id, at = {}, query = '', body, headers }: Case): Promise<Response> => {
  const [method, path] = route.split(' ') as [string, string];
  const names: Record<string, string> = { id: id ?? '', ...at };
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');
  return edge.call(as, method, `${address}${query}`, body, headers);
};

test('every mutating route has its case', () => {
  expect(Object.keys(cases).sort()).toEqual([...mutating].sort());
});

/** One for all that must change nothing: to make one takes longer than to try it. */
let untouched: Promise<World> | undefined;

describe.each(mutating)('%s', (route) => {
  const make = async (): Promise<Case> => cases[route]!(await world());
  const makeUntouched = async (): Promise<Case> => cases[route]!(await (untouched ??= world()));

  test('refuses nobody and a key that may only read, and changes nothing', async () => {
    const one = await makeUntouched();
    const before = await snapshot();
    expect((await send(null, route, one)).status).toBe(401);
    const key = await edge.key({ scopes: ['read', 'content', 'ingest', ...(one.byWrite ? [] : ['write' as const])] });
    const made = await snapshot();
    expect((await send(key, route, one)).status).toBe(403);
    expect(await snapshot()).toEqual(made);
    expect(made.seq).toBe(before.seq + 1);
  });

  test('shows and changes nothing for an admin of another workspace, or of another team', async (context) => {
    const one = await makeUntouched();
    if (one.self === true) return context.skip('acts on the caller alone');
    for (const caller of [stranger, foreign]) {
      const before = await snapshot();
      const answer = await send(caller, route, one);
      const elsewhere = caller === stranger && one.id === undefined && [200, 201].includes(answer.status);
      if (!elsewhere) expect([403, 404]).toContain(answer.status);
      expect(await answer.text()).not.toContain(edge.first.teamId);
      expect(await snapshot()).toEqual(before);
      // What a stranger asks of its own workspace counts there, and must not shut it out of the next test.
      if (elsewhere) await sql`delete from access_settings`.execute(edge.state.db);
    }
  });

  test('is written with its ledger event, or not at all', async (context) => {
    const admin = await edge.signIn(edge.first.adminId);
    const one = await make();
    if (one.coded === true) return context.skip('needs a code: access/verbs/second-factor.test.ts');
    const before = await snapshot();
    await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no ledger today'; end $$`.execute(
      edge.state.db,
    );
    await sql`create trigger refuse before insert on ledger for each row execute function refuse()`.execute(
      edge.state.db,
    );
    const broken = await send(admin, route, one).finally(() =>
      sql`drop function refuse cascade`.execute(edge.state.db),
    );
    if (one.ledgered === false) expect(broken.status).toBeLessThan(300);
    else expect(broken.status).toBe(500);
    expect(await snapshot()).toEqual(before);
    if (one.ledgered === false) return;
    const answer = await send(admin, route, one);
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    const after = await snapshot();
    expect(after.seq).toBeGreaterThan(before.seq);
    if (!/\/(?:sign-in-link|reset-sign-in|patches)$/.test(route)) expect(after.rows).not.toBe(before.rows);
    if (route.endsWith('/access-settings')) await changeSettings(edge.system, { secondFactorRequired: false });
  });
});

test('the ledger names who did it and holds no secret', async () => {
  const admin = await edge.signIn(edge.first.adminId);
  const made = (await (await send(admin, 'POST /api/v1/keys', cases['POST /api/v1/keys']!(await world()))).json()) as {
    secret: string;
  };
  const page = await (await edge.call(admin, 'GET', '/api/v1/ledger?limit=1')).text();
  expect(JSON.parse(page)).toMatchObject({ items: [{ type: 'key.created', actor: edge.first.adminId }] });
  expect(page).not.toContain(made.secret.split('_')[2]);
  expect(await bootstrap(edge.system, edge.setting.seal)).toMatchObject({
    workspaceId: edge.first.workspaceId,
    ingestKey: null,
  });
});
