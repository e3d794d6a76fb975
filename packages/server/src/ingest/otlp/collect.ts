import type { Decoded, Keep, Refused } from './types.ts';

/** All items of a request at once, for whoever needs no more than a few. */
export function collect<Item>(read: (keep: Keep<Item>) => Refused): Decoded<Item> {
  const items: Item[] = [];
  const refused = read((item) => items.push(item));
  return { items, ...refused };
}
