import { sql } from 'kysely';
import type { StateDatabase } from '../postgres/state-database.ts';

/** How long the oldest job that is due has waited for a worker, seconds; 0 = none waits. Of all nodes. */
export async function jobLag(state: Pick<StateDatabase, 'db'>): Promise<number> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from now() - min(start_after))::float8 as seconds from jobs.job
    where state in ('created', 'retry') and start_after <= now()`.execute(state.db);
  return Math.max(0, rows[0]?.seconds ?? 0);
}
