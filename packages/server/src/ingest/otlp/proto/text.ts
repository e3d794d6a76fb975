import { utf8Cut } from '../utf8.ts';
import type { Cursor } from './cursor.ts';

/** A string within `maxValueBytes`; invalid UTF-8 becomes U+FFFD. Through Buffer, as TextDecoder swallows a leading U+FEFF. */
export function readText(c: Cursor): string {
  const length = c.length();
  const start = c.advance(length);
  if (length === 0) return '';
  if (length <= c.limits.maxValueBytes) return c.bytes.toString('utf8', start, c.at);
  c.cut = true;
  return c.bytes.toString('utf8', start, utf8Cut(c.bytes, start, c.limits.maxValueBytes));
}

/** A copy within `maxValueBytes`: a kept value must not hold on to the request's buffer. */
export function readBytes(c: Cursor): Uint8Array {
  const length = c.length();
  const start = c.advance(length);
  const kept = Math.min(length, c.limits.maxValueBytes);
  if (kept < length) c.cut = true;
  return new Uint8Array(c.bytes.subarray(start, start + kept));
}

const slots = 4096;
const longestHeld = 64;
const held: (string | undefined)[] = Array.from({ length: slots }, () => undefined);

/**
 * An attribute key. The same few hundred keys come with every span: a hit allocates nothing and brings its hash along, so Map.set
 * is cheaper too. The table has a fixed number of slots; the newer key takes the place.
 */
export function readKey(c: Cursor): string {
  const from = c.at;
  const length = c.length();
  if (length > longestHeld || length > c.limits.maxValueBytes) {
    c.at = from;
    return readText(c);
  }
  const start = c.advance(length);
  let hash = length;
  for (let i = start; i < c.at; i++) hash = (Math.imul(hash, 31) + c.bytes[i]!) | 0;
  const slot = (hash ^ (hash >>> 12)) & (slots - 1);
  const known = held[slot];
  if (known !== undefined && known.length === length && matches(known, c.bytes, start)) return known;
  return (held[slot] = c.bytes.toString('utf8', start, c.at));
}

/** Only ASCII may match: the byte e9 is not the character U+00E9. */
function matches(known: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < known.length; i++) {
    const code = known.charCodeAt(i);
    if (code !== bytes[start + i] || code > 0x7f) return false;
  }
  return true;
}
