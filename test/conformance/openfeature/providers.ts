import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeatureEventEmitter, ProviderEvents, ProviderFatalError } from '@openfeature/server-sdk';

/** Where the server is, and with which key it is asked. `fetch` sees every answer. */
export type Server = { url: string; key: string; fetch: typeof fetch };
export type State = 'stable' | 'not ready' | 'error' | 'fatal' | 'stale';

/** The community's provider, told where the server is, and nothing else. */
const plain = ({ url, key, fetch: fetchImplementation }: Server): OFREPProvider =>
  new OFREPProvider({ baseUrl: url, headers: { 'x-api-key': key }, fetchImplementation });

/** The same one, that asks for all flags before it says it is ready: it has no states of its own. */
class AskingFirst extends OFREPProvider {
  readonly events = new OpenFeatureEventEmitter();
  readonly #server: Server;
  readonly #before: Promise<void>;

  constructor(server: Server, before = Promise.resolve()) {
    super({ baseUrl: server.url, headers: { 'x-api-key': server.key }, fetchImplementation: server.fetch });
    this.#server = server;
    this.#before = before;
  }

  async initialize(): Promise<void> {
    await this.#before;
    const { url, key, fetch } = this.#server;
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/ofrep/v1/evaluate/flags`, { method: 'POST', headers, body: '{"context":{}}' });
    if (answer.status === 401) throw new ProviderFatalError('the key is refused');
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    await answer.text();
  }
}

/** `once`: what happens to it when it has been set. `release` ends what it waits for. */
type Placed = { provider: OFREPProvider; once(): void; release(): void };

/** A provider that comes into a state as servers cause it. */
export function providerIn(state: State, server: Server): Placed {
  const nothing = { once: () => {}, release: () => {} };
  switch (state) {
    case 'stable':
      return { ...nothing, provider: plain(server) };
    case 'not ready': {
      const { promise, resolve } = Promise.withResolvers<void>();
      return { ...nothing, provider: new AskingFirst(server, promise), release: resolve };
    }
    case 'error':
      return { ...nothing, provider: new AskingFirst({ ...server, fetch: () => Promise.reject(new Error('away')) }) };
    case 'fatal':
      return { ...nothing, provider: new AskingFirst({ ...server, key: 'sbx_nobody_nothing' }) };
    case 'stale': {
      const provider = new AskingFirst(server);
      const once = (): void => provider.events.emit(ProviderEvents.Stale, { message: 'the server is behind' });
      return { ...nothing, provider, once };
    }
  }
}
