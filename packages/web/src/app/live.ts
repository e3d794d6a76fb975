import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { Health } from './health-model.ts';

type State = { connected: boolean; at: number };
let state: State = { connected: false, at: 0 };
const onState = new Set<() => void>();
const onAdvanced = new Set<() => void>();

function set(next: State): void {
  state = next;
  for (const tell of onState) tell();
}

/** Opens the live stream once for the whole app; the browser reconnects by itself, and we do where it gives up (an answer that is not 200). */
export function useLiveStream(client: QueryClient): void {
  useEffect(() => {
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      source = new EventSource('/api/v1/live');
      source.onopen = () => set({ connected: true, at: Date.now() });
      source.onerror = () => {
        if (state.connected) set({ connected: false, at: Date.now() });
        if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 5000);
      };
      source.addEventListener('advanced', () => onAdvanced.forEach((tell) => tell()));
      source.addEventListener('ledger', () => void client.invalidateQueries({ queryKey: ['access'] }));
      source.addEventListener('health', (event) => {
        const health = parse(event.data);
        if (health) client.setQueryData(['health'], health);
      });
    };
    open();
    return () => {
      clearTimeout(again);
      source.close();
      set({ connected: false, at: Date.now() });
    };
  }, [client]);
}

function parse(data: unknown): Health | undefined {
  try {
    return JSON.parse(String(data)) as Health;
  } catch {
    return undefined;
  }
}

export function useLiveState(): State {
  return useSyncExternalStore(
    (tell) => {
      onState.add(tell);
      return () => onState.delete(tell);
    },
    () => state,
  );
}

/**
 * Runs `act` when facts have advanced, at most once in `everyMs` and never while the last one runs or the page is hidden; without
 * a stream it runs every ten seconds. What is missed meanwhile is made up for by the next one.
 */
export function useAdvanced(act: () => Promise<unknown>, everyMs: number, enabled: boolean): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    if (!enabled) return;
    let pending = false;
    let busy = false;
    let lastAt = Date.now();
    const mark = (): void => {
      pending = true;
    };
    onAdvanced.add(mark);
    const timer = setInterval(async () => {
      const since = Date.now() - lastAt;
      const due = (pending && since >= everyMs) || (!state.connected && since >= 10_000);
      if (!due || busy || document.hidden) return;
      pending = false;
      busy = true;
      await run().catch(() => undefined);
      busy = false;
      lastAt = Date.now();
    }, 250);
    return () => {
      onAdvanced.delete(mark);
      clearInterval(timer);
    };
  }, [enabled, everyMs]);
}
