import { sql } from 'kysely';
import { accessMigrations } from '../../../access/migrations/index.ts';
import { openTestDatabase } from '../../../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../../../adapters/postgres/state-database.ts';
import { type Actor, type Grant, systemActor } from '../../../spine/actor.ts';
import { steppedClock } from '../../../spine/clock.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { RecordedEvent } from '../../../spine/events.ts';
import { readLedger } from '../../../spine/ledger/read-ledger.ts';
import { spineMigrations } from '../../../spine/migrations/index.ts';
import { monitoringMigrations } from '../../monitoring/index.ts';
import { promptMigrations } from '../../prompts/index.ts';
import { lifecycleMigrations } from '../migrations/index.ts';
import { deployRelease } from '../verbs/deploy-release.ts';

const migrations = [
  ...spineMigrations,
  ...accessMigrations,
  ...monitoringMigrations,
  ...lifecycleMigrations,
  ...promptMigrations,
];

/** A workspace with an agent of each of two teams and five releases of the first, on the real control state. */
export async function openDeploymentWorld() {
  const state = await openTestDatabase(migrations);
  await sql`insert into workspaces (id, name, created_at, content_key) values ('wsp_1', 'w', now(), '')`.execute(
    state.db,
  );
  for (const n of [1, 2]) {
    await sql`insert into teams values (${`tea_${n}`}, 'wsp_1', 'Team', ${`team-${n}`}, now())`.execute(state.db);
    await sql`insert into agents (id, workspace_id, team_id, slug, name, key, created_at)
      values (${`agt_${n}`}, 'wsp_1', ${`tea_${n}`}, ${`agent-${n}`}, 'Agent', ${`Agent ${n}`}, now())`.execute(
      state.db,
    );
  }
  for (const n of [1, 2, 3, 4, 5]) await addRelease(state, 'agt_1', n);
  await addRelease(state, 'agt_2', 9);
  const clock = steppedClock(1_800_000_000_000);
  const ctx = (actor: Actor = systemActor): Ctx => ({
    ...{ actor, workspaceId: 'wsp_1', requestId: 'req_test', clock, state },
  });
  return {
    ...{ state, clock, ctx },
    /** Somebody with one grant. */
    person: (id: string, role: Grant['role'], more: Partial<Grant> = {}): Ctx =>
      ctx({
        ...{ kind: 'person', id, sessionId: 'ses_1' },
        grants: [{ role, teamId: null, agentId: null, environment: null, ...more }],
      }),
    at: (environment = 'production') => ({ agent: 'agent-1', environment }),
    deploy: (releaseId: string, percent = 100, environment = 'production') =>
      deployRelease(ctx(), { agent: 'agent-1', environment }, { releaseId, percent, reason: 'because' }),
    events: async (): Promise<RecordedEvent[]> => readLedger(state.db, 'wsp_1', 0, 1000),
    close: () => state.close(),
  };
}

/** `rel_<n>` of version 1.<n>.0, made by per_author. */
async function addRelease(state: StateDatabase, agentId: string, n: number): Promise<void> {
  const manifest = JSON.stringify({ schema: 'signalbox.release/v1', settings: { n } });
  await sql`insert into releases (id, workspace_id, agent_id, digest, version, schema, manifest, signature, key_id, why,
      expected_effect, evidence, notes, created_by, created_at)
    values (${`rel_${n}`}, 'wsp_1', ${agentId}, ${String(n).repeat(64)}, ${`1.${n}.0`}, 'signalbox.release/v1', ${manifest},
      'c2ln', 'k', 'why', '', '[]', '', 'per_author', now())`.execute(state.db);
}
