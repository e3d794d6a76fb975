import type { AttributeValue } from '../types.ts';
import type { Cursor } from './cursor.ts';
import { readKey } from './text.ts';
import { readValue } from './value.ts';

/** Reads one KeyValue into `into`; of equal keys the later counts. What does not fit into a full map is cut. */
export function readAttribute(c: Cursor, into: Map<string, AttributeValue>): void {
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
  if (into.size >= c.limits.maxAttributes && !into.has(key)) c.cut = true;
  else into.set(key, value);
}
