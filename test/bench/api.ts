import type { Totals } from '../../packages/server/src/rooms/monitoring/contract.ts';
import type { Server } from './server.ts';

/** The API as a signed-in person sees it. */
export class Api {
  readonly #url: string;
  readonly #cookie: string;
  #csrf: string | null = null;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** Uses up the one-time link that `up` printed. */
  static async signIn(server: Server): Promise<Api> {
    const answer = await fetch(`${server.url}/api/v1/sign-in/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: server.signInToken }),
      signal: AbortSignal.timeout(10_000),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0]!)
      .join('; ');
    if (!answer.ok || cookie === '') throw new Error(`sign-in by link: ${answer.status} ${await answer.text()}`);
    return new Api(server.url, cookie);
  }

  totals(): Promise<Totals> {
    return this.get('/api/v1/totals') as Promise<Totals>;
  }

  /** Segments that wait in the spool; null where health does not say. */
  async backlog(): Promise<number | null> {
    return numberNamed(await this.get('/api/v1/health'), 'spoolSegments');
  }

  /** The JSON of an answer; throws with its status and text when it is none of 2xx. */
  async get(path: string): Promise<unknown> {
    const answer = await fetch(this.#url + path, {
      headers: { cookie: this.#cookie },
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }

  /** The JSON that a body sent as JSON is answered with; throws as `get` does. */
  async post(path: string, body: unknown): Promise<unknown> {
    this.#csrf ??= ((await this.get('/api/v1/me')) as { csrf: string }).csrf;
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'x-signalbox-csrf': this.#csrf, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }
}

/** The first number of this name anywhere in a JSON value. */
function numberNamed(value: unknown, name: string): number | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = key === name && typeof inner === 'number' ? inner : numberNamed(inner, name);
    if (found !== null) return found;
  }
  return null;
}
