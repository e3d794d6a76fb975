import type { QueryClient } from '@tanstack/react-query';
import { address } from './api.ts';
import type { Health } from './health-model.ts';

/** What the stream does to the app around it. */
export type Listener = { connected: (yes: boolean) => void; advanced: () => void };

/** After this the browser's own reconnecting has given up (an answer that was not 200), and we try again, in ms. */
const againMs = 5000;

/** Opens the live stream; the browser reconnects by itself, and we do where it gives up. @returns what closes it. */
export function openLiveStream(client: QueryClient, listener: Listener): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(address('/live'));
    source.onopen = () => listener.connected(true);
    source.onerror = () => {
      listener.connected(false);
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, againMs);
    };
    source.addEventListener('advanced', () => listener.advanced());
    source.addEventListener('ledger', (event) => {
      void client.invalidateQueries({ queryKey: ['access'] });
      // What somebody else did to an agent or its releases; figures come by themselves.
      if (/"type":"(agent|name_change|release|deployment|freeze|environment)/.test(String(event.data)))
        void client.invalidateQueries({ queryKey: ['agents'] });
      if (String(event.data).includes('"type":"dashboard')) void client.invalidateQueries({ queryKey: ['dashboards'] });
      if (String(event.data).includes('"type":"prompt')) void client.invalidateQueries({ queryKey: ['prompts'] });
    });
    source.addEventListener('health', (event) => {
      const health = parse(event.data);
      if (health) client.setQueryData(['health'], health);
    });
  };
  open();
  return () => {
    clearTimeout(again);
    source.close();
    listener.connected(false);
  };
}

function parse(data: unknown): Health | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
