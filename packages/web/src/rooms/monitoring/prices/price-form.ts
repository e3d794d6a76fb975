import type { PriceOverride, SetPrice } from 'signalbox/contract/monitoring';

export type Kind = 'rates' | 'discount';
type Rate = keyof NonNullable<SetPrice['rates']>;

/** What may be said of a model, in USD per million tokens; those without `needed` may be left empty. */
export const rateFields: { name: Rate; label: string; hint: string; needed?: true }[] = [
  { name: 'input', label: 'Input', hint: 'Not from a cache', needed: true },
  { name: 'output', label: 'Output', hint: 'Reasoning too, if not said', needed: true },
  { name: 'cacheRead', label: 'Cache read', hint: 'Empty: as input' },
  { name: 'cacheWrite5m', label: 'Cache write', hint: 'Empty: as input' },
  { name: 'reasoning', label: 'Reasoning', hint: 'Empty: as output' },
];

/** The fields of the dialog as the API takes them. */
export function priceOfForm(form: FormData, kind: Kind): SetPrice {
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const of = { model: text('model'), ...(text('provider') !== '' && { provider: text('provider') }) };
  if (kind === 'discount') return { ...of, discountPercent: Number(text('discountPercent')) };
  const told = rateFields
    .filter(({ name }) => text(name) !== '')
    .map(({ name }) => [name, Number(text(name))] as const);
  return { ...of, rates: Object.fromEntries(told) as NonNullable<SetPrice['rates']> };
}

/** What is said already, as the API takes it: the way back from a change. */
export const priceAgain = ({ model, provider, rates, discountPercent }: PriceOverride): SetPrice => ({
  ...{ model, ...(provider !== null && { provider }) },
  ...(rates === null ? { discountPercent: discountPercent ?? 0 } : { rates }),
});
