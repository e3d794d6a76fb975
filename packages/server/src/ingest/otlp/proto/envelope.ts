import { Refusals } from '../refusals.ts';
import type { AttributeValue, Keep, ReadLimits, Refused, ResourceIn, ScopeIn } from '../types.ts';
import { Cursor } from './cursor.ts';
import { readResource, readScope } from './scope.ts';

/** Reads one span or log record whose length comes next, or says why it is refused. Leaves the cursor behind it. */
export type ReadItem<Item> = (c: Cursor, resource: ResourceIn, scope: ScopeIn) => Item | string;

type Reading<Item> = {
  readItem: ReadItem<Item>;
  keep: Keep<Item>;
  kept: number;
  refusals: Refusals;
  index: number;
};

/**
 * Traces and logs come in the same envelope: request.1 = resource group, group.1 = resource, group.2 = scope group,
 * scope group.1 = scope, scope group.2 = item. Resource and scope objects are shared by their items.
 */
export function readEnvelope<Item>(
  bytes: Uint8Array,
  limits: ReadLimits,
  readItem: ReadItem<Item>,
  keep: Keep<Item>,
): Refused {
  const c = new Cursor(bytes, limits);
  const reading: Reading<Item> = { readItem, keep, kept: 0, refusals: new Refusals(), index: 0 };
  eachField(c, 0x0a, () => readResourceGroup(c, reading));
  return { rejected: reading.refusals.total, reasons: reading.refusals.reasons() };
}

function readResourceGroup<Item>(c: Cursor, reading: Reading<Item>): void {
  c.spend();
  const outer = c.enter();
  const start = c.at;
  const attributes = new Map<string, AttributeValue>();
  c.cut = false;
  // The resource may come behind its spans: fields have no order on the wire.
  eachField(c, 0x0a, () => readResource(c, attributes));
  const cut = c.cut;
  c.at = start;
  eachField(c, 0x12, () => readScopeGroup(c, reading, { attributes }, cut));
  c.leave(outer);
}

function readScopeGroup<Item>(c: Cursor, reading: Reading<Item>, resource: ResourceIn, resourceCut: boolean): void {
  c.spend();
  const outer = c.enter();
  const start = c.at;
  let scope: ScopeIn = { name: '', version: '', attributes: new Map() };
  c.cut = resourceCut;
  eachField(c, 0x0a, () => {
    scope = readScope(c, scope);
  });
  const cut = c.cut;
  c.at = start;
  eachField(c, 0x12, () => {
    c.cut = cut;
    readOne(c, reading, resource, scope);
  });
  c.leave(outer);
}

function readOne<Item>(c: Cursor, reading: Reading<Item>, resource: ResourceIn, scope: ScopeIn): void {
  c.spend();
  const index = reading.index++;
  if (reading.kept >= c.limits.maxSpans) {
    c.advance(c.length());
    reading.refusals.add(`more than ${c.limits.maxSpans} in one request, send smaller batches`, index);
    return;
  }
  const item = reading.readItem(c, resource, scope);
  if (typeof item === 'string') {
    reading.refusals.add(item, index);
    return;
  }
  reading.kept++;
  reading.keep(item);
}

/** Runs `read` on each field with this tag up to the end of the message, passing over the others. */
function eachField(c: Cursor, wanted: number, read: () => void): void {
  while (c.at < c.end) {
    const tag = c.tag();
    if (tag === wanted) read();
    else c.skip(tag);
  }
}
