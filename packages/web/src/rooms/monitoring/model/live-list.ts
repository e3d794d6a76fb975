import type { Run, RunList } from 'signalbox/contract/monitoring';

/** What a fresh first page means for the list on the screen. */
export type LiveList = {
  /** The pages as shown, known runs in their newest version, in unchanged places. */
  pages: RunList[];
  /** Runs that have arrived since and wait for a click. */
  waiting: number;
  /** True when nothing of the fresh page is on the screen: there are at least `waiting`. */
  atLeast: boolean;
};

/** Pure: rows never move under the reader's hand; they change in place, and new ones wait. */
export function mergeLive(pages: readonly RunList[], fresh: RunList): LiveList {
  const newest = new Map(fresh.items.map((run) => [run.id, run]));
  const shown = new Set(pages.flatMap((p) => p.items.map((r) => r.id)));
  const firstKnown = fresh.items.findIndex((run) => shown.has(run.id));
  const waiting =
    firstKnown === -1 ? fresh.items.length : fresh.items.filter((r, i) => i < firstKnown && !shown.has(r.id)).length;
  return {
    pages: pages.map((p) => update(p, newest)),
    waiting,
    atLeast: firstKnown === -1 && fresh.nextCursor !== null,
  };
}

/** The same object where nothing changed, so that nothing is drawn again. */
function update(page: RunList, newest: ReadonlyMap<string, Run>): RunList {
  let changed = false;
  const items = page.items.map((run) => {
    const now = newest.get(run.id);
    if (!now || now.version === run.version) return run;
    changed = true;
    return now;
  });
  return changed ? { ...page, items } : page;
}

/** The rows of all pages, each run once (a page can overlap the next after a refresh). */
export function rowsOf(pages: readonly RunList[]): Run[] {
  const byId = new Map<string, Run>();
  for (const page of pages) for (const run of page.items) if (!byId.has(run.id)) byId.set(run.id, run);
  return [...byId.values()];
}
