import type { Deliveries } from './deliveries.ts';
import { type Delivering, deliverNow, type Who, type Wish } from './deliver.ts';

const path = '/api/v1/delivery/';
const plain = new Set(['environment', 'user', 'conversation', 'tenant', 'since', 'after']);
/** As the route takes it; anything else that is said as a time is the route's to judge. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
/** There is no 31st of February, though Date reads one. */
const isTime = (text: string): boolean => {
  const ms = time.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 19));
};
/** What an address holds as it is: the route knows what an escape, dots or a further part mean. */
const plainName = /^[\w:~-][\w.:~-]*$/;
/** What cannot be kept, and what an escape that is no UTF-8 is read as. */
const odd = /[\0\ufffd]/;
const longest = 400;

/**
 * The answer to a plain request for a delivery, at once and from memory; null = it is not one, or not for here: whoever waits, asks for
 * what nobody knows yet, or asks wrongly is answered by the route. `url`: path and query. Throws as `deliverNow`.
 */
export function quickDelivery(
  deliveries: Deliveries,
  who: Who,
  { url, etag }: { url: string; etag: string | null },
): Delivering | null {
  const snapshot = deliveries.peek(who.workspaceId);
  if (snapshot === null || !url.startsWith(path)) return null;
  const question = url.indexOf('?');
  const name = question === -1 ? url.slice(path.length) : url.slice(path.length, question);
  if (name.length > longest || !plainName.test(name) || (etag?.length ?? 0) > longest) return null;
  const wish: Wish & Record<string, unknown> = { agent: name, etag };
  if (question !== -1)
    for (const [key, value] of new URLSearchParams(url.slice(question + 1))) {
      if (!plain.has(key) || key in wish || value === '' || value.length > longest || odd.test(value)) return null;
      wish[key] = key === 'after' ? Number(value) : value;
    }
  if (wish.environment !== undefined && wish.environment !== wish.environment.trim()) return null;
  if (wish.environment !== undefined && wish.environment.length > 200) return null;
  if (wish.since !== undefined && !isTime(wish.since)) return null;
  if (wish.after !== undefined && !(Number.isSafeInteger(wish.after) && wish.after >= 0 && wish.after <= snapshot.seq))
    return null;
  return deliverNow(deliveries, who, wish);
}
