import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../adapters/postgres/state-database.ts';
import type { Ctx } from '../ctx.ts';
import { change } from './change.ts';
import { verifyLeaf } from './leaf.ts';
import { testWorkspace } from './ledger.fixture.ts';
import { readLedger } from './read-ledger.ts';

let state: StateDatabase;
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());

/** One change as a verb might make it: events in one or both workspaces, kept or thrown away at the end. */
const step = fc.record({
  here: fc.nat(3),
  there: fc.nat(2),
  fails: fc.boolean(),
  payload: fc.record({ before: fc.string({ unit: 'grapheme' }), after: fc.string({ unit: 'binary' }) }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** PostgreSQL keeps no NUL in text, and JSON of a lone surrogate is no UTF-8: neither reaches a verb through JSON over HTTP. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

async function play(on: Ctx, other: string, { here, there, fails, payload }: Step): Promise<void> {
  const clean = { before: storable(payload.before), after: storable(payload.after) };
  const event = { type: 'team.renamed', v: 1, resource: 'tea_1', payload: clean } as const;
  const done = change(on, async ({ append }) => {
    for (let i = 0; i < here; i++) append(event);
    for (let i = 0; i < there; i++) append({ ...event, workspaceId: other });
    if (fails) throw new Error('thrown away');
  });
  await (fails ? expect(done).rejects.toThrow('thrown away') : done);
}

/** Reads while writers are at it: what is visible is always 1…n without a gap. */
async function watch(workspaceId: string, until: Promise<unknown>): Promise<void> {
  let running = true;
  void until.finally(() => (running = false));
  for (let shown = 0; running;) {
    const seqs = (await readLedger(state.db, workspaceId, 0, 1000)).map((event) => event.seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs.length).toBeGreaterThanOrEqual(shown);
    shown = seqs.length;
  }
}

test('any changes, side by side: numbers without a gap at any moment, exactly the kept events, every leaf right', async () => {
  const plan = fc.array(fc.tuple(fc.boolean(), step), { minLength: 1, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(plan, async (steps) => {
      const [a, b] = [await testWorkspace(state), await testWorkspace(state)];
      const all = Promise.all(
        steps.map(([first, s]) => (first ? play(a, b.workspaceId, s) : play(b, a.workspaceId, s))),
      );
      await Promise.all([all, watch(a.workspaceId, all), watch(b.workspaceId, all)]);
      for (const [ctx, mine] of [
        [a, true],
        [b, false],
      ] as const) {
        const kept = steps.filter(([, s]) => !s.fails);
        const expected = kept.reduce((sum, [first, s]) => sum + (first === mine ? s.here : s.there), 1);
        const events = await readLedger(state.db, ctx.workspaceId, 0, 1000);
        expect(events.map((event) => event.seq)).toEqual(Array.from({ length: expected }, (_, i) => i + 1));
        expect(events.every((event) => verifyLeaf(event))).toBe(true);
        expect(events.map((event) => event.time)).toEqual(events.map((event) => event.time).sort());
      }
    }),
    { numRuns: 15 },
  );
});

test("the ledger's time stands still rather than go back when the database's clock does", async () => {
  const ctx = await testWorkspace(state);
  const ahead = new Date(Date.now() + 3_600_000);
  await sql`update ledger_heads set time = ${ahead} where workspace_id = ${ctx.workspaceId}`.execute(state.db);
  await change(ctx, async ({ append }) =>
    append({ type: 'person.password_set', v: 1, resource: 'per_1', payload: {} }),
  );
  const [, event] = await readLedger(state.db, ctx.workspaceId, 0, 10);
  expect(event!.time).toBe(ahead.toISOString());
});

test('more events than one INSERT holds are numbered through', async () => {
  const ctx = await testWorkspace(state);
  await change(ctx, async ({ append }) => {
    for (let i = 0; i < 1200; i++) append({ type: 'person.password_set', v: 1, resource: `per_${i}`, payload: {} });
  });
  const first = await readLedger(state.db, ctx.workspaceId, 0, 5000);
  expect(first).toHaveLength(1000);
  const rest = await readLedger(state.db, ctx.workspaceId, 1000, 1000);
  expect(rest.map((event) => event.resource).at(-1)).toBe('per_1199');
  expect(rest.at(-1)!.seq).toBe(1201);
});
