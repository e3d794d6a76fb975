import type { Agent, AgentListQuery } from '../contract.ts';
import { completionOf } from './figures.ts';

/** A place in the list: values of the order, and the id that breaks ties. */
export type Place = readonly [value: number | string, id: string];
type Order = Pick<AgentListQuery, 'sort' | 'order'>;

/** Agents in order, worst or largest first where `order` is down; unknown values come last either way. */
export function ordered(agents: readonly Agent[], by: Order): Agent[] {
  return agents.toSorted((a, b) => compare(placeOf(a, by), placeOf(b, by), by));
}

/** Those after a place; of an order that has moved meanwhile too. */
export const after = (agents: readonly Agent[], place: Place | null, by: Order): Agent[] =>
  place === null ? [...agents] : agents.filter((one) => compare(placeOf(one, by), place, by) > 0);

export function placeOf(agent: Agent, { sort }: Order): Place {
  const { figures } = agent;
  const values: Record<AgentListQuery['sort'], number | string | null> = {
    health: badness(agent) * 1e9 + (figures?.outcomes.failed.count ?? 0),
    name: agent.name.toLowerCase(),
    lastAt: agent.lastAt,
    invocations: figures?.invocations ?? null,
    completion: figures === null ? null : completionOf(figures),
    failures: figures?.outcomes.failed.count ?? null,
    p95: figures?.p95Ms ?? null,
    cost: figures?.costUsd ?? null,
  };
  return [values[sort] ?? '', agent.id];
}

const rank = { clear: 0, dark: 1, caution: 3, danger: 4 };

/** Failures that are too few for a lamp are still evidence; silence is none, and stands behind them. */
const badness = ({ aspect, figures }: Agent): number =>
  aspect.health === 'clear' && (figures?.outcomes.failed.count ?? 0) > 0 ? 2 : rank[aspect.health];

function compare(a: Place, b: Place, { sort, order }: Order): number {
  const [empty, other] = [a[0] === '', b[0] === ''];
  if (empty !== other) return empty ? 1 : -1;
  const way = (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * (order === 'down' ? -1 : 1) * (sort === 'name' ? -1 : 1);
  return way !== 0 ? way : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}
