import { WireError } from '../otlp/types.ts';
import { isObject, type JsonObject } from './json.ts';

/** A body that is a JSON object. Throws `WireError`. */
export function jsonBody(body: Uint8Array): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new WireError('The body is not JSON in UTF-8.');
  }
  if (!isObject(parsed)) throw new WireError('The body must be a JSON object.');
  return parsed;
}
