import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { change } from '../../spine/ledger/change.ts';
import { testWorkspace } from '../../spine/ledger/ledger.fixture.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { migrate } from '../../spine/migrations/migrate.ts';
import { openDatabase } from './open.ts';
import { testEngine, testPlace, type TestPlace } from './state-database.fixture.ts';
import type { StateDatabase } from './state-database.ts';

let place: TestPlace;
let writer: StateDatabase;
let reader: StateDatabase;
beforeAll(async () => {
  place = await testPlace();
  writer = await openDatabase(place.where);
  await migrate(writer, spineMigrations);
  reader = testEngine === 'pglite' ? writer : await openDatabase(place.where);
});
afterAll(async () => {
  await writer.close();
  if (reader !== writer) await reader.close();
  await place.remove();
});

const note = (id: string) => (ids: (string | null)[]) => ids.filter((x) => x === id).length;

test('an append wakes readers at once, on another node too; an ended subscription is silent', async () => {
  const ctx = await testWorkspace(writer);
  const rung: (string | null)[] = [];
  const off = reader.onLedger((id) => rung.push(id));
  const count = note(ctx.workspaceId);
  // The first look at the heads of a server reports all of them.
  if (testEngine === 'postgres') await expect.poll(() => rung.includes(null) && count(rung) > 0).toBe(true);
  const before = count(rung);
  const started = performance.now();
  await change(ctx, async ({ append }) =>
    append({ type: 'person.password_set', v: 1, resource: 'per_1', payload: {} }),
  );
  await expect.poll(() => count(rung), { interval: 5 }).toBeGreaterThan(before);
  expect(performance.now() - started).toBeLessThan(800);
  off();
  const silent = rung.length;
  await change(ctx, async ({ append }) =>
    append({ type: 'person.password_set', v: 1, resource: 'per_1', payload: {} }),
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(rung.length).toBe(silent);
});

test.runIf(testEngine === 'postgres')(
  'lost connections: the poll still sees what was appended, and listening comes back',
  async () => {
    const ctx = await testWorkspace(writer);
    const rung: (string | null)[] = [];
    const off = reader.onLedger((id) => rung.push(id));
    const count = note(ctx.workspaceId);
    for (let i = 0; i < 3; i++) {
      const before = count(rung);
      const looked = rung.filter((id) => id === null).length;
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(writer.db);
      await expect.poll(() => rung.filter((id) => id === null).length, { timeout: 5000 }).toBeGreaterThan(looked);
      await change(ctx, async ({ append }) =>
        append({ type: 'person.password_set', v: 1, resource: 'per_1', payload: {} }),
      );
      await expect.poll(() => count(rung), { timeout: 5000 }).toBeGreaterThan(before);
    }
    off();
  },
);

test.runIf(testEngine === 'postgres')('without any notification the poll sees an append within seconds', async () => {
  const ctx = await testWorkspace(writer);
  const rung: (string | null)[] = [];
  const off = reader.onLedger((id) => rung.push(id));
  await expect.poll(() => note(ctx.workspaceId)(rung), { timeout: 5000 }).toBeGreaterThan(0);
  const before = note(ctx.workspaceId)(rung);
  await sql`update ledger_heads set seq = seq + 1 where workspace_id = ${ctx.workspaceId}`.execute(writer.db);
  await expect.poll(() => note(ctx.workspaceId)(rung), { timeout: 5000 }).toBeGreaterThan(before);
  off();
});
