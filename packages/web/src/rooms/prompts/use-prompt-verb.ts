import { useMutation, useQueryClient } from '@tanstack/react-query';
import { change } from '../../app/api.ts';

type Verb = { path: string; body?: unknown; method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' };

/** Changes something of prompts by a verb of the API; what is shown of them is read anew. */
export function usePromptVerb<Made = void>(onDone?: (made: Made) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body, method = 'POST' }: Verb) => change<Made>(path, body, method),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['prompts'] });
      onDone?.(made);
    },
  });
}
