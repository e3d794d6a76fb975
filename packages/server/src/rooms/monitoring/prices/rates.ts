import type { Tokens } from '../model/facts.ts';

/** Nano-USD per million tokens, so that every list price is a whole number. null = charged as `input` (`output` for reasoning). */
export type Rates = {
  input: bigint;
  output: bigint;
  cacheRead: bigint | null;
  /** For five minutes; clients do not tell which of their writes are kept for an hour. */
  cacheWrite: bigint | null;
  reasoning: bigint | null;
};

/** `above`: the rates of a whole call whose input has more tokens than this. `version` tells this price from all others. */
export type Price = Rates & { version: string; above: (Rates & { inputTokens: number }) | null };

/**
 * Nano-USD of one call, rounded once; null = not known. Cache reads and writes are part of the input and reasoning is part
 * of the output, so each token is charged once. A client that tells no cache tokens is taken to have used none.
 */
export function costOf(tokens: Tokens, price: Price): bigint | null {
  if (tokens.input === null || (tokens.output === null && price.output !== 0n)) return null;
  const rates = price.above !== null && tokens.input > price.above.inputTokens ? price.above : price;
  const read = Math.min(tokens.cacheRead ?? 0, tokens.input);
  const written = Math.min(tokens.cacheWrite ?? 0, tokens.input - read);
  const output = tokens.output ?? 0;
  const reasoning = Math.min(tokens.reasoning ?? 0, output);
  const total =
    BigInt(tokens.input - read - written) * rates.input +
    BigInt(read) * (rates.cacheRead ?? rates.input) +
    BigInt(written) * (rates.cacheWrite ?? rates.input) +
    BigInt(output - reasoning) * rates.output +
    BigInt(reasoning) * (rates.reasoning ?? rates.output);
  return (total + 500_000n) / 1_000_000n;
}

/** Less a discount in hundredths of a percent. */
export const discounted = (rates: Rates, basisPoints: number): Rates => ({
  input: less(rates.input, basisPoints),
  output: less(rates.output, basisPoints),
  cacheRead: rates.cacheRead === null ? null : less(rates.cacheRead, basisPoints),
  cacheWrite: rates.cacheWrite === null ? null : less(rates.cacheWrite, basisPoints),
  reasoning: rates.reasoning === null ? null : less(rates.reasoning, basisPoints),
});

const less = (rate: bigint, basisPoints: number): bigint => (rate * BigInt(10_000 - basisPoints) + 5_000n) / 10_000n;
