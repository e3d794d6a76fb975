import { setOwn } from '../own.ts';
import type { AttributeValue } from '../types.ts';
import type { Cursor } from './cursor.ts';
import { readBytes, readKey, readText } from './text.ts';

/**
 * One AnyValue. 64-bit integers are bigint, doubles number, an empty value null. Of several fields the last counts.
 * @param depth containers around this value; deeper ones than `maxDepth` are passed over unread, so recursion is bounded
 */
export function readValue(c: Cursor, depth: number): AttributeValue {
  c.spend();
  const outer = c.enter();
  let value: AttributeValue = null;
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) value = readText(c);
    else if (tag === 0x18) value = c.int64();
    else if (tag === 0x21) value = c.double();
    else if (tag === 0x10) value = (c.varint() | c.high) !== 0;
    else if (tag === 0x2a || tag === 0x32) value = readContainer(c, tag, depth + 1);
    else if (tag === 0x3a) value = readBytes(c);
    else c.skip(tag);
  }
  c.leave(outer);
  return value;
}

function readContainer(c: Cursor, tag: number, depth: number): AttributeValue {
  if (depth <= c.limits.maxDepth) return tag === 0x2a ? readArray(c, depth) : readMap(c, depth);
  c.cut = true;
  c.skip(tag);
  return null;
}

function readArray(c: Cursor, depth: number): AttributeValue {
  const values: AttributeValue[] = [];
  const outer = c.enter();
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) values.push(readValue(c, depth));
    else c.skip(tag);
  }
  c.leave(outer);
  return values;
}

function readMap(c: Cursor, depth: number): AttributeValue {
  const map: Record<string, AttributeValue> = {};
  const outer = c.enter();
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) readEntry(c, map, depth);
    else c.skip(tag);
  }
  c.leave(outer);
  return map;
}

function readEntry(c: Cursor, map: Record<string, AttributeValue>, depth: number): void {
  const outer = c.enter();
  let key = '';
  let value: AttributeValue = null;
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === 0x0a) key = readKey(c);
    else if (tag === 0x12) value = readValue(c, depth);
    else c.skip(tag);
  }
  c.leave(outer);
  setOwn(map, key, value);
}
