import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import { codeOf, openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { createRelease } from '../verbs/create-release.ts';
import { compareReleases } from './compare-releases.ts';
import { listReleases } from './list-releases.ts';
import { verifyRelease } from './verify-release.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const model = (temperature: number) => ({ model: { provider: 'p', name: 'm', parameters: { temperature } } });
/** An agent with this many releases; their ids, newest first. */
async function released(count: number, teamId = 'tea_1'): Promise<{ id: string; releases: string[] }> {
  const id = await world.agent(teamId);
  const releases: string[] = [];
  for (let n = 0; n < count; n++)
    releases.unshift(
      (await createRelease(world.ctx(), testSeal, { id, wish: wish(model(n)), isPreview: false })).release!.id,
    );
  return { id, releases };
}
const viewerIn = (environment: string): Ctx =>
  world.ctx({
    ...{ kind: 'person', id: 'per_2', sessionId: 'ses_2' },
    grants: [{ role: 'viewer', teamId: 'tea_1', agentId: null, environment }],
  });

describe('a list of releases', () => {
  const page = async (id: string, limit: number, before: number | null = null) => {
    const { items, next } = await listReleases(world.ctx(), { id, limit, before });
    return { ids: items.map((one) => one.id), next };
  };

  test('that fills its page to the last has no next one', async () => {
    const { id, releases } = await released(4);
    const first = await page(id, 2);
    expect(first.ids).toEqual(releases.slice(0, 2));
    expect(first.next).not.toBeNull();
    expect(await page(id, 2, first.next)).toEqual({ ids: releases.slice(2), next: null });
    expect(await page(id, 4)).toEqual({ ids: releases, next: null });
    expect((await page(id, 3)).next).not.toBeNull();
  });

  test('goes on where it ended, though another was made meanwhile', async () => {
    const { id, releases } = await released(3);
    const first = await page(id, 1);
    await createRelease(world.ctx(), testSeal, { id, wish: wish(model(99)), isPreview: false });
    expect((await page(id, 9, first.next)).ids).toEqual(releases.slice(1));
    expect((await page(id, 9)).ids).toHaveLength(4);
  });

  test('of an agent without any is empty; after the last comes nothing', async () => {
    const { id } = await released(0);
    expect(await page(id, 5)).toEqual({ ids: [], next: null });
    const one = await released(1);
    expect(await page(one.id, 5, 1)).toEqual({ ids: [], next: null });
  });

  test('is of one agent, by its id, its address and an address it had', async () => {
    const [mine, other] = [await released(2), await released(1)];
    const former = { workspace_id: 'wsp_1', slug: `was-${mine.id}`, agent_id: mine.id };
    await sql`insert into agent_slugs (workspace_id, slug, agent_id)
      values (${former.workspace_id}, ${former.slug}, ${former.agent_id})`.execute(world.state.db);
    for (const address of [mine.id, mine.id.replace('_', '-'), former.slug])
      expect((await page(address, 9)).ids, address).toEqual(mine.releases);
    expect((await page(other.id, 9)).ids).toEqual(other.releases);
  });

  test('says who made each, as they are called now', async () => {
    const id = await world.agent();
    await createRelease(world.person('prompt_engineer', 'tea_1', 'per_2'), testSeal, {
      ...{ id, wish: wish(model(1)), isPreview: false },
    });
    await createRelease(world.key({ scopes: ['read', 'write'] }), testSeal, {
      ...{ id, wish: wish(model(2)), isPreview: false },
    });
    const { items } = await listReleases(world.ctx(), { id, limit: 9, before: null });
    expect(items.map((one) => [one.createdBy, one.createdByName])).toEqual([
      ['key_1', null],
      ['per_2', 'Bo'],
    ]);
  });
});

describe('who may see releases', () => {
  test.each<[string, () => Ctx, string]>([
    ['a viewer of the team', () => world.person('viewer'), 'none'],
    ['who sees figures alone', () => world.person('business_owner'), 'none'],
    ['a viewer of one environment of the team', () => viewerIn('production'), 'none'],
    ['a key that reads', () => world.key({ scopes: ['read'] }), 'none'],
    ['a viewer of another team', () => world.person('viewer', 'tea_2'), 'lifecycle.not_found'],
    ['a key of another team', () => world.key({ scopes: ['read'], teamId: 'tea_2' }), 'lifecycle.not_found'],
    ['a key of another agent', () => world.key({ scopes: ['read'], agent: 'other' }), 'lifecycle.not_found'],
    ['who is of another workspace', () => ({ ...world.ctx(), workspaceId: 'wsp_2' }), 'lifecycle.not_found'],
    ['a key that sends telemetry', () => world.key({ scopes: ['ingest'] }), 'access.denied'],
  ])('%s: %s', async (_, as, code) => {
    const { id, releases } = await released(1);
    const [release] = releases;
    expect(await codeOf(listReleases(as(), { id, limit: 1, before: null }))).toBe(code);
    expect(await codeOf(verifyRelease(as(), release!))).toBe(code);
    expect(await codeOf(compareReleases(as(), { base: release!, head: release! }))).toBe(code);
  });
});

describe('a comparison', () => {
  test('of a release with itself finds nothing, and has no risk', async () => {
    const { releases } = await released(1);
    const same = await compareReleases(world.ctx(), { base: releases[0]!, head: releases[0]! });
    expect(same).toMatchObject({ changes: [], risk: null });
    expect(same.base).toEqual(same.head);
  });

  test('goes from base to head: turned round it says the contrary', async () => {
    const { releases } = await released(2);
    const [head, base] = releases as [string, string];
    const sentences = async (ids: { base: string; head: string }) =>
      (await compareReleases(world.ctx(), ids)).changes.map((one) => one.sentence);
    expect(await sentences({ base, head })).toEqual(['temperature 0 → 1']);
    expect(await sentences({ base: head, head: base })).toEqual(['temperature 1 → 0']);
  });

  test('with another agent’s release is for who sees both', async () => {
    const [mine, other] = [await released(1), await released(2, 'tea_2')];
    const ids = { base: mine.releases[0]!, head: other.releases[0]! };
    const both = await compareReleases(world.ctx(), ids);
    expect([both.base.agentId, both.head.agentId]).toEqual([mine.id, other.id]);
    for (const teamId of ['tea_1', 'tea_2']) {
      expect(await codeOf(compareReleases(world.person('viewer', teamId), ids))).toBe('lifecycle.not_found');
      const turned = { base: ids.head, head: ids.base };
      expect(await codeOf(compareReleases(world.person('viewer', teamId), turned))).toBe('lifecycle.not_found');
    }
  });
});

test('a verification with a key that did not sign fails, and is no error', async () => {
  const { releases } = await released(1);
  const { db } = world.state;
  const holds = () => verifyRelease(world.person('viewer'), releases[0]!);
  const before = await holds();
  expect(before).toMatchObject({ workspaceId: 'wsp_1', digestHolds: true, signatureHolds: true });
  for (const forged of ['', 'AAAA', Buffer.from('another key').toString('base64')]) {
    await sql`update release_keys set public_key = ${forged} where workspace_id = 'wsp_1'`.execute(db);
    expect(await holds(), forged).toMatchObject({ digestHolds: true, signatureHolds: false, publicKey: forged });
  }
  await sql`update release_keys set public_key = ${before.publicKey} where workspace_id = 'wsp_1'`.execute(db);
  expect(await holds()).toEqual(before);
});
