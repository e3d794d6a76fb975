import type { Problem } from '../ports/edge.ts';
import { loadConfig } from '../spine/config/load.ts';

/** Flags of commands that talk to a server over its API. */
export type ClientFlags = { config?: string; url?: string; key?: string };
/** One call under /api/v1; null where the answer has no body. Rejects with what the server says, in a sentence. */
export type Api = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<unknown>;

const patienceMs = 30_000;

/** The server of --url or SIGNALBOX_CLIENT_URL, else the one on this machine; the key of --key or SIGNALBOX_CLIENT_KEY. */
export function serverOf(flags: ClientFlags, scopes = 'read and write'): { base: string; key: string } {
  const { config: file, url, key } = flags;
  const given = { 'client.url': url, 'client.key': key };
  const { client, server } = loadConfig({ env: process.env, flags: given, file }).config;
  const base = (client.url ?? `http://127.0.0.1:${server.port}`).replace(/\/+$/, '');
  if (client.key === null)
    throw new Error(`An API key with the scopes ${scopes} is needed: --key, or SIGNALBOX_CLIENT_KEY.`);
  return { base, key: client.key };
}

export function apiOf(flags: ClientFlags): Api {
  const { base, key } = serverOf(flags);
  const headers = { 'x-signalbox-key': key, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${base}/api/v1${path}`, { ...request, signal: AbortSignal.timeout(patienceMs) }).catch(
      (cause: unknown) => {
        throw new Error(`No Signalbox answers at ${base}. Is it the right address (--url), and does it run?`, {
          cause,
        });
      },
    );
    const text = await answer.text();
    if (!answer.ok) throw new Error(refusalOf(text) ?? `${base} answered ${answer.status} to ${method} ${path}.`);
    if (answer.status === 204) return null;
    const read = jsonOf(text);
    if (read === undefined) throw new Error(`What answers at ${base} is no Signalbox.`);
    return read;
  };
}

/** What a problem says, with the fields it names; null = it is none. */
export function refusalOf(text: string): string | null {
  const { detail, fields = [] } = (jsonOf(text) ?? {}) as Partial<Problem>;
  if (typeof detail !== 'string') return null;
  return [detail, ...fields.map(({ path, message }) => `${path}: ${message}`)].join('\n  ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
