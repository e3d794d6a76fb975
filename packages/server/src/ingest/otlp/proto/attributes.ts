import type { AttributeValue } from '../types.ts';
import type { Cursor } from './cursor.ts';
import { readKey } from './text.ts';
import { readValue } from './value.ts';

/** Reads one KeyValue into `into`; of equal keys the later counts. False where the map is full: then nothing is kept. */
export function readAttribute(c: Cursor, into: Map<string, AttributeValue>): boolean {
  const outer = c.enter();
  let key = '';
  let value: AttributeValue = null;
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) key = readKey(c);
    else if (tag === 0x12) value = readValue(c, 0);
    else c.skip(tag);
  }
  c.leave(outer);
  if (into.size >= c.limits.maxAttributes && !into.has(key)) return false;
  into.set(key, value);
  return true;
}

/** The same where a full map is only cut: resources, scopes, events and links. */
export function readSideAttribute(c: Cursor, into: Map<string, AttributeValue>): void {
  if (!readAttribute(c, into)) c.cut = true;
}
