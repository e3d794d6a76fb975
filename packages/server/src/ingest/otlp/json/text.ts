import { utf8Cut } from '../utf8.ts';
import type { ReadLimits } from '../types.ts';
import { type Json, field, Misfit } from './fields.ts';

/** What a reader carries along: its bounds, and whether something was cut since the flag was last cleared. */
export type Reading = { readonly limits: ReadLimits; cut: boolean };

/** A string field within `maxValueBytes` of UTF-8; absent is ''. Lone surrogates become U+FFFD. */
export function text(from: Json, name: string, reading: Reading): string {
  const value = field(from, name);
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new Misfit(`${name} is not a string`);
  return bounded(value, reading);
}

export function bounded(value: string, reading: Reading): string {
  const max = reading.limits.maxValueBytes;
  const wellFormed = value.toWellFormed();
  // A character of UTF-16 takes three bytes of UTF-8 at most.
  if (wellFormed.length * 3 <= max || Buffer.byteLength(wellFormed) <= max) return wellFormed;
  reading.cut = true;
  const bytes = Buffer.from(wellFormed);
  return bytes.toString('utf8', 0, utf8Cut(bytes, 0, max));
}

/** Lower-case hex of `digits` digits: '' when empty or all zero, null when it is anything else. */
export function hexId(from: Json, name: string, digits: 16 | 32): string | null {
  const value = field(from, name) ?? '';
  if (value === '') return '';
  if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-fA-F]+$/.test(value)) return null;
  return /^0+$/.test(value) ? '' : value.toLowerCase();
}
