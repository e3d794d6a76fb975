import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { openLiveStream } from './live-stream.ts';
import { isDue } from './live-turn.ts';

/** `at` Unix ms of the last change; 0 before there was one. */
type State = { connected: boolean; at: number };
let state: State = { connected: false, at: 0 };
const onState = new Set<() => void>();
const onAdvanced = new Set<() => void>();

function setConnected(connected: boolean): void {
  if (connected === state.connected) return;
  state = { connected, at: Date.now() };
  for (const tell of onState) tell();
}

/** Opens the live stream, once for the whole app. */
export function useLiveStream(client: QueryClient): void {
  useEffect(
    () => openLiveStream(client, { connected: setConnected, advanced: () => onAdvanced.forEach((tell) => tell()) }),
    [client],
  );
}

export function useLiveState(): State {
  return useSyncExternalStore(subscribe, current, current);
}

const current = (): State => state;
function subscribe(tell: () => void): () => void {
  onState.add(tell);
  return () => onState.delete(tell);
}

/** Runs `act` when facts have advanced, at most once in `everyMs`; see live-turn.ts for when. */
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
      const turn = { pending, busy, connected: state.connected, hidden: document.hidden, sinceMs: Date.now() - lastAt };
      if (!isDue(turn, everyMs)) return;
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
