import { sql } from 'kysely';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import { type Actor, type Grant, systemActor } from '../../../spine/actor.ts';
import { steppedClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { RecordedEvent } from '../../../spine/events.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import type { CreateRelease } from '../contract-releases.ts';
import { manifest } from '../model/release/samples.fixture.ts';
import { makeTeams, stateMigrations } from '../world.fixture.ts';

export type RegistryWorld = Awaited<ReturnType<typeof openRegistryWorld>>;

/** Two teams with people and agents on the real control state; no telemetry. */
export async function openRegistryWorld() {
  const state = await openTestDatabase(stateMigrations);
  await makeTeams(state);
  await sql`insert into people (id, workspace_id, name, email, created_at) values ('per_2', 'wsp_1', 'Bo', 'Bo@Example.com', now())`.execute(
    state.db,
  );
  const clock = steppedClock(Date.parse('2026-11-22T05:00:00Z'));
  const ctx = (actor: Actor = systemActor): Ctx => ({
    ...{ actor, workspaceId: 'wsp_1', requestId: 'req_test', clock, state },
  });
  let made = 0;
  return {
    ...{ state, clock, ctx },
    person: (role: Grant['role'], teamId: string | null = 'tea_1', id = 'per_1'): Ctx =>
      ctx({ kind: 'person', id, sessionId: 'ses_1', grants: [{ role, teamId, agentId: null, environment: null }] }),
    key: (more: Partial<Extract<Actor, { kind: 'key' }>> = {}): Ctx =>
      ctx({ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['write'], ...more }),
    /** A new agent, as telemetry would have made it. */
    async agent(teamId = 'tea_1', key = `agent ${++made}`): Promise<string> {
      const id = `agt_${++made}`;
      const row = { id, key, name: key, slug: id.replace('_', '-'), workspace_id: 'wsp_1', team_id: teamId };
      await state.db
        .insertInto('agents')
        .values({ ...row, created_at: new Date() })
        .execute();
      return id;
    },
    /** What the ledger says of these, oldest first. */
    async events(...resources: string[]): Promise<Pick<RecordedEvent, 'type' | 'actor' | 'payload'>[]> {
      const all = await readLedger(state.db, 'wsp_1', 0, 1000);
      const own = all.filter((event) => resources.includes(event.resource));
      return own.map(({ type, actor, payload }) => ({ type, actor, payload }));
    },
    close: () => state.close(),
  };
}

/** A release of these slots. */
export const wish = (slots: Parameters<typeof manifest>[0] = {}, more: Partial<CreateRelease> = {}): CreateRelease => ({
  ...{ manifest: manifest(slots), why: 'Because.', expectedEffect: '', evidence: [], notes: '' },
  ...more,
});

/** The code of the error that comes. */
export const codeOf = (failing: Promise<unknown>): Promise<string> =>
  failing.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
