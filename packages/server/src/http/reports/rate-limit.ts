/** How many reports a key that stands in a page may send, on one node: whoever opens the page can read it. */
export type RateLimit = { perSecond: number; burst: number };

const usual: RateLimit = { perSecond: 50, burst: 200 };
const mostKeys = 10_000;

/**
 * Counts uses by key; `take` answers how many seconds to wait, 0 = go on. `charge` takes what is known only afterwards, on credit.
 * @param monotonic milliseconds that only go forward
 */
export function rateLimit(monotonic: () => number, { perSecond, burst }: RateLimit = usual) {
  const left = new Map<string, { uses: number; at: number }>();
  return {
    take(keyId: string): number {
      const now = monotonic();
      const known = left.get(keyId) ?? { uses: burst, at: now };
      const uses = Math.min(burst, known.uses + ((now - known.at) / 1000) * perSecond);
      left.delete(keyId);
      // Who was not seen for longest has most of its uses again.
      if (left.size >= mostKeys) left.delete(left.keys().next().value!);
      left.set(keyId, { uses: uses < 1 ? uses : uses - 1, at: now });
      return uses < 1 ? Math.ceil((1 - uses) / perSecond) : 0;
    },
    charge(keyId: string, uses: number): void {
      const known = left.get(keyId);
      if (known !== undefined) known.uses -= uses;
    },
  };
}
