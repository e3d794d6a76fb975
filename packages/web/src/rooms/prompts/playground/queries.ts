import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  PlaygroundCells,
  PlaygroundRun,
  PlaygroundRunHead,
  RunEstimate,
  StartRun,
} from 'signalbox/contract/prompts/playground';
import { change, read } from '../../../app/api.ts';
import { type Cells, noCells, withCells } from './model/cells.ts';

export const playRunsQuery = queryOptions({
  queryKey: ['playground', 'runs'],
  queryFn: ({ signal }) => read<{ items: PlaygroundRunHead[] }>('/playground/runs', { query: { limit: 20 }, signal }),
});

export const playRunQuery = (id: string) =>
  queryOptions({
    queryKey: ['playground', 'run', id],
    queryFn: ({ signal }) => read<PlaygroundRun>(`/playground/runs/${id}`, { signal }),
  });

/** What a run would cost; asked anew when lanes or rows change. null = nothing to ask. */
export const estimateQuery = (wish: StartRun | null) =>
  queryOptions({
    queryKey: ['playground', 'estimate', wish],
    queryFn: () => change<RunEstimate>('/playground/estimates', wish),
    enabled: wish !== null,
    gcTime: 0,
    retry: false,
  });

const most = 100;
/** The answers so far; while the run goes on, what changed is asked every 0.7 s and laid over what is known. */
export const cellsQuery = (id: string, client: QueryClient) => {
  const queryKey = ['playground', 'cells', id];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<Cells> => {
      let cells = client.getQueryData<Cells>(queryKey) ?? noCells;
      for (;;) {
        const query = { after: cells.after, limit: most };
        const page = await read<PlaygroundCells>(`/playground/runs/${id}/cells`, { query, signal });
        cells = withCells(cells, page);
        if (page.items.length < most) return cells;
      }
    },
    refetchInterval: (query) => (isGoing(query.state.data) ? 700 : false),
    structuralSharing: false,
  });
};

/** Is there anything to wait for? A run that ended may still have answers under way that were given tool results. */
const isGoing = (cells: Cells | undefined): boolean =>
  cells?.run == null || cells.run.state === 'running' || cells.run.counts.running + cells.run.counts.waiting > 0;
