import { base } from './base.ts';

export type FieldError = { path: string; message: string };

type Body = { code?: string; title?: string; detail?: string; requestId?: string; fields?: FieldError[] };

/** An answer that is no answer: problem+json of the API, or `network.unreachable` when nothing came back at all. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldError[];

  constructor(status: number, body: Body) {
    super(body.detail ?? '');
    this.status = status;
    this.code = body.code ?? `http.${status}`;
    this.title = body.title ?? `The server answered ${status}`;
    this.requestId = body.requestId ?? null;
    this.fields = body.fields ?? [];
  }
}

export type Query = Record<string, string | number | undefined>;
type Options = {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
};

let csrf = '';
/** The token of the session, from /me; sent with every change. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

/** Reads from the API. Throws Problem. */
export const read = <T>(path: string, options: Options = {}): Promise<T> => send<T>('GET', path, options);

type Change = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Changes something through the API. Throws Problem. */
export const change = <T>(path: string, body?: unknown, method: Change = 'POST'): Promise<T> =>
  send<T>(method, path, { body });

/** Replaces what was read as `version`; refused where it is another by now. Throws Problem. */
export const replace = <T>(path: string, body: unknown, version: number): Promise<T> =>
  send<T>('PUT', path, { body, headers: { 'if-match': `"${version}"` } });

/** "/api/v1/runs?limit=50", parameters without value left out. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(key, String(value));
  const text = params.toString();
  return `${base}/api/v1${path}${text === '' ? '' : `?${text}`}`;
}

async function send<T>(
  method: 'GET' | Change,
  path: string,
  { query, body, signal, headers: more }: Options,
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', ...more };
  if (method !== 'GET' && csrf !== '') headers['x-signalbox-csrf'] = csrf;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let answer: Response;
  try {
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    answer = await fetch(address(path, query), { method, headers, ...payload, ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Problem(0, unreachable);
  }
  const text = await answer.text();
  const parsed = parse(text);
  if (!answer.ok) throw new Problem(answer.status, (parsed as Body | undefined) ?? {});
  return parsed as T;
}

const unreachable = {
  code: 'network.unreachable',
  title: 'Signalbox does not answer',
  detail: 'The server is stopped, restarting, or not reachable from here. Check that it runs, then try again.',
};

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
