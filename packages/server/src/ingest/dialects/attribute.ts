import { decoded, isObject, type JsonObject } from '../content/json.ts';
import type { Attributes, AttributeValue } from '../otlp/types.ts';
import type { Facts } from './types.ts';

/** Reading attributes as clients really send them: numbers as text, JSON as text, empty values. First non-empty key wins. */

export function text(attributes: Attributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes.get(key);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  }
  return undefined;
}

/** A count, or null where none is said: NaN, negative numbers and fractions (all sent by someone) are not counts. */
export function count(attributes: Attributes, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = countOf(attributes.get(key));
    if (value !== null) return value;
  }
  return null;
}

export function countOf(value: unknown): number | null {
  const number =
    typeof value === 'bigint'
      ? Number(value)
      : typeof value === 'string' && /^\d{1,10}$/.test(value)
        ? Number(value)
        : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 0xffffffff ? number : null;
}

export function decimal(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const number = decimalOf(attributes.get(key));
    if (number !== undefined) return number;
  }
  return undefined;
}

export function decimalOf(value: unknown): number | undefined {
  const number =
    typeof value === 'bigint' || (typeof value === 'string' && /^\d{1,12}(?:\.\d{1,18})?$/.test(value))
      ? Number(value)
      : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A span of time in the given unit as nanoseconds; undefined when absent, negative or beyond a day. */
export function nanoseconds(value: number | undefined, perSecond: number): bigint | undefined {
  if (value === undefined || value < 0 || value > 86_400 * perSecond) return undefined;
  return BigInt(Math.round((value / perSecond) * 1e9));
}

/** Structured values as they are, JSON text read up to two levels. */
export const value = (attributes: Attributes, key: string): unknown => decoded(attributes.get(key));

export function object(attributes: Attributes, key: string): JsonObject {
  const found = value(attributes, key);
  return isObject(found) ? found : {};
}

/** A list of strings sent as such, as JSON text, or with commas. */
export function strings(attributes: Attributes, key: string): readonly string[] | undefined {
  const raw: unknown = value(attributes, key);
  const list = Array.isArray(raw)
    ? raw
    : typeof raw === 'string' && raw !== ''
      ? raw.split(',').map((item) => item.trim())
      : [];
  const found = list.filter((item): item is string => typeof item === 'string' && item !== '');
  return found.length === 0 ? undefined : found;
}

export const has = (attributes: Attributes, key: string): boolean => {
  const found: AttributeValue | undefined = attributes.get(key);
  return found !== undefined && found !== null && found !== '';
};

/** The keys of this list that are there: what a convention has read as content. */
export const present = (attributes: Attributes, keys: readonly string[]): string[] =>
  keys.filter((key) => attributes.has(key));

/** The nanoseconds from a start to a moment sent as ISO 8601, some clients quote it once more. undefined when absent, before the start, or beyond a day. */
export function nanosecondsUntil(attributes: Attributes, key: string, startNs: bigint): bigint | undefined {
  const moment = value(attributes, key);
  const ms = typeof moment === 'string' && moment.length <= 40 ? Date.parse(moment) : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  const passed = BigInt(ms) * 1_000_000n - startNs;
  return passed < 0n || passed > 86_400_000_000_000n ? undefined : passed;
}

/** Facts with fields that may be undefined: the registry reads that as silence. */
export const known = (facts: { readonly [Field in keyof Facts]: Facts[Field] | undefined }): Facts => facts as Facts;
