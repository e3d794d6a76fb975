import { maxJsonContainers, maxJsonDepth } from '../bounds.ts';
import { WireError } from '../types.ts';
import { isObject, type Json } from './fields.ts';

/**
 * Parses OTLP JSON. Nesting and number of containers are bounded before JSON.parse sees the text (64 MB of "[" would take gigabytes
 * there). Integers written as numbers beyond 2^53 come back as bigint, exactly; strings are well-formed Unicode or U+FFFD later.
 * Throws WireError.
 */
export function parseJson(body: Uint8Array | string): unknown {
  const bytes =
    typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const { longIntegers } = survey(bytes);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = bytes.toString('utf8', start);
  try {
    return longIntegers ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch (error) {
    throw new WireError(`JSON: ${describe(error)}`);
  }
}

/** The same where the whole must be an object, as a request is. */
export function parseRequest(body: Uint8Array | string): Json {
  const request = parseJson(body);
  if (!isObject(request)) throw new WireError('JSON: the request is not an object');
  return request;
}

/** A reviver costs several times the parse, so it runs only where a long run of digits was seen. */
function exactInteger(_key: string, value: unknown, context?: { source: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

const quote = 0x22;
const backslash = 0x5c;

/** One pass over the bytes outside of strings: depth and count of containers are checked, long integers noticed. */
function survey(bytes: Uint8Array): { longIntegers: boolean } {
  let depth = 0;
  let containers = 0;
  let digits = 0;
  let longIntegers = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x30 && byte <= 0x39) {
      if (++digits === 16) longIntegers = true;
      continue;
    }
    // Digits of a fraction or an exponent are not an integer's.
    digits = byte === 0x2e || byte === 0x65 || byte === 0x45 ? Number.NEGATIVE_INFINITY : 0;
    if (byte === quote) i = stringEnd(bytes, i + 1);
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxJsonDepth) throw new WireError(`JSON: nests deeper than ${maxJsonDepth} levels (byte ${i})`);
      if (++containers > maxJsonContainers)
        throw new WireError(`JSON: more than ${maxJsonContainers} objects and arrays, send smaller batches`);
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return { longIntegers };
}

/** Index of the closing quote, or the end. */
function stringEnd(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] !== quote) i += bytes[i] === backslash ? 2 : 1;
  return i;
}

/** V8's message quotes a part of the body, which may hold a secret: only kind and place are told. */
function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const place = /at position \d+/.exec(message)?.[0];
  return place === undefined ? 'not complete or not JSON' : `not JSON ${place}`;
}
