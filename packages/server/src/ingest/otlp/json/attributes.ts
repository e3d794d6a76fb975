import type { AttributeValue } from '../types.ts';
import { type Json, list } from './fields.ts';
import type { Reading } from './text.ts';
import { readKeyValue } from './value.ts';

/** The attributes of a message, at most `maxAttributes`: more are cut. Of equal keys the later counts. */
export function readAttributes(from: Json, reading: Reading): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  for (const entry of list(from, 'attributes')) {
    const { key, value } = readKeyValue(entry, reading, 0);
    if (attributes.size >= reading.limits.maxAttributes && !attributes.has(key)) {
      reading.cut = true;
      break;
    }
    attributes.set(key, value);
  }
  return attributes;
}
