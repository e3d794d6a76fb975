import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Query } from '../../../app/api.ts';
import { boundsOf } from '../../../app/scope.ts';

/** The filters of the URL as the API takes them; the window keeps its start while one reads. */
export function useAsked(from: '/shell/steps' | '/shell/users'): Query {
  const { team, env, range, from: begin, to, ...search } = useSearch({ from });
  const { agent, outcome, state, conversation, user, filter, said } = search;
  const [anchor] = useState(() => Date.now());
  return useMemo(
    () => ({
      ...boundsOf({ range, from: begin, to }, anchor),
      ...{ teamId: team, environment: env, agent, outcome, state, conversation, user, filter, q: said },
    }),
    [range, begin, to, anchor, team, env, agent, outcome, state, conversation, user, filter, said],
  );
}
