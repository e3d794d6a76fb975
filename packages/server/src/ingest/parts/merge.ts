import { isObject, type JsonObject } from '../content/json.ts';
import { eventType } from './event-types.ts';
import type { Part } from './part.ts';

/** What all parts of one trace or observation say together: column by column. */
export type Columns = ReadonlyMap<string, unknown>;

/**
 * Parts in the order in which later ones count more: by the event's moment, at the same one creates before updates, then by
 * the event's id. The order is total, so that neither arrival nor a repeated event has a say.
 */
export const inOrder = (parts: readonly Part[]): Part[] => [...parts].sort(byMoment);

/**
 * Latest non-null value of each column. As in Langfuse, metadata are merged key by key and tags are collected. The same parts
 * give the same columns in any order, however often each is there.
 */
export function mergeParts(parts: readonly Part[]): Columns {
  const columns = new Map<string, unknown>();
  for (const { type, body } of inOrder(parts)) {
    const named = eventType(type)?.observation;
    for (const [name, value] of Object.entries(body)) {
      if (value === null || value === undefined) continue;
      if (name === 'type' && named !== null) continue;
      columns.set(name, joined(name, columns.get(name), value));
    }
    if (named != null) columns.set('type', named);
  }
  return columns;
}

function joined(name: string, before: unknown, value: unknown): unknown {
  if (name === 'metadata' && isObject(before) && isObject(value)) return withKeysOf(before, value);
  if (name === 'tags' && Array.isArray(before) && Array.isArray(value)) return sorted([...before, ...value]);
  return name === 'tags' && Array.isArray(value) ? sorted(value) : value;
}

function withKeysOf(before: JsonObject, value: JsonObject): JsonObject {
  const all = new Map(Object.entries(before));
  for (const [key, field] of Object.entries(value)) if (field !== null && field !== undefined) all.set(key, field);
  return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const sorted = (values: readonly unknown[]): unknown[] =>
  [...new Set(values.filter((value) => typeof value === 'string'))].sort();

function byMoment(a: Part, b: Part): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const rank = Number(creates(b)) - Number(creates(a));
  return rank || compare(a.eventId, b.eventId) || compare(bodyText(a), bodyText(b)) || compare(a.keyId, b.keyId);
}

const creates = ({ type }: Part): boolean => eventType(type)?.create === true;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const bodyText = ({ type, body }: Part): string => type + JSON.stringify(body);
