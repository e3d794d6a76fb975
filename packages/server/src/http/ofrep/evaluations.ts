import { createHash } from 'node:crypto';
import type { Flag, FlagContext } from '../../rooms/lifecycle/index.ts';

/** An answer of the protocol. */
export type OfrepAnswer = { status: number; body: object };

/** The context of a request's body, or what is wrong with it in the protocol's words. */
export function contextOf(text: string): { context: FlagContext } | { errorCode: string; errorDetails: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is not valid JSON.' };
  }
  const context = isObject(body) ? body['context'] : undefined;
  if (!isObject(context)) return { errorCode: 'INVALID_CONTEXT', errorDetails: '"context" must be an object.' };
  const { targetingKey } = context;
  if (targetingKey !== undefined && typeof targetingKey !== 'string')
    return { errorCode: 'INVALID_CONTEXT', errorDetails: '"targetingKey" must be a string.' };
  return { context };
}

export function success({ key, value, reason, variant, metadata }: Flag): object {
  return {
    ...{ key, reason },
    ...(value !== undefined && { value }),
    ...(variant !== undefined && { variant }),
    ...(metadata !== undefined && { metadata }),
  };
}

export const notFound = (key: string): OfrepAnswer => ({
  status: 404,
  body: { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: `There is no flag "${key}" for this key and environment.` },
});

/** One for all flags: it changes when one of them does. */
export function etagOfAll(flags: readonly Flag[]): string {
  const hash = createHash('sha256');
  for (const { key, etag } of flags) hash.update(`${key}\n${etag}\n`);
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
