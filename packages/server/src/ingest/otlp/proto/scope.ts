import type { AttributeValue, ScopeIn } from '../types.ts';
import { readAttribute } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { readText } from './text.ts';

/** A Resource, added to what an earlier part of the same field gave. */
export function readResource(c: Cursor, into: Map<string, AttributeValue>): void {
  const outer = c.enter();
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) readAttribute(c, into);
    else c.skip(tag);
  }
  c.leave(outer);
}

export function readScope(c: Cursor, before: ScopeIn): ScopeIn {
  const outer = c.enter();
  let { name, version } = before;
  const attributes = new Map(before.attributes);
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) name = readText(c);
    else if (tag === 0x12) version = readText(c);
    else if (tag === 0x1a) readAttribute(c, attributes);
    else c.skip(tag);
  }
  c.leave(outer);
  return { name, version, attributes };
}
