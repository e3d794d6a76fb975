import type { Costing } from '../model/facts.ts';
import { bookOf, type Override } from './book.ts';
import { costOf } from './rates.ts';

/** What calls cost in a workspace: by the price that held when each began. */
export function costingOf(overrides: readonly Override[]): Costing {
  const { priceOf } = bookOf(overrides);
  return (span, tokens) => {
    if (span.model === '') return null;
    const price = priceOf(span.model, span.provider, Number(span.startNs / 1_000_000n));
    const nanoUsd = price === null ? null : costOf(tokens, price);
    return nanoUsd === null ? null : { nanoUsd, version: price!.version };
  };
}
