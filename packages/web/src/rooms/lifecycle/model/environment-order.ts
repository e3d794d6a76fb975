/** Where a release goes on from here; undefined = this is the last, or stands in no order. */
export function nextOf(order: readonly string[], from: string): string | undefined {
  const at = order.indexOf(from);
  return at < 0 ? undefined : order[at + 1];
}

/** One place earlier; the first stays where it is. */
export function movedUp(order: readonly string[], name: string): string[] {
  const at = order.indexOf(name);
  if (at < 1) return [...order];
  return [...order.slice(0, at - 1), name, order[at - 1]!, ...order.slice(at + 1)];
}

/** Those that stand last in the order come first, for production is what is asked for; those in no order come last, by name. */
export const lastFirst = (order: readonly string[], names: readonly string[]): string[] =>
  [...new Set(names)].toSorted((a, b) => order.indexOf(b) - order.indexOf(a) || (a < b ? -1 : 1));
