import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../../spine/tx.ts';
import { stepOf } from '../deployments/rows.ts';
import { longestPin, type Step } from '../model/deployment/pinning.ts';
import type { LifecycleTables } from '../tables.ts';
import { placeOf } from './snapshot.ts';

/** PGlite stalls on larger reads. */
const page = 1_000;
/** Of each place the newest: whoever began before them is served as one who begins now. */
const mostSteps = 50;
/** The clocks of nodes that deploy and of those that read may be this far apart, milliseconds. */
const slack = 3_600_000;

type Row = Selectable<LifecycleTables['deployment_history']>;

/**
 * What places served lately, oldest first, as conversations may hold on to it: of each place that changed within that time. Which steps
 * those are depends on what was deployed alone, so that every node has the same.
 */
export async function readSteps(tx: Tx, workspaceId: string, now: number): Promise<Map<string, Step[]>> {
  const steps = new Map<string, Step[]>();
  const after = new Date(now - longestPin - slack);
  for (let offset = 0; ; offset += page) {
    const { rows } = await sql<Row>`
      select h.* from deployments d cross join lateral (
        select * from deployment_history
        where agent_id = d.agent_id and environment = d.environment order by version desc limit ${mostSteps}
      ) h
      where d.workspace_id = ${workspaceId} and d.deployed_at >= ${after}
      order by h.agent_id, h.environment, h.version limit ${page} offset ${offset}`.execute(tx);
    for (const row of rows) {
      const place = placeOf({ agentId: row.agent_id, environment: row.environment });
      const known = steps.get(place) ?? [];
      known.push(stepOf(row));
      steps.set(place, known);
    }
    if (rows.length < page) return steps;
  }
}
