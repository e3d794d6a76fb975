import { createHash } from 'node:crypto';
import { type ListPrice, listPrices, ratesOf, type UsdRates } from './list.ts';
import { isProvider, modelNames } from './model-names.ts';
import { discounted, type Price, type Rates } from './rates.ts';

/**
 * What a workspace says instead of the list: own rates, or a discount on the list. `provider` '' = whoever; `model` is a name
 * (its dated aliases are meant too), or ends with * for all that begin so.
 */
export type Override = {
  id: string;
  provider: string;
  model: string;
  rates: UsdRates | null;
  /** Hundredths of a percent off the list price; 0 where `rates` are given. */
  discount: number;
};

/** `at` in Unix milliseconds. null = no price is known. */
export type PriceOf = (model: string, provider: string, at: number) => Price | null;

/** A price with where it comes from: an entry of the list, what the workspace says, or both (a discount on an entry). */
export type InForce = { price: Price; entry: ListPrice | null; overrideId: string | null };
type Dated = InForce & { from: number };
type Book = {
  priceOf: PriceOf;
  /** As `priceOf`, with where the price comes from. */
  inForce: (model: string, provider: string, at: number) => InForce | null;
  /** Versions of every price that this model has had. */
  versionsOf: (model: string, provider: string) => readonly string[];
};

/** The price list as a workspace has it. Pure but for what it remembers of models it was asked for. */
export function bookOf(overrides: readonly Override[]): Book {
  const known = new Map<string, readonly Dated[]>();
  const pricesOf = (model: string, provider: string): readonly Dated[] => {
    const key = `${provider}\n${model}`;
    let prices = known.get(key);
    if (prices === undefined) {
      prices = find(overrides, model, provider);
      known.set(key, prices);
    }
    return prices;
  };
  const inForce: Book['inForce'] = (model, provider, at) =>
    pricesOf(model, provider).findLast(({ from }) => from <= at) ?? null;
  return {
    inForce,
    priceOf: (model, provider, at) => inForce(model, provider, at)?.price ?? null,
    versionsOf: (model, provider) => pricesOf(model, provider).map(({ price }) => price.version),
  };
}

function find(overrides: readonly Override[], model: string, provider: string): readonly Dated[] {
  const names = modelNames(model);
  const override = overrides.filter((one) => meets(one, names, provider)).sort(moreExact)[0];
  if (override?.rates != null) {
    const rates = ratesOf(override.rates);
    const price = { ...rates, above: null, version: versionOf(override.id, rates) };
    return [{ from: -Infinity, price, entry: null, overrideId: override.id }];
  }
  return listed(names, provider).map((entry) => ({
    from: Date.parse(entry.validFrom),
    price: priceOfEntry(entry, override),
    ...{ entry, overrideId: override?.id ?? null },
  }));
}

function listed(names: readonly string[], provider: string): ListPrice[] {
  for (const name of names) {
    const own = listPrices.filter((entry) => entry.models.includes(name) && isProvider(entry.provider, provider));
    if (own.length > 0) return own.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  }
  return [];
}

function priceOfEntry(entry: ListPrice, override: Override | undefined): Price {
  const off = override?.discount ?? 0;
  const rates = discounted(ratesOf(entry), off);
  const { above: tier } = entry;
  const above = tier === undefined ? null : { ...discounted(ratesOf(tier), off), inputTokens: tier.inputTokens };
  const name = `${entry.provider}/${entry.models[0]!}`;
  return {
    ...rates,
    above,
    version: versionOf(override === undefined ? name : `${override.id} ${name}`, rates, above),
  };
}

/** A name for people, and a digest of all that is charged. */
function versionOf(name: string, rates: Rates, above: Price['above'] = null): string {
  const text = JSON.stringify([rates, above], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return `${name}#${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

const meets = ({ provider, model }: Pick<Override, 'provider' | 'model'>, names: readonly string[], sent: string) =>
  (provider === '' || (sent !== '' && isProvider(provider, sent))) &&
  names.some((name) => (model.endsWith('*') ? name.startsWith(model.slice(0, -1)) : name === model));

/** A model named before a pattern, the longer pattern before the shorter, one for a provider before one for all. */
const moreExact = (a: Override, b: Override): number =>
  Number(a.model.endsWith('*')) - Number(b.model.endsWith('*')) ||
  b.model.length - a.model.length ||
  Number(b.provider !== '') - Number(a.provider !== '') ||
  (a.id < b.id ? -1 : 1);
