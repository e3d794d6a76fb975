import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreateRelease, MadeRelease } from '../contract-releases.ts';
import { hash, tool } from '../model/release/samples.fixture.ts';
import { codeOf, openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { compareReleases } from '../views/compare-releases.ts';
import { listReleases } from '../views/list-releases.ts';
import { verifyRelease } from '../views/verify-release.ts';
import { createRelease } from './create-release.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const make = (id: string, one: CreateRelease, ctx = world.person('prompt_engineer')): Promise<MadeRelease> =>
  createRelease(ctx, testSeal, { id, wish: one, isPreview: false });
const model = (temperature: number) => ({ model: { provider: 'p', name: 'm', parameters: { temperature } } });

test('a release is kept with its documentation, signed, and told in the ledger', async () => {
  const id = await world.agent();
  const documented = { why: 'Too cold.', expectedEffect: 'Kinder', evidence: ['https://example.com/1'], notes: 'n' };
  const made = await make(id, wish(model(0.2), documented));
  expect(made).toMatchObject({
    isNew: true,
    version: '1.0.0',
    risk: 'high',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const release = made.release!;
  expect(release).toMatchObject({
    ...documented,
    agentId: id,
    parentId: null,
    createdBy: 'per_1',
    createdByName: 'Ada',
  });
  expect(await verifyRelease(world.ctx(), release.id)).toMatchObject({ digestHolds: true, signatureHolds: true });
  const payload = { teamId: 'tea_1', agentId: id, digest: made.digest, version: '1.0.0', parentId: null };
  expect(await world.events(release.id)).toEqual([{ type: 'release.created', actor: 'per_1', payload }]);
});

test('the same manifest is the same release, whatever else is said; nothing is written', async () => {
  const id = await world.agent();
  const first = await make(id, wish({ tools: [tool('a'), tool('b')] }));
  await make(id, wish({ tools: [tool('a')] }));
  const again = await make(id, wish({ tools: [tool('b'), tool('a')] }, { why: 'Other words.' }));
  expect(again).toMatchObject({
    isNew: false,
    version: '1.0.0',
    changes: [],
    release: { id: first.release!.id, why: 'Because.' },
  });
  expect(await world.events(first.release!.id)).toHaveLength(1);
  expect((await listReleases(world.ctx(), { id, limit: 9, before: null })).items).toHaveLength(2);
});

test('of ten at once with one manifest one is made; of ten different ones all are, each with its own version', async () => {
  const id = await world.agent();
  const same = await Promise.all(Array.from({ length: 10 }, () => make(id, wish(model(1)))));
  expect(new Set(same.map((one) => one.release!.id)).size).toBe(1);
  expect(same.filter((one) => one.isNew)).toHaveLength(1);
  const many = await Promise.all(Array.from({ length: 10 }, (_, n) => make(id, wish(model(n / 100)))));
  expect(many.map((one) => one.version).toSorted()).toEqual(
    Array.from({ length: 10 }, (_, n) => `1.${n + 1}.0`).toSorted(),
  );
});

describe('the version', () => {
  test('follows from what changed against the newest', async () => {
    const id = await world.agent();
    const versions: string[] = [];
    for (const slots of [model(0.2), model(0.7), { ...model(0.7), notes: 'x' }, { ...model(0.7), tools: [tool('t')] }])
      versions.push((await make(id, wish(slots))).version);
    expect(versions).toEqual(['1.0.0', '1.1.0', '1.1.1', '2.0.0']);
  });

  test('is raised by hand, never lowered', async () => {
    const id = await world.agent();
    expect((await make(id, wish(model(1), { version: '3.0.0' }))).version).toBe('3.0.0');
    expect(await codeOf(make(id, wish(model(2), { version: '3.0.9' })))).toBe('lifecycle.version_too_low');
    expect((await make(id, wish(model(2), { version: '3.1.0' }))).version).toBe('3.1.0');
    expect((await make(id, wish(model(3)))).version).toBe('3.2.0');
  });

  test('of one made from an older parent is above the newest all the same', async () => {
    const id = await world.agent();
    const first = await make(id, wish(model(1)));
    await make(id, wish({ tools: [tool('t')] }));
    const arm = await make(id, wish(model(2), { parentId: first.release!.id }));
    expect(arm).toMatchObject({ version: '2.1.0', release: { parentId: first.release!.id } });
    expect(arm.changes.map((one) => one.sentence)).toEqual(['temperature 1 → 2']);
    const alien = await make(await world.agent(), wish(model(1)));
    expect(await codeOf(make(id, wish(model(5), { parentId: alien.release!.id })))).toBe('lifecycle.not_found');
  });
});

test('who knows another newest is refused, and nothing is made', async () => {
  const id = await world.agent();
  const first = await make(id, wish(model(1), { newestId: null }));
  const seen = { newestId: first.release!.id };
  await make(id, wish(model(2), seen));
  expect(await codeOf(make(id, wish(model(3), seen)))).toBe('lifecycle.released_since');
  expect(await codeOf(make(id, wish(model(3), { newestId: null })))).toBe('lifecycle.released_since');
  expect((await make(id, wish(model(2), seen))).isNew).toBe(false);
  expect((await listReleases(world.ctx(), { id, limit: 9, before: null })).items).toHaveLength(2);
});

test('a preview tells the same and makes nothing', async () => {
  const id = await world.agent();
  const preview = () =>
    createRelease(world.person('prompt_engineer'), testSeal, { id, wish: wish(model(1)), isPreview: true });
  const told = await preview();
  expect(told).toMatchObject({ release: null, isNew: true, version: '1.0.0' });
  const made = await make(id, wish(model(1)));
  expect({ ...made, release: null }).toEqual(told);
  expect(await preview()).toMatchObject({ isNew: false, release: { id: made.release!.id } });
});

test('pages go on where they ended, newest first; comparison reads in words', async () => {
  const id = await world.agent();
  const made = [];
  for (let n = 0; n < 5; n++) made.push((await make(id, wish(model(n)))).release!.id);
  const seen: string[] = [];
  for (let before: number | null = null; ;) {
    const page: Awaited<ReturnType<typeof listReleases>> = await listReleases(world.ctx(), { id, limit: 2, before });
    seen.push(...page.items.map((one) => one.id));
    if (page.next === null) break;
    before = page.next;
  }
  expect(seen).toEqual(made.toReversed());
  const compared = await compareReleases(world.ctx(), { base: made[4]!, head: made[0]! });
  expect(compared).toMatchObject({ risk: 'medium', changes: [{ sentence: 'temperature 4 → 0', part: 'minor' }] });
});

describe('who may', () => {
  test('make one: prompt engineers, release managers and keys that write, in their team', async () => {
    const id = await world.agent();
    const codes = (ctx: Parameters<typeof make>[2]) => codeOf(make(id, wish({ notes: 'x' }), ctx));
    expect(await codes(world.person('viewer'))).toBe('access.denied');
    expect(await codes(world.person('operator'))).toBe('access.denied');
    expect(await codes(world.person('prompt_engineer', 'tea_2'))).toBe('lifecycle.not_found');
    expect(await codes(world.key({ scopes: ['read'] }))).toBe('access.denied');
    expect(await codes(world.key({ scopes: ['read', 'write'] }))).toBe('none');
    expect(await codes(world.person('release_manager'))).toBe('none');
  });

  test('see one: who sees the agent; for others it is not there', async () => {
    const { release } = await make(await world.agent(), wish());
    for (const read of [
      verifyRelease,
      (ctx: Parameters<typeof verifyRelease>[0], id: string) => compareReleases(ctx, { base: id, head: id }),
    ]) {
      expect(await codeOf(read(world.person('viewer'), release!.id))).toBe('none');
      expect(await codeOf(read(world.person('viewer', 'tea_2'), release!.id))).toBe('lifecycle.not_found');
    }
    expect(await codeOf(verifyRelease(world.ctx(), 'rel_none'))).toBe('lifecycle.not_found');
  });
});

test('an agent that is put away gets none', async () => {
  const id = await world.agent();
  await sql`update agents set put_away = 'merged' where id = ${id}`.execute(world.state.db);
  expect(await codeOf(make(id, wish()))).toBe('lifecycle.agent_put_away');
});

test('a release never changes; verification finds what somebody forged past the guard', async () => {
  const { release } = await make(await world.agent(), wish({ tools: [tool('t')] }));
  const { db } = world.state;
  const forge = (set: string) => sql.raw(`update releases set ${set} where id = '${release!.id}'`).execute(db);
  await expect(forge(`why = 'x'`)).rejects.toThrow('a release never changes');
  await sql`alter table releases disable trigger release_rows_stay`.execute(db);
  const holds = async () => {
    const { digestHolds, signatureHolds } = await verifyRelease(world.ctx(), release!.id);
    return [digestHolds, signatureHolds];
  };
  await forge(`manifest = replace(manifest, '"reads"', '"irreversible"')`);
  expect(await holds()).toEqual([false, true]);
  await forge(`digest = '${hash('0')}'`);
  expect(await holds()).toEqual([false, false]);
  await forge(`digest = '${release!.digest}', manifest = replace(manifest, '"irreversible"', '"reads"')`);
  expect(await holds()).toEqual([true, true]);
  await forge(`version = '9.9.9'`);
  expect(await holds()).toEqual([true, false]);
  await sql`alter table releases enable trigger release_rows_stay`.execute(db);
});
