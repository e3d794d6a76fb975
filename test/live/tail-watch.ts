/** Layout shifts as the browser tells them, and rows that were seen in another place than before; both in words. */
type Moved = { shifts: string[]; moves: string[] };
type TailWatch = { begin(): void; end(): Moved };
declare global {
  var tailWatch: TailWatch;
}

/**
 * Runs in the page. A row that is moved by a transform is no layout shift to the browser, so places of rows are looked at in
 * every frame too: a row is known by the name of its run.
 */
export function watchTail(): void {
  let moved: Moved = { shifts: [], moves: [] };
  let places = new Map<string, number>();
  let watching = false;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { sources?: { node: Element | null }[] })[]) {
      const what = entry.sources?.map(({ node }) => node?.textContent?.slice(0, 40)).join(' | ');
      if (watching) moved.shifts.push(`${JSON.stringify(entry)} ${what}`);
    }
  }).observe({ type: 'layout-shift' });
  const look = (): void => {
    for (const row of document.querySelectorAll('[role=grid] [role=row]')) {
      const name = /arrival \d+/.exec(row.textContent ?? '')?.[0];
      if (name === undefined) continue;
      const { top } = row.getBoundingClientRect();
      const before = places.get(name);
      if (before !== undefined && before !== top) moved.moves.push(`${name}: ${before} to ${top}`);
      places.set(name, top);
    }
    if (watching) requestAnimationFrame(look);
  };
  globalThis.tailWatch = {
    begin() {
      [moved, places, watching] = [{ shifts: [], moves: [] }, new Map(), true];
      look();
    },
    end() {
      watching = false;
      return moved;
    },
  };
}
