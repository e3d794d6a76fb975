import { useQuery } from '@tanstack/react-query';
import type { AgentList } from 'signalbox/contract/lifecycle';
import { useState } from 'react';
import { useAdvanced } from '../../../app/live.ts';
import type { Scope } from '../../../app/scope.ts';
import { steady } from '../model/steady.ts';
import { agentsQuery } from '../queries.ts';
import type { AgentsSearch } from '../search.ts';

/** The agents of the scope, read again at most every two seconds. Figures change in place; rows move when one asks for it. */
export function useLiveAgents(scope: Scope, search: AgentsSearch) {
  const options = agentsQuery(scope, search);
  const list = useQuery(options);
  useAdvanced(() => list.refetch(), 2000, list.isSuccess);
  const of = JSON.stringify(options.queryKey);
  const [order, setOrder] = useState<{ of: string; ids: readonly string[] }>({ of: '', ids: [] });
  const data = list.isPlaceholderData ? undefined : list.data;
  // The first answer to a question is its order.
  if (data !== undefined && order.of !== of) setOrder({ of, ids: idsOf(data) });
  const { rows, moved } = steady(order.of === of ? order.ids : [], list.data?.items ?? []);
  return { list, rows, moved, sortAgain: () => data && setOrder({ of, ids: idsOf(data) }) };
}

const idsOf = (list: AgentList): string[] => list.items.map((one) => one.id);
