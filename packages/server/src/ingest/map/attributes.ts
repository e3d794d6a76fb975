import type { Attributes, AttributeValue } from '../otlp/types.ts';
import { cleanField, cleanText, type Met } from '../scrub/clean.ts';

/** Longest stored text of one attribute, in bytes of UTF-8. */
const maxBytes = 16 * 1024;
const maxLabel = 400;

type Without = {
  readonly consumed?: readonly string[] | undefined;
  readonly replaced?: ReadonlyMap<string, string> | undefined;
};

/** Attributes as stored: names and values cleaned, everything that is no text as JSON, long values cut (mark `truncated`). */
export function storedAttributes(attributes: Attributes, met: Met, without: Without = {}): Map<string, string> {
  const skip = without.consumed === undefined || without.consumed.length === 0 ? undefined : new Set(without.consumed);
  const out = new Map<string, string>();
  for (const [key, value] of attributes) {
    if (skip?.has(key) === true) continue;
    out.set(nameOf(key, met), storedValue(key, without.replaced?.get(key) ?? value, met));
  }
  return out;
}

const cleanNames = new Set<string>();

/** Names repeat from span to span: looked at once, while they are clean and not too many. */
function nameOf(key: string, met: Met): string {
  if (cleanNames.has(key)) return key;
  const name = label(key, met);
  if (name === key && cleanNames.size < 10_000) cleanNames.add(key);
  return name;
}

function storedValue(key: string, value: AttributeValue, met: Met): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  const clean = cleanField(key, value, met);
  return cut(typeof clean === 'string' ? clean : (JSON.stringify(clean) ?? 'null'), maxBytes, met);
}

/** A name, id or other short text: cleaned, and cut to 400 characters since it becomes a column with few values. */
export function label(text: string | undefined, met: Met): string {
  if (text === undefined || text === '') return '';
  const clean = cleanText(text, met);
  return clean.length <= maxLabel ? clean : cut(clean, maxLabel, met);
}

/** At most so many bytes of UTF-8, cut between characters. */
export function cut(text: string, most: number, met: Met): string {
  if (text.length * 3 <= most || Buffer.byteLength(text) <= most) return text;
  met.add('truncated');
  const bytes = Buffer.from(text.slice(0, most));
  let end = most;
  while (end > 0 && (bytes[end] ?? 0) >> 6 === 0b10) end--;
  return bytes.toString('utf8', 0, end);
}
