import { useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';

/** The inner width of an element in px, kept up to date; 0 before it is known. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  // Before the first paint: a table must not show its narrow form for a moment.
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    setWidth(element.clientWidth);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

const narrow = '(max-width: 719.98px)';

/** True on a screen narrower than the breakpoint `desk`. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const query = matchMedia(narrow);
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
    isNarrow,
    isNarrow,
  );
}

const isNarrow = (): boolean => matchMedia(narrow).matches;
