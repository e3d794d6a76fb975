import { maskPersonalData, personalField } from '../../detect/personal-data.ts';
import type { AttributeValue, Attributes, LogIn, ResourceIn, SpanIn } from '../otlp/types.ts';

/** Personal data masked in what was sent, before anything is read from it. What holds none stays the same object. */

/** Deeper values become null: nothing as deep is stored anyway (scrub/clean.ts). */
const deepest = 48;

export function maskSpan(span: SpanIn): SpanIn {
  const masked: SpanIn = {
    ...span,
    resource: maskResource(span.resource),
    name: maskText(span.name),
    statusMessage: maskText(span.statusMessage),
    attributes: maskAttributes(span.attributes),
    events: maskEach(span.events, (event) => ({
      ...event,
      name: maskText(event.name),
      attributes: maskAttributes(event.attributes),
    })),
    links: maskEach(span.links, (link) => ({ ...link, attributes: maskAttributes(link.attributes) })),
  };
  return sameValues(span, masked) ? span : masked;
}

export function maskLog(log: LogIn): LogIn {
  const masked: LogIn = {
    ...log,
    resource: maskResource(log.resource),
    body: maskValue(log.body),
    attributes: maskAttributes(log.attributes),
  };
  return sameValues(log, masked) ? log : masked;
}

const resources = new WeakMap<ResourceIn, ResourceIn>();

/** One object for all spans of a resource, as the reader made it: mapping remembers what it made of it. */
function maskResource(resource: ResourceIn): ResourceIn {
  let masked = resources.get(resource);
  if (masked === undefined) {
    const attributes = maskAttributes(resource.attributes);
    masked = attributes === resource.attributes ? resource : { ...resource, attributes };
    resources.set(resource, masked);
  }
  return masked;
}

function maskAttributes(attributes: Attributes): Attributes {
  let out: Map<string, AttributeValue> | null = null;
  for (const [name, value] of attributes) {
    const masked = maskField(name, value);
    if (masked !== value) (out ??= new Map(attributes)).set(name, masked);
  }
  return out ?? attributes;
}

function maskField(name: string, value: AttributeValue, depth = 0): AttributeValue {
  const mask = personalField(name);
  const plain =
    typeof value === 'string' ? /[@\d]/.test(value) : typeof value === 'number' || typeof value === 'bigint';
  return mask !== null && plain ? mask : maskValue(value, depth);
}

export function maskValue(value: AttributeValue, depth = 0): AttributeValue {
  if (typeof value === 'string') return maskText(value, depth);
  if (typeof value === 'number' || typeof value === 'bigint') return maskNumber(value);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (depth >= deepest) return null;
  if (Array.isArray(value)) return maskEach(value as readonly AttributeValue[], (item) => maskValue(item, depth + 1));
  const entries = Object.entries(value as Record<string, AttributeValue>);
  const masked = entries.map(([name, inner]): [string, AttributeValue] => [
    maskText(name),
    maskField(name, inner, depth + 1),
  ]);
  const same = masked.every(([name, inner], at) => name === entries[at]![0] && inner === entries[at]![1]);
  // fromEntries defines, never assigns: `__proto__` becomes a key.
  return same ? value : Object.fromEntries(masked);
}

/** A card's number may come as a number. */
function maskNumber(value: number | bigint): AttributeValue {
  if (typeof value === 'number' && !Number.isInteger(value)) return value;
  const text = String(value);
  const masked = text.length >= 13 ? maskPersonalData(text) : text;
  return masked === text ? value : masked;
}

/** Messages are mostly JSON in a text: masked value by value, so that it stays JSON, with texts in texts. */
function maskText(text: string, depth = 0): string {
  if (!/[@\d]/.test(text)) return text;
  const first = text[0];
  if (first !== '{' && first !== '[' && first !== '"') return maskPersonalData(text);
  let parsed: AttributeValue;
  try {
    parsed = JSON.parse(text) as AttributeValue;
  } catch {
    return maskPersonalData(text);
  }
  const masked = maskValue(parsed, depth + 1);
  return masked === parsed ? text : JSON.stringify(masked);
}

function maskEach<Item>(items: readonly Item[], mask: (item: Item) => Item): readonly Item[] {
  let changed = false;
  const out = items.map((item) => {
    const masked = mask(item);
    const same = masked === item || (isPlain(item) && isPlain(masked) && sameValues(item, masked));
    changed ||= !same;
    return same ? item : masked;
  });
  return changed ? out : items;
}

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null;

const sameValues = <Whole extends object>(one: Whole, other: Whole): boolean =>
  (Object.keys(one) as (keyof Whole)[]).every((name) => one[name] === other[name]);
