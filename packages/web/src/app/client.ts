import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './api.ts';
import { meQuery } from './queries.ts';

/** Worth asking again by itself: nothing came back, or the server says "later". */
const passing = (error: unknown): boolean => error instanceof Problem && [0, 429, 502, 503, 504].includes(error.status);

/** Answers live here. What is on the screen stays there while newer is fetched, and when fetching fails. */
export const client: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => passing(error) && failures < 2,
      retryDelay: (n) => 500 * 2 ** n,
      staleTime: 5000,
      refetchInterval: (query) => (query.state.data === undefined && passing(query.state.error) ? 5000 : false),
    },
  },
  queryCache: new QueryCache({
    onError: (error, query) => {
      // A session that ended anywhere ends here: the shell asks who we are, and shows the sign-in page.
      const aboutMe = query.queryKey.join() === meQuery.queryKey.join();
      if (error instanceof Problem && error.status === 401 && !aboutMe)
        void client.resetQueries({ queryKey: meQuery.queryKey });
    },
  }),
});
