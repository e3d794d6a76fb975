import { useMutation, useQueryClient } from '@tanstack/react-query';
import { change } from '../../app/api.ts';

type Act = { path: string; body?: object; method?: 'POST' | 'PUT' | 'DELETE' };

/** Changes something of agents, their releases or deployments; what is shown of them is read anew. */
export function useVerb<Answer>(onDone: (answer: Answer) => void = () => undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body, method = 'POST' }: Act) => change<Answer>(path, body, method),
    onSuccess: async (answer) => {
      onDone(answer);
      await client.invalidateQueries({ queryKey: ['agents'] });
    },
  });
}
