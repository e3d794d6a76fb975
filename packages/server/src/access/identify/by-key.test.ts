import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import { systemActor } from '../../spine/actor.ts';
import { steppedClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { sealWith } from '../../spine/seal.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { accessMigrations } from '../migrations/index.ts';
import { presentedKey, type Credential } from '../model/credential.ts';
import { bootstrap } from '../verbs/bootstrap.ts';
import { revokeKey } from '../verbs/revoke-key.ts';
import { keyRing } from './by-key.ts';

let state: StateDatabase;
let ctx: Ctx;
let credential: Credential;
const clock = steppedClock(Date.now());
const seal = sealWith(new Uint8Array(32).fill(3));
beforeAll(async () => {
  state = await openTestDatabase([...spineMigrations, ...accessMigrations]);
  const nowhere: Ctx = { actor: systemActor, workspaceId: '', requestId: 'req_1', clock, state };
  const first = await bootstrap(nowhere, seal);
  ctx = { ...nowhere, workspaceId: first.workspaceId };
  credential = presentedKey({ key: first.ingestKey! }) as Credential;
});
afterAll(() => state.close());

test('twenty first starts at once end with one workspace, and one of them learns the key', async () => {
  const own = await openTestDatabase([...spineMigrations, ...accessMigrations]);
  try {
    const nowhere: Ctx = { ...ctx, workspaceId: '', state: own };
    const all = await Promise.all(Array.from({ length: 20 }, () => bootstrap(nowhere, seal)));
    expect(new Set(all.map((one) => one.workspaceId)).size).toBe(1);
    expect(all.filter((one) => one.ingestKey !== null)).toHaveLength(1);
    const events = await own.db.selectFrom('ledger').select(['type', 'actor']).orderBy('seq').execute();
    expect(events.map((event) => event.type)).toEqual([
      'workspace.created',
      'team.created',
      'person.created',
      'grant.created',
      'key.created',
    ]);
    expect(new Set(events.map((event) => event.actor))).toEqual(new Set(['system']));
  } finally {
    await own.close();
  }
});

test('what was found out is remembered for five seconds, or until the next ledger event', async () => {
  const ring = keyRing({ db: state.db, clock, seal });
  // Behind the ledger's back, as another node would do it.
  const expire = (at: string | null) =>
    sql`update keys set expires_at = ${at} where id = ${credential.keyId}`.execute(state.db);
  expect(await ring.identify(credential)).toMatchObject({ actor: { id: credential.keyId } });
  await expire('2020-01-01');
  clock.advance(4_999);
  expect(await ring.identify(credential)).not.toBeNull();
  clock.advance(2);
  expect(await ring.identify(credential)).toBeNull();
  await expire(null);
  expect(await ring.identify(credential)).toBeNull();
  ring.doubt();
  expect(await ring.identify(credential)).not.toBeNull();
});

test('what is known has the workspace, the team, the scopes and the key of its content', async () => {
  const identity = await keyRing({ db: state.db, clock, seal }).identify(credential);
  expect(identity).toMatchObject({
    workspaceId: ctx.workspaceId,
    actor: { kind: 'key', scopes: ['ingest'], agent: null },
  });
  expect(identity!.contentKey).toHaveLength(32);
});

test('the key of the content is stored sealed; another root key stops the start and opens nothing', async () => {
  const rows = await state.db.selectFrom('workspaces').select(['id', 'content_key']).execute();
  expect(rows).toHaveLength(1);
  const { contentKey } = (await keyRing({ db: state.db, clock, seal }).identify(credential))!;
  expect(rows[0]!.content_key).toMatch(new RegExp(`^sb1\\.${seal.keyId}\\.`));
  expect(seal.open('content key', rows[0]!.id, rows[0]!.content_key)).toBe(Buffer.from(contentKey).toString('base64'));
  const other = sealWith(new Uint8Array(32).fill(4));
  await expect(bootstrap({ ...ctx, workspaceId: '' }, other)).rejects.toMatchObject({
    code: 'config.root_key_differs',
  });
  await expect(keyRing({ db: state.db, clock, seal: other }).identify(credential)).rejects.toThrow('root key');
});

test('a look-up under way during a revocation does not bring the key back', async () => {
  const ring = keyRing({ db: state.db, clock, seal });
  const asking = ring.identify(credential);
  ring.doubt();
  await asking;
  await revokeKey(ctx, { id: credential.keyId, reason: 'leaked' });
  expect(await ring.identify(credential)).toBeNull();
});
