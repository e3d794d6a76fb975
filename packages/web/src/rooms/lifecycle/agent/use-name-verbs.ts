import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { NameChange } from 'signalbox/contract/lifecycle';
import { change } from '../../../app/api.ts';

/** Changes names by a verb of the API, `path` after /agents; what is shown of agents and runs is read anew. */
export function useNameVerb(onDone: (made: NameChange) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) => change<NameChange>(`/agents${path}`, body),
    onSuccess: async (made) => {
      onDone(made);
      await client.invalidateQueries({ queryKey: ['agents'] });
    },
  });
}

export const undoPath = (id: string): string => `/changes/${id}/undo`;
