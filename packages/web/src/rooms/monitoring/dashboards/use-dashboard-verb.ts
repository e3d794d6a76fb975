import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Dashboard, WriteDashboard } from 'signalbox/contract/monitoring/dashboards';
import { change, replace } from '../../../app/api.ts';
import { dashboardPath, dashboardQuery } from './queries.ts';

type Act = { path: string; body?: object; method?: 'POST' | 'PUT' | 'DELETE' };

/** Does something with dashboards; what is shown of them is read anew. */
export function useDashboardVerb<Made>(onDone: (made: Made) => void = () => undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body, method = 'POST' }: Act) => change<Made>(path, body, method),
    onSuccess: async (made) => {
      onDone(made);
      await client.invalidateQueries({ queryKey: ['dashboards'] });
    },
  });
}

/** What of a dashboard is written: the rest of it as it was read. */
export const bodyFrom = ({ name, description, range, widgets, teamId }: Dashboard): WriteDashboard => ({
  ...{ name, description, range, widgets, teamId },
});

type Saved = { made: Dashboard; was: Dashboard; over: Partial<WriteDashboard> };

/** Writes the whole of one dashboard over the version that is shown. `onSaved` hears which of several saves is through. */
export function useSave(id: string, onSaved: (saved: Saved) => void) {
  const client = useQueryClient();
  const { queryKey } = dashboardQuery(id);
  return useMutation({
    // One after the other: the second of two quick ones goes over what came of the first.
    scope: { id: dashboardPath(id) },
    mutationFn: async (over: Partial<WriteDashboard>) => {
      const was = client.getQueryData(queryKey)!;
      const made = await replace<Dashboard>(dashboardPath(id), { ...bodyFrom(was), ...over }, was.version);
      return { made, was, over };
    },
    onSuccess: ({ made, was, over }) => {
      client.setQueryData(queryKey, made);
      void client.invalidateQueries({ queryKey: ['dashboards', 'list'] });
      onSaved({ made, was, over });
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
