import { setOwn } from '../own.ts';
import type { AttributeValue } from '../types.ts';
import { type Json, field, integer, isObject, list, Misfit, object } from './fields.ts';
import { type Reading, bounded } from './text.ts';

/**
 * One AnyValue of OTLP JSON; empty or absent is null. Throws Misfit where a member does not fit its name.
 * @param depth containers around this value, as in the protobuf reader
 */
export function readValue(json: unknown, reading: Reading, depth: number): AttributeValue {
  if (json === undefined || json === null) return null;
  if (!isObject(json)) throw new Misfit('an attribute value is not an object such as {"stringValue":"…"}');
  for (const [name, read] of kinds) {
    const value = field(json, name);
    if (value !== undefined) return read(value, reading, depth);
  }
  return null;
}

type Read = (value: unknown, reading: Reading, depth: number) => AttributeValue;

const kinds: readonly (readonly [name: string, read: Read])[] = [
  [
    'stringValue',
    (value, reading) => bounded(expect(typeof value === 'string', value, 'stringValue') as string, reading),
  ],
  ['intValue', readInt],
  ['doubleValue', readDouble],
  ['boolValue', (value) => expect(typeof value === 'boolean', value, 'boolValue') as boolean],
  ['arrayValue', (value, reading, depth) => nest(value, reading, depth + 1, readArray)],
  ['kvlistValue', (value, reading, depth) => nest(value, reading, depth + 1, readMap)],
  ['bytesValue', readBytes],
];

function expect(fits: boolean, value: unknown, name: string): unknown {
  if (!fits) throw new Misfit(`${name} does not hold what its name says`);
  return value;
}

function readInt(json: unknown): bigint {
  const value = integer(json);
  if (value === null || BigInt.asIntN(64, value) !== value) throw new Misfit('intValue is not a 64-bit integer');
  return value;
}

const words: Json = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, '-Infinity': Number.NEGATIVE_INFINITY };

function readDouble(json: unknown): number {
  if (typeof json === 'number') return json;
  if (typeof json === 'bigint') return Number(json);
  const value = typeof json === 'string' && json.trim() !== '' ? Number(words[json] ?? json) : undefined;
  return expect(value !== undefined && (json === 'NaN' || !Number.isNaN(value)), value, 'doubleValue') as number;
}

/** Base64, standard or URL-safe. What is cut is never decoded. */
function readBytes(json: unknown, reading: Reading): Uint8Array {
  const encoded = expect(typeof json === 'string', json, 'bytesValue') as string;
  const max = reading.limits.maxValueBytes;
  const decoded = Buffer.from(encoded.slice(0, Math.ceil(max / 3) * 4 + 4), 'base64');
  if (decoded.length > max) reading.cut = true;
  return new Uint8Array(decoded.subarray(0, max));
}

function nest(
  json: unknown,
  reading: Reading,
  depth: number,
  read: (from: Json, reading: Reading, depth: number) => AttributeValue,
): AttributeValue {
  const from = object({ json }, 'json');
  if (depth <= reading.limits.maxDepth) return read(from, reading, depth);
  reading.cut = true;
  return null;
}

const readArray = (from: Json, reading: Reading, depth: number): AttributeValue =>
  list(from, 'values').map((value) => readValue(value, reading, depth));

function readMap(from: Json, reading: Reading, depth: number): AttributeValue {
  const map: Record<string, AttributeValue> = {};
  for (const entry of list(from, 'values')) {
    const { key, value } = readKeyValue(entry, reading, depth);
    setOwn(map, key, value);
  }
  return map;
}

export function readKeyValue(json: unknown, reading: Reading, depth: number): { key: string; value: AttributeValue } {
  if (!isObject(json)) throw new Misfit('an attribute is not an object such as {"key":"…","value":{…}}');
  const key = field(json, 'key') ?? '';
  if (typeof key !== 'string') throw new Misfit('an attribute key is not a string');
  return { key: bounded(key, reading), value: readValue(field(json, 'value'), reading, depth) };
}
