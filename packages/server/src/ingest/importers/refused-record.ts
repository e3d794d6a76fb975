import { isObject, type JsonObject } from '../content/json.ts';
import type { Format, Imported, ImportOptions } from './imported.ts';

/** A record that is not what its format says. The message tells whoever has the file what is wrong. */
export class RefusedRecord extends Error {}

export function objectOf(value: unknown, what = 'The record'): JsonObject {
  if (!isObject(value)) throw new RefusedRecord(`${what} must be an object`);
  return value;
}

export function listAt(record: JsonObject, field: string): readonly unknown[] {
  const value = record[field];
  if (!Array.isArray(value)) throw new RefusedRecord(`"${field}" must be a list`);
  return value;
}

export function textAt(record: JsonObject, field: string): string {
  const value = record[field];
  if (typeof value !== 'string' || value === '') throw new RefusedRecord(`"${field}" must be a text`);
  return value;
}

/** A whole number from `least`, also as text. */
export function wholeAt(record: JsonObject, field: string, least = 0): number {
  const value = record[field];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number) || (number as number) < least)
    throw new RefusedRecord(`"${field}" must be a whole number from ${least}`);
  return number as number;
}

/** A format each record of which stands alone. `name`: of its file, without folder and ending. */
export const eachRecord = (read: (value: unknown, options: ImportOptions, name: string) => Imported): Format =>
  function* (records, options) {
    for (const record of records) {
      const { file, line, nth } = record;
      yield { file, line, nth, ...attempt(() => read(valueOf(record), options, nameOf(file))) };
    }
  };

export const nameOf = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');

export function valueOf(record: { value: unknown } | { broken: string }): unknown {
  if ('broken' in record) throw new RefusedRecord(record.broken);
  return record.value;
}

export function attempt(read: () => Imported): { imported: Imported } | { refused: string } {
  try {
    return { imported: read() };
  } catch (error) {
    if (error instanceof RefusedRecord) return { refused: error.message };
    throw error;
  }
}
