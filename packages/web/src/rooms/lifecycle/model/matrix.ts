import type { ServedList } from 'signalbox/contract/lifecycle';
import { lastFirst } from './environment-order.ts';

type Served = ServedList['items'][number];
export type MatrixRow = {
  agent: Served['agent'];
  /** By environment. */
  served: ReadonlyMap<string, Served>;
  /** Its environments do not all serve the same, or one serves two. */
  differs: boolean;
};

/** Agents down, environments across, the last of their order first. */
export function matrixOf(
  items: readonly Served[],
  order: readonly string[] = [],
): { environments: string[]; rows: MatrixRow[] } {
  const byAgent = new Map<string, Served[]>();
  for (const one of items) byAgent.set(one.agent.id, [...(byAgent.get(one.agent.id) ?? []), one]);
  const environments = lastFirst(
    order,
    items.map((one) => one.environment),
  );
  const rows = [...byAgent.values()].map((of) => ({
    agent: of[0]!.agent,
    served: new Map(of.map((one) => [one.environment, one])),
    differs: new Set(of.map((one) => one.release.id)).size > 1 || of.some((one) => one.candidate !== null),
  }));
  return { environments, rows };
}
