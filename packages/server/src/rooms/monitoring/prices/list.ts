import { createHash } from 'node:crypto';
import list from './list-prices.json' with { type: 'json' };
import type { Rates } from './rates.ts';

/** USD per million tokens, as providers publish it. */
export type UsdRates = {
  input: number;
  output: number;
  cacheRead?: number | undefined;
  cacheWrite5m?: number | undefined;
  cacheWrite1h?: number | undefined;
  reasoning?: number | undefined;
};

/**
 * A price of the list that comes with Signalbox. Several of one model follow each other by `validFrom`, which is no later than the
 * first day it held. `batch`: its part of the price that a batch costs; telemetry does not tell batches.
 */
export type ListPrice = UsdRates & {
  provider: string;
  models: readonly string[];
  validFrom: string;
  batch?: number;
  above?: UsdRates & { inputTokens: number };
  source: string;
};

export const listPrices: readonly ListPrice[] = list.prices;
export const listAsOf = list.asOf;
/** Tells this list from that of another version. */
export const listDigest = createHash('sha256').update(JSON.stringify(listPrices)).digest('hex').slice(0, 16);

/** In whole nano-USD per million tokens. */
export const ratesOf = (usd: UsdRates): Rates => ({
  input: nano(usd.input),
  output: nano(usd.output),
  cacheRead: usd.cacheRead === undefined ? null : nano(usd.cacheRead),
  cacheWrite: usd.cacheWrite5m === undefined ? null : nano(usd.cacheWrite5m),
  reasoning: usd.reasoning === undefined ? null : nano(usd.reasoning),
});

const nano = (usd: number): bigint => BigInt(Math.round(usd * 1e9));
