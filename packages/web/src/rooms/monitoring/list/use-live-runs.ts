import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { Run, RunList, TextHit } from 'signalbox/contract/monitoring';
import { useMemo, useState } from 'react';
import type { Query } from '../../../app/api.ts';
import { useAdvanced } from '../../../app/live.ts';
import { mergeLive, rowsOf } from '../model/live-list.ts';
import { pageSize, readRuns, runsQuery } from '../queries.ts';

type Pages = InfiniteData<RunList, string | undefined>;

/**
 * The runs on the screen and what has happened since. Every two seconds at most, the first page is read again and so are later
 * pages that hold running runs; rows change in place, new ones are only counted.
 */
export function useLiveRuns(query: Query, live: boolean) {
  const client = useQueryClient();
  const options = runsQuery(query);
  const list = useInfiniteQuery(options);
  const [fresh, setFresh] = useState<{ of: string; waiting: number; atLeast: boolean; failed: unknown; at: number }>(
    () => nothing(''),
  );
  const id = JSON.stringify(query);
  const since = fresh.of === id ? fresh : nothing(id);

  useAdvanced(
    async () => {
      const shown = client.getQueryData<Pages>(options.queryKey);
      if (!shown) return;
      try {
        const limit = Math.min(200, Math.max(pageSize, shown.pages[0]?.items.length ?? 0) + since.waiting);
        const head = await readRuns(query, undefined, limit);
        const pages = await refreshRunning(query, shown, new Set(head.items.map((r) => r.id)));
        const merged = mergeLive(pages, head);
        client.setQueryData<Pages>(options.queryKey, (now) =>
          now && now.pages.length === merged.pages.length ? { ...now, pages: merged.pages } : now,
        );
        setFresh({ of: id, waiting: merged.waiting, atLeast: merged.atLeast, failed: null, at: Date.now() });
      } catch (failed) {
        setFresh({ ...since, failed });
      }
    },
    2000,
    live && list.isSuccess,
  );

  const rows: Run[] = useMemo(() => rowsOf(list.data?.pages ?? []), [list.data]);
  const hits = useMemo(
    () =>
      new Map(
        (list.data?.pages ?? []).flatMap((page) => (page.hits ?? []).map((hit): [string, TextHit] => [hit.runId, hit])),
      ),
    [list.data],
  );
  const readAt = Math.max(list.dataUpdatedAt, since.at);
  return {
    list,
    rows,
    hits,
    waiting: since.waiting,
    atLeast: since.atLeast,
    staleError: since.failed ?? (list.data ? list.error : null),
    readAt,
  };
}

const nothing = (of: string) => ({ of, waiting: 0, atLeast: false, failed: null as unknown, at: 0 });

/** Later pages by their own cursors, where they hold a running run that the first page no longer does; three at most. */
async function refreshRunning(query: Query, shown: Pages, known: ReadonlySet<string>): Promise<RunList[]> {
  const pages = [...shown.pages];
  const due = pages.flatMap((page, i) =>
    i > 0 && page.items.some((r) => r.state === 'running' && !known.has(r.id)) ? [i] : [],
  );
  for (const i of due.slice(0, 3))
    pages[i] = mergeLive([pages[i]!], await readRuns(query, shown.pageParams[i], pageSize)).pages[0]!;
  return pages;
}
