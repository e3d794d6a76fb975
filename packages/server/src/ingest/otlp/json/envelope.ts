import { Refusals } from '../refusals.ts';
import type { Keep, ReadLimits, Refused, ResourceIn, ScopeIn } from '../types.ts';
import { readAttributes } from './attributes.ts';
import { type Json, isObject, list, Misfit, object } from './fields.ts';
import { parseRequest } from './parse.ts';
import { type Reading, text } from './text.ts';

type ReadItem<Item> = (from: Json, resource: ResourceIn, scope: ScopeIn, reading: Reading) => Item | string;

/** Names of the nested lists: groups by resource, groups by scope, items. */
type Names = readonly [resources: string, scopes: string, items: string];
export type Kind<Item> = { readonly names: Names; readonly readItem: ReadItem<Item> };

/** Walks a request in OTLP JSON. What does not fit above the items throws WireError; an item that does not fit is refused. */
export function readEnvelope<Item>(
  body: Uint8Array | string,
  limits: ReadLimits,
  { names, readItem }: Kind<Item>,
  keep: Keep<Item>,
): Refused {
  const reading: Reading = { limits, cut: false };
  const refusals = new Refusals();
  let index = 0;
  let kept = 0;
  for (const { json, resource, scope, cut } of eachItem(body, names, reading)) {
    reading.cut = cut;
    const item =
      kept >= limits.maxSpans
        ? `more than ${limits.maxSpans} in one request, send smaller batches`
        : attempt(() => (isObject(json) ? readItem(json, resource, scope, reading) : 'not an object'));
    if (typeof item === 'string') refusals.add(item, index);
    else {
      kept++;
      keep(item);
    }
    index++;
  }
  return { rejected: refusals.total, reasons: refusals.reasons() };
}

function attempt<Item>(read: () => Item | string): Item | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof Misfit) return error.message;
    throw error;
  }
}

function* eachItem(body: Uint8Array | string, [resources, scopes, items]: Names, reading: Reading) {
  const request = parseRequest(body);
  for (const byResource of list(request, resources)) {
    reading.cut = false;
    const group = object({ [resources]: byResource }, resources);
    const resource: ResourceIn = { attributes: readAttributes(object(group, 'resource'), reading) };
    const resourceCut = reading.cut;
    for (const byScope of list(group, scopes)) {
      reading.cut = resourceCut;
      const scopeGroup = object({ [scopes]: byScope }, scopes);
      const scope = readScope(object(scopeGroup, 'scope'), reading);
      const cut = reading.cut;
      for (const json of list(scopeGroup, items)) yield { json, resource, scope, cut };
    }
  }
}

const readScope = (from: Json, reading: Reading): ScopeIn => ({
  name: text(from, 'name', reading),
  version: text(from, 'version', reading),
  attributes: readAttributes(from, reading),
});
