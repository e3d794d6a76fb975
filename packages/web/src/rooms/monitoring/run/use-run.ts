import { useInfiniteQuery } from '@tanstack/react-query';
import type { RunPage, Score } from 'signalbox/contract/monitoring';
import { useEffect, useMemo } from 'react';
import { useAdvanced } from '../../../app/live.ts';
import { runQuery } from '../queries.ts';

const none: readonly Score[] = [];
const unknownRights: RunPage['may'] = { readContent: true, exportContent: false };

/** A run with all its steps: further pages are fetched by themselves, and while it runs it is read again as facts advance. */
export function useRun(id: string) {
  const query = useInfiniteQuery(runQuery(id));
  const { hasNextPage, isFetching, isError, fetchNextPage, refetch } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const pages = query.data?.pages;
  // The newest version counts: pages can be read at different moments of a running run.
  const run = pages?.at(0)?.run;
  const steps = useMemo(
    () => [...new Map((pages ?? []).flatMap((p) => p.steps).map((s) => [s.spanId, s])).values()],
    [pages],
  );
  useAdvanced(() => refetch(), 2000 * Math.max(1, pages?.length ?? 1), run?.state === 'running' && !hasNextPage);
  const scores = pages?.at(0)?.scores ?? none;
  const may = pages?.at(0)?.may ?? unknownRights;
  const links = useMemo(() => linksOf(pages ?? []), [pages]);
  return { query, run, steps, scores, may, links, complete: !hasNextPage };
}

/** Each page names the prompts of its own steps. */
function linksOf(pages: readonly RunPage[]): RunPage['links'] {
  const prompts = pages.flatMap((page) => page.links.prompts);
  const byName = new Map(prompts.map((one) => [`${one.name}\n${one.version}`, one]));
  return { release: pages.at(0)?.links.release ?? null, prompts: [...byName.values()] };
}
