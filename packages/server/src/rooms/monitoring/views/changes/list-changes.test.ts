import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../../../adapters/postgres/state-database.ts';
import { steppedClock } from '../../../../spine/clock.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { spineMigrations } from '../../../../spine/migrations/index.ts';
import { type Change, Changes, type ChangesQuery } from '../../contract-changes.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import type { ChangeScope } from './change-source.ts';
import { listChanges, told } from './list-changes.ts';

let telemetry: TestTelemetry;
let state: StateDatabase;
const day = 86_400;
const clock = steppedClock((ten + 3600) * 1000);
const asked: ChangeScope[] = [];
const buckets: number[] = [];
const release: Change = {
  ...{ id: 'dep_1', at: new Date((ten - 60) * 1000).toISOString(), kind: 'release', how: 'deploy', title: 'Deployed' },
  ...{ about: { type: 'release', id: 'rel_1' }, teamId: null, agent: null, environment: null, reason: '', by: null },
};

beforeAll(async () => {
  [telemetry, state] = await Promise.all([TestTelemetry.open(), openTestDatabase(spineMigrations)]);
  await call('clerk', 'small', ten - 9 * day);
  await call('clerk', 'small', ten);
  await call('clerk', 'large', ten + 120, { prompt_name: 'greeting' });
  await call('clerk', 'large', ten + 1800);
  // Its first model is no change; what a release told is told by its deployment.
  await call('newcomer', 'large', ten);
  await call('released', 'small', ten - day, { release: 'r1' });
  await call('released', 'large', ten, { release: 'r2' });
  await call('porter', 'small', ten - day, { team_id: 'tea_b' });
  await call('porter', 'large', ten, { team_id: 'tea_b' });
  await telemetry.rollUp(buckets);
  const id = telemetry.workspaceId;
  await sql`insert into workspaces (id, name, created_at, content_key) values (${id}, 'w', now(), '')`.execute(
    state.db,
  );
  await sql`insert into teams (id, workspace_id, name, slug, created_at) values ('tea_a', ${id}, 'A', 'a', now())`.execute(
    state.db,
  );
  await sql`insert into agents (id, workspace_id, team_id, slug, name, key, created_at)
    values ('agt_1', ${id}, 'tea_a', 'the-clerk', 'Clerk', 'clerk', now())`.execute(state.db);
});
afterAll(() => Promise.all([telemetry.warehouse.close(), state.close()]));

async function call(agent: string, model: string, at: number, more: Record<string, unknown> = {}): Promise<void> {
  const [traceId, top] = [hex(16), hex(8)];
  const team = { team_id: (more['team_id'] as string | undefined) ?? 'tea_a' };
  await telemetry.spans([
    span(traceId, top, (at - ten) * 1000, { kind: 'agent', agent, ...more }),
    span(traceId, hex(8), (at - ten + 1) * 1000, { kind: 'llm', parent_span_id: top, model, input_tokens: 1, ...team }),
  ]);
  await telemetry.rebuild(traceId);
  buckets.push(at - (at % 60));
}

const ctx = (actor?: Ctx['actor']): Ctx => ({ ...ctxOf(telemetry.workspaceId, actor, clock), state });
const sources = [async (_: Ctx, scope: ChangeScope) => (asked.push(scope), [release, release])];
const ask = async (query: ChangesQuery = {}, actor?: Ctx['actor']) =>
  Changes.parse(await listChanges(ctx(actor), { warehouse: telemetry.warehouse, sources }, query));

describe('changes of a time', () => {
  test('are what rooms tell, and models that agents without a release call for the first time', async () => {
    const { items, byKind, truncated } = await ask();
    expect(items.map(({ title }) => title)).toEqual(['Deployed', 'porter calls large', 'Clerk calls large']);
    expect(items[2]).toMatchObject({
      ...{ at: new Date((ten + 121) * 1000).toISOString(), kind: 'model', agent: { id: 'agt_1', name: 'Clerk' } },
      ...{
        about: { type: 'run', id: expect.stringMatching(/^[0-9a-f]{32}-[0-9a-f]{16}$/) },
        teamId: 'tea_a',
        by: null,
      },
    });
    expect([byKind, truncated]).toEqual([
      [
        { kind: 'model', changes: 2 },
        { kind: 'release', changes: 1 },
      ],
      false,
    ]);
  });

  test('are of the kinds that are wanted; the counts are of all', async () => {
    const { items, byKind } = await ask({ kinds: 'model,freeze' });
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['model']));
    expect(byKind).toHaveLength(2);
  });

  test('are of one agent by its slug, id or name, with the prompts of its runs', async () => {
    for (const agent of ['the-clerk', 'agt_1', 'clerk']) {
      const { items } = await ask({ agent });
      expect(items.map(({ kind }) => kind)).toEqual(['release', 'model']);
      expect(asked.at(-1)).toMatchObject({ agents: [{ id: 'agt_1', key: 'clerk' }], prompts: ['greeting'] });
    }
    expect((await ask({ agent: 'nobody' })).items).toEqual([]);
    expect((await ask({ agent: 'clerk', teamId: 'tea_b' })).items).toEqual([]);
  });

  test('are no models of other times, environments or teams', async () => {
    const models = async (...args: Parameters<typeof ask>) =>
      (await ask(...args)).items.flatMap(({ kind, title }) => (kind === 'model' ? [title] : []));
    const at = (seconds: number): string => new Date((ten + seconds) * 1000).toISOString();
    expect(await models({ from: at(300) })).toEqual([]);
    expect(await models({ from: at(60), to: at(125) })).toEqual(['Clerk calls large']);
    expect(await models({ environment: 'nowhere' })).toEqual([]);
    expect(await models({}, viewer('tea_b'))).toEqual(['porter calls large']);
    expect(await models({}, keyWithout('tea_a'))).toEqual(['Clerk calls large']);
  });

  test('are for nobody without a right to figures', async () => {
    await expect(ask({}, { kind: 'guest', id: 'guest' })).rejects.toMatchObject({ code: 'access.denied' });
  });
});

test('more than 500 are cut to the latest, and it is said', () => {
  const many = Array.from({ length: 501 }, (_, n) => ({ ...release, id: `d${n}`, at: new Date(n).toISOString() }));
  const { items, truncated, byKind } = told(many, undefined);
  expect([items.length, items[0]!.id, truncated, byKind]).toEqual([
    500,
    'd1',
    true,
    [{ kind: 'release', changes: 501 }],
  ]);
  expect(told([release, { ...release, kind: 'model' }], ['policy'])).toMatchObject({ items: [], truncated: false });
});
