import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRelease, releaseSchema } from '../rooms/lifecycle/contract-releases.ts';
import { promptUses } from '../rooms/lifecycle/index.ts';
import { createRelease } from '../rooms/lifecycle/verbs/create-release.ts';
import { deployRelease } from '../rooms/lifecycle/verbs/deploy-release.ts';
import type { PromptHistory, PromptUseCounts } from '../rooms/prompts/contract-history.ts';
import type { PromptNotices } from '../rooms/prompts/contract-notices.ts';
import type { PromptUse } from '../rooms/prompts/contract-use.ts';
import { remindAll } from '../rooms/prompts/reminders/jobs.ts';
import { createPrompt } from '../rooms/prompts/verbs/create-prompt.ts';
import { saveVersion } from '../rooms/prompts/verbs/save-version.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { systemClock } from '../spine/clock.ts';
import { newId } from '../spine/ids.ts';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';

/** Prompts and lifecycle together, as the app composes them; the warehouse is away. */
let edge: TestEdge;
let admin: Caller;
let promptId: string;
let agentId: string;
beforeAll(async () => {
  edge = await openTestEdge();
  admin = await edge.signIn(edge.first.adminId);
  const { system, first, setting } = edge;
  agentId = newId('agt');
  const names = { key: 'clerk', name: 'Clerk', slug: 'clerk', workspace_id: first.workspaceId, team_id: first.teamId };
  await edge.state.db
    .insertInto('agents')
    .values({ id: agentId, ...names, created_at: new Date(), owner_id: first.adminId })
    .execute();
  const wish = { name: 'use/tone', teamId: first.teamId, kind: 'text' as const, folder: 'use', tags: [] };
  promptId = (await createPrompt(system, wish)).id;
  for (const body of ['one', 'two']) await saveVersion(system, { id: promptId, content: contentOf(body), message: '' });
  const { versions } = (await (await edge.call(admin, 'GET', `/api/v1/prompts/${promptId}`)).json()) as {
    versions: { number: number; digest: string }[];
  };
  for (const { number, digest } of versions.toReversed()) {
    const prompts = [{ slot: 'system', prompt: 'use/tone', version: number, digest }];
    const made = CreateRelease.parse({ why: 'w', manifest: { schema: releaseSchema, prompts } });
    const { release } = await createRelease(system, setting.seal, { id: agentId, wish: made, isPreview: false });
    const at = { agent: agentId, environment: number === 1 ? 'production' : 'staging' };
    await deployRelease(system, at, { releaseId: release!.id, percent: 100, reason: 'r' });
  }
});
afterAll(() => edge.stop());

async function get<T>(path: string, by: Caller = admin): Promise<T> {
  return (await (await edge.call(by, 'GET', `/api/v1${path}`)).json()) as T;
}

test('each version with its releases and where they are served; figures are unknown while the warehouse is away', async () => {
  const use = await get<PromptUse>(`/prompts/${promptId}/use`);
  const shown = use.versions.map(({ number, releases, figures }) => [
    number,
    releases.map((one) => one.servedIn),
    figures,
  ]);
  expect(shown).toEqual([
    [2, [['staging']], null],
    [1, [['production']], null],
  ]);
  expect(use.agents).toMatchObject([
    { agentId, name: 'Clerk', ownerId: edge.first.adminId, servedIn: ['production', 'staging'] },
  ]);
});

test('under a name that it had when the release was made, too', async () => {
  await edge.call(admin, 'PATCH', `/api/v1/prompts/${promptId}`, { name: 'use/renamed' });
  const use = await get<PromptUse>(`/prompts/${encodeURIComponent('use/renamed')}/use`);
  expect(use.versions.map((one) => one.number)).toEqual([2, 1]);
});

test('a key of the team sees it; of an agent that it may not see it is told nothing', async () => {
  const key = await edge.key({ scopes: ['read'] });
  expect((await get<PromptUse>(`/prompts/${promptId}/use`, key)).agents).toHaveLength(1);
  const narrow = await edge.key({ scopes: ['read'], agent: 'another' });
  expect(await get<PromptUse>(`/prompts/${promptId}/use`, narrow)).toMatchObject({ versions: [], agents: [] });
});

test('its owner is told of a new version by rule, over the API, until it is seen', async () => {
  const rule = { teamId: edge.first.teamId, folder: 'use', reviewerIds: [], needed: 1, owners: 'told', remindDays: 2 };
  expect((await edge.call(admin, 'PUT', '/api/v1/prompt-review-rules', rule)).status).toBe(204);
  const remind = () => remindAll({ state: edge.state, clock: systemClock, usesOf: promptUses });
  await remind();
  for (const one of (await get<PromptNotices>('/prompt-notices')).items)
    await edge.call(admin, 'POST', `/api/v1/prompt-notices/${one.id}/seen`);
  await saveVersion(edge.system, { id: promptId, content: contentOf('three'), message: '' });
  await remind();
  const { items } = await get<PromptNotices>('/prompt-notices');
  expect(items).toMatchObject([{ promptId, name: 'use/renamed', kind: 'version', number: 3, agents: ['Clerk'] }]);
  const seen = (): Promise<Response> => edge.call(admin, 'POST', `/api/v1/prompt-notices/${items[0]!.id}/seen`);
  expect([(await seen()).status, (await seen()).status]).toEqual([204, 404]);
  expect((await get<PromptNotices>('/prompt-notices')).items).toEqual([]);
});

test('counted for a list: its agents and releases, and nothing of prompts that are not there', async () => {
  const { items } = await get<PromptUseCounts>(`/prompt-uses?ids=${promptId},prm_nothing`);
  expect(items).toEqual([{ promptId, agents: 1, releases: 2 }]);
  expect(await get<PromptUseCounts>('/prompt-uses?ids=')).toEqual({ items: [] });
});

test('its history page by page, without a gap and none twice', async () => {
  const first = await get<PromptHistory>(`/prompts/${promptId}/history?limit=2`);
  expect(first.items).toHaveLength(2);
  const rest = await get<PromptHistory>(`/prompts/${promptId}/history?limit=200&cursor=${first.nextCursor}`);
  const whole = await get<PromptHistory>(`/prompts/${promptId}/history?limit=200`);
  expect([...first.items, ...rest.items]).toEqual(whole.items);
  expect(whole.nextCursor).toBeNull();
  expect(whole.items.at(-1)).toMatchObject({ type: 'prompt.created', why: null });
  const other = await edge.call(admin, 'GET', `/api/v1/prompts/use%2Ftone/history?cursor=nonsense`);
  expect(other.status).toBe(400);
});
