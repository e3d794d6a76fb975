import type { IsForeign, ResolveAgent } from '../../../spine/catalog/agent-names.ts';
import type { SpanFact } from './facts.ts';

/**
 * Rows with the agents that their names stand for. A row whose name stands for itself is the same object. A span whose
 * name is ignored is a step like others: its work belongs to the agent above it. One that names another team's agent is
 * marked `foreign_agent`: it counts for its own team, never there.
 */
export function nameAgents<Row extends SpanFact>(
  rows: readonly Row[],
  resolve: ResolveAgent,
  isForeign: IsForeign = () => false,
): Row[] {
  return rows.map((row) => {
    if (row.agent === '') return unnamed(row, resolve);
    const key = resolve(row.teamId, row.agent, row.service);
    if (key === null) return { ...row, agent: '', kind: row.kind === 'agent' ? 'chain' : row.kind };
    if (isForeign(row.teamId, key)) return { ...row, agent: key, marks: [...row.marks, 'foreign_agent'] };
    return key === row.agent ? row : { ...row, agent: key };
  });
}

/** A service that runs as an agent can be merged like one. It cannot be ignored: its runs would belong to nobody. */
function unnamed<Row extends SpanFact>(row: Row, resolve: ResolveAgent): Row {
  const key = resolve(row.teamId, row.service, row.service);
  return key === null || key === row.service ? row : { ...row, serviceAgent: key };
}
