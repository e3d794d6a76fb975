import { sql } from 'kysely';
import type { Db } from '../../../spine/tx.ts';
import type { Heartbeat } from '../contract-instances.ts';
import { lifecycleDb } from '../tables.ts';

/** One instance, and what it last said. */
export type Beat = Omit<Heartbeat, 'environment' | 'state'> & {
  workspaceId: string;
  agentId: string;
  environment: string;
  instance: string;
  stopped: boolean;
};

export const leaseSeconds = 30;

/** PostgreSQL takes 65,535 parameters a statement. */
const atOnce = 1_000;

/** Writes what instances said, each once. One of the same process never takes its `seq` back, whichever node wrote last. */
export async function writeBeats(db: Db, beats: readonly Beat[]): Promise<void> {
  const until = sql<Date>`clock_timestamp() + ${leaseSeconds}::float8 * interval '1 second'`;
  for (let at = 0; at < beats.length; at += atOnce)
    await lifecycleDb(db)
      .insertInto('ops_agent_instances')
      .values(
        beats.slice(at, at + atOnce).map((beat) => ({
          ...{ workspace_id: beat.workspaceId, agent_id: beat.agentId, environment: beat.environment },
          ...{ instance: beat.instance, release_digest: beat.release, seq: beat.seq, sdk: beat.sdk },
          // Not as it was sent: PostgreSQL takes fewer offsets and digits than ISO 8601 has.
          ...{ started_at: new Date(beat.startedAt), stopped: beat.stopped },
          last_seen_at: sql<Date>`clock_timestamp()`,
          lease_until: until,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'agent_id', 'environment', 'instance']).doUpdateSet({
          release_digest: sql`excluded.release_digest`,
          seq: sql`case when ops_agent_instances.started_at = excluded.started_at
            then greatest(ops_agent_instances.seq, excluded.seq) else excluded.seq end`,
          sdk: sql`excluded.sdk`,
          started_at: sql`excluded.started_at`,
          last_seen_at: sql`excluded.last_seen_at`,
          lease_until: sql`excluded.lease_until`,
          // A process that stopped does not run again; what it said before that may arrive after it.
          stopped: sql`excluded.stopped or (ops_agent_instances.stopped
            and ops_agent_instances.started_at = excluded.started_at)`,
        }),
      )
      .execute();
}

/** Forgets instances that nobody has heard of for a day. Returns how many. */
export async function forgetInstances(db: Db): Promise<number> {
  const gone = await sql`
    delete from ops_agent_instances where lease_until < clock_timestamp() - interval '1 day' returning 1`.execute(db);
  return gone.rows.length;
}
