import { eventContent } from '../dialects/genai-events.ts';
import type { EventIn, LinkIn } from '../otlp/types.ts';
import type { Met } from '../scrub/clean.ts';
import { label, storedAttributes } from './attributes.ts';
import { isoOf } from './time.ts';

/** Events and links of one span together take at most this much text each; what is beyond is left out (mark `truncated`). */
const maxText = 256 * 1024;

/** JSON array of {time (ISO, nanoseconds), name, attributes}; '' for none. */
export const storedEvents = (events: readonly EventIn[], met: Met): string =>
  listed(events, met, (event) => ({
    time: isoOf(event.timeNs),
    name: label(event.name, met),
    attributes: Object.fromEntries(storedAttributes(event.attributes, met, { consumed: eventContent(event) })),
  }));

/** JSON array of {traceId, spanId, attributes}; '' for none. */
export const storedLinks = (links: readonly LinkIn[], met: Met): string =>
  listed(links, met, (link) => ({
    traceId: link.traceId,
    spanId: link.spanId,
    attributes: Object.fromEntries(storedAttributes(link.attributes, met)),
  }));

function listed<Item>(items: readonly Item[], met: Met, stored: (item: Item) => object): string {
  if (items.length === 0) return '';
  const out: string[] = [];
  let size = 0;
  for (const item of items) {
    const json = JSON.stringify(stored(item));
    size += json.length;
    if (size > maxText) {
      met.add('truncated');
      break;
    }
    out.push(json);
  }
  return `[${out.join(',')}]`;
}
