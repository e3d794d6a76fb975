import type { Selectable } from 'kysely';
import type { PriceOverride } from '../contract-costs.ts';
import type { MonitoringTables } from '../tables.ts';
import type { UsdRates } from './list.ts';

type Row = Pick<Selectable<MonitoringTables['price_overrides']>, 'id' | 'provider' | 'model' | 'rates' | 'discount'>;

export function overrideOf(row: Row): PriceOverride {
  const { rates } = termsOf(row);
  return {
    id: row.id,
    provider: row.provider === '' ? null : row.provider,
    model: row.model,
    rates: rates as UsdRates | null as PriceOverride['rates'],
    discountPercent: rates === null ? row.discount / 100 : null,
  };
}

/** As the ledger keeps it. */
export const termsOf = ({ rates, discount }: Pick<Row, 'rates' | 'discount'>) => ({
  rates: rates === null ? null : (JSON.parse(rates) as { [kind: string]: number }),
  discount,
});
