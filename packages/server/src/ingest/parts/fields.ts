import type { JsonObject } from '../content/json.ts';
import { nanosOf } from './moment.ts';
import { RefusedEvent } from './refused-event.ts';

/** Reading fields of an event as Langfuse's API promises them. null and absent are the same; all throw `RefusedEvent`. */

const longestId = 1000;

export function optionalId(from: JsonObject, name: string): string | null {
  const sent = from[name];
  if (sent === null || sent === undefined || sent === '') return null;
  if (typeof sent !== 'string') throw new RefusedEvent(`"${name}" must be a string`);
  if (sent.length > longestId) throw new RefusedEvent(`"${name}" is longer than ${longestId} characters`);
  return sent;
}

export function requiredId(from: JsonObject, name: string): string {
  const id = optionalId(from, name);
  if (id === null) throw new RefusedEvent(`"${name}" is missing`);
  return id;
}

/** Unix nanoseconds. */
export function moment(from: JsonObject, name: string): bigint {
  const at = nanosOf(from[name]);
  if (at === null) throw new RefusedEvent(`"${name}" must be a date and time, such as 2026-11-22T05:27:12.190Z`);
  return at;
}

export function checkMoments(from: JsonObject, ...names: readonly string[]): void {
  for (const name of names) if (from[name] !== null && from[name] !== undefined) moment(from, name);
}

export function checkTexts(from: JsonObject, ...names: readonly string[]): void {
  for (const name of names) {
    const sent = from[name];
    if (sent !== null && sent !== undefined && typeof sent !== 'string')
      throw new RefusedEvent(`"${name}" must be a string`);
  }
}
