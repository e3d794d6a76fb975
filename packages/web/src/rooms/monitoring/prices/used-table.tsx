import type { UsedPrices } from 'signalbox/contract/monitoring';
import { count, plural, rate } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { originOf } from './price-words.ts';

export type Used = UsedPrices['items'][number] & { price: NonNullable<UsedPrices['items'][number]['price']> };
type Props = { rows: readonly Used[]; /** null = one may not change prices. */ onSet: ((row: Used) => void) | null };

const head = 'label h-8 px-2 text-left align-middle';
const cell = 'px-2 py-1.5 align-top';
const wide = 'max-desk:hidden';

/** Models in use with the price in force: what is charged, since when, by whom it is said, and its version. */
export function UsedTable({ rows, onSet }: Props) {
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="pb-1 text-left text-muted">
        USD per million tokens; calls and tokens of the last 30 days
      </caption>
      <thead>
        <tr className="border-b border-line">
          <th scope="col" className={`${head} pl-0`}>
            Model
          </th>
          <th scope="col" className={`${head} w-16 text-right desk:w-20`}>
            Input
          </th>
          <th scope="col" className={`${head} w-16 text-right desk:w-20`}>
            Output
          </th>
          <th scope="col" className={`${head} ${wide} w-24 text-right`}>
            Cache read
          </th>
          <th scope="col" className={`${head} ${wide} w-28 text-right`}>
            Tokens in
          </th>
          <th scope="col" className={`${head} ${wide} w-28 text-right`}>
            Tokens out
          </th>
          {onSet === null ? null : (
            <th scope="col" className={`${head} w-20`}>
              <span className="sr-only">Change</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.provider} ${row.model}`} className="border-b border-line">
            <th scope="row" className={`${cell} pl-0 text-left font-normal`}>
              <ModelName row={row} />
            </th>
            <td className={`${cell} num`}>{rate(row.price.rates.input)}</td>
            <td className={`${cell} num`}>{rate(row.price.rates.output)}</td>
            <td className={`${cell} ${wide} num`}>{rate(row.price.rates.cacheRead)}</td>
            <td className={`${cell} ${wide} num`}>{count(row.inputTokens)}</td>
            <td className={`${cell} ${wide} num`}>{count(row.outputTokens)}</td>
            {onSet === null ? null : (
              <td className={`${cell} pr-0 text-right`}>
                <Button aria-label={`Set price of ${row.model}`} onClick={() => onSet(row)}>
                  Set
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ModelName({ row: { model, provider, calls, price } }: { row: Used }) {
  return (
    <>
      <p className="truncate font-medium">
        <SafeLine text={model} max={200} />
      </p>
      <p className="text-meta text-muted [overflow-wrap:anywhere]">
        <SafeLine text={provider ?? 'provider not told'} max={120} />, {plural(calls, 'call')},{' '}
        {price.source === null ? (
          originOf(price)
        ) : (
          <a href={price.source} target="_blank" rel="noreferrer" className="text-accent underline">
            {originOf(price)}
          </a>
        )}
        {price.above === null
          ? ''
          : `, above ${count(price.above.inputTokens)} tokens in ${rate(price.above.input)}, out ${rate(price.above.output)}`}
      </p>
      <p className="mono truncate text-meta text-muted" title={price.version}>
        <SafeLine text={price.version} max={120} />
      </p>
    </>
  );
}
