import { createHash, createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { RecordedEvent } from '../events.ts';
import { change } from './change.ts';
import { commitmentTo, verifyLeaf } from './leaf.ts';
import { testWorkspace } from './ledger.fixture.ts';
import { readLedger } from './read-ledger.ts';

let state: StateDatabase;
let event: RecordedEvent;
beforeAll(async () => {
  state = await openTestDatabase();
  const ctx = await testWorkspace(state);
  const payload = { slug: 'zürich', name: 'Zürich "ä"\n' };
  await change(ctx, async ({ append }) => append({ type: 'team.created', v: 1, resource: 'tea_1', payload }));
  event = (await readLedger(state.db, ctx.workspaceId, 1, 10))[0]!;
});
afterAll(() => state.close());

const ofEvent = () =>
  sql`event_id = (select event_id from ledger where workspace_id = ${event.workspaceId} and seq = ${event.seq})`;

test('the leaf is SHA-256(0x00 ‖ JCS(header)), computed here by hand', () => {
  const { actor, payloadCommit, resource, seq, time, type, workspaceId } = event;
  const header = `{"actor":"${actor}","payload_commit":"${payloadCommit}","resource":"${resource}","seq":${seq},"time":"${time}","type":"${type}","workspace":"${workspaceId}"}`;
  expect(event.leaf).toBe(createHash('sha256').update(`\0${header}`).digest('hex'));
  expect(event).toMatchObject({ seq: 2, actor: 'system', type: 'team.created', resource: 'tea_1' });
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('the commitment is HMAC-SHA-256(key, JCS(payload)) over the payload as stored', async () => {
  const stored = await state.db
    .selectFrom('ledger_payloads')
    .selectAll()
    .where(sql<boolean>`${ofEvent()}`)
    .executeTakeFirstOrThrow();
  expect(stored.payload).toBe('{"name":"Zürich \\"ä\\"\\n","slug":"zürich"}');
  expect(event.payloadCommit).toBe(createHmac('sha256', stored.commit_key).update(stored.payload).digest('hex'));
  expect(commitmentTo(stored.payload.replace('z', 'Z'), stored.commit_key)).not.toBe(event.payloadCommit);
  expect(event.payload).toEqual({ name: 'Zürich "ä"\n', slug: 'zürich' });
});

test('a change of any field of the header is seen', () => {
  expect(verifyLeaf(event)).toBe(true);
  const forged: Partial<RecordedEvent>[] = [
    { workspaceId: 'wsp_x' },
    { seq: 3 },
    { time: '2026-01-01T00:00:00.000Z' },
    { actor: 'per_x' },
    { type: 'team.renamed' },
    { resource: 'tea_2' },
    { payloadCommit: '00' },
    { leaf: '00'.repeat(32) },
  ];
  for (const change of forged) expect(verifyLeaf({ ...event, ...change })).toBe(false);
});

test('an erased payload leaves a row that still verifies, and the key is gone with it', async () => {
  await sql`delete from ledger_payloads where ${ofEvent()}`.execute(state.db);
  const erased = (await readLedger(state.db, event.workspaceId, 1, 10))[0]!;
  expect(erased).toEqual({ ...event, payload: null });
  expect(verifyLeaf(erased)).toBe(true);
});

test('ledger rows cannot be changed, deleted or truncated', async () => {
  for (const statement of [`update ledger set actor = 'per_x'`, 'delete from ledger', 'truncate ledger']) {
    await expect(sql.raw(statement).execute(state.db)).rejects.toThrow('append-only');
  }
});
