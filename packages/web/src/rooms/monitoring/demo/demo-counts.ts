import type { AgentList } from 'signalbox/contract/lifecycle';
import { plural } from '../../../format/number.ts';

/** "12 agents, 3,204 runs"; null while it is not known. Runs are those that its agents began. */
export function demoCounts(
  list: Pick<AgentList, 'items' | 'total' | 'readable' | 'nextCursor'> | undefined,
): string | null {
  if (list === undefined || !list.readable) return null;
  const runs = list.items.reduce((sum, { figures }) => sum + (figures?.topLevel ?? 0), 0);
  const atLeast = list.nextCursor === null ? '' : 'at least ';
  return `${plural(list.total, 'agent')}, ${atLeast}${plural(runs, 'run')}`;
}
