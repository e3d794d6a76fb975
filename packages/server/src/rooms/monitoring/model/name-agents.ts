import type { ResolveAgent } from '../../../spine/catalog/agent-names.ts';
import type { SpanFact } from './facts.ts';

/**
 * Rows with the agents that their names stand for. A row whose name stands for itself is the same object. A span whose
 * name is ignored is a step like others: its work belongs to the agent above it.
 */
export function nameAgents<Row extends SpanFact>(rows: readonly Row[], resolve: ResolveAgent): Row[] {
  return rows.map((row) => {
    if (row.agent === '') return row;
    const key = resolve(row.teamId, row.agent, row.service);
    if (key === row.agent) return row;
    if (key !== null) return { ...row, agent: key };
    return { ...row, agent: '', kind: row.kind === 'agent' ? 'chain' : row.kind };
  });
}
