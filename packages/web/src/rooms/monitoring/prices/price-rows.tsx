import type { MissingPrices, PriceOverride } from 'signalbox/contract/monitoring';
import { count, plural } from '../../../format/number.ts';
import { Button } from '../../../ui/button.tsx';
import { SafeLine } from '../../../ui/safe-text.tsx';
import { termsOf } from './price-words.ts';

type Missing = MissingPrices['items'][number];
const line =
  'grid gap-x-4 gap-y-1 border-b border-line py-2 desk:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_148px] desk:items-start';

/** Models that were called and cost nobody knows what. */
export function MissingRows({ rows, onSet }: { rows: readonly Missing[]; onSet: ((row: Missing) => void) | null }) {
  return (
    <ul aria-label="Models without a price" className="border-t border-line">
      {rows.map((row) => (
        <li key={`${row.provider} ${row.model}`} className={line}>
          <Name model={row.model} provider={row.provider ?? 'provider not told'} />
          <p className="tabular-nums">
            {plural(row.unknownCalls, 'call')} of unknown cost, {count(row.inputTokens)} tokens in,{' '}
            {count(row.outputTokens)} out
          </p>
          {onSet === null ? null : (
            <Button
              className="justify-self-start desk:justify-self-end"
              aria-label={`Set price of ${row.model}`}
              onClick={() => onSet(row)}
            >
              Set price
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

type Overrides = {
  rows: readonly PriceOverride[];
  /** null = one may not change prices. */
  onAct: ((what: 'change' | 'remove', row: PriceOverride) => void) | null;
};

/** What the workspace says instead of the list. */
export function OverrideRows({ rows, onAct }: Overrides) {
  return (
    <ul aria-label="Prices said here" className="border-t border-line">
      {rows.map((row) => (
        <li key={row.id} className={line}>
          <Name model={row.model} provider={row.provider ?? 'whoever provides it'} />
          <p className="tabular-nums">{termsOf(row)}</p>
          {onAct === null ? null : (
            <div className="flex gap-1.5 desk:justify-end">
              <Button aria-label={`Change the price of ${row.model}`} onClick={() => onAct('change', row)}>
                Change
              </Button>
              <Button aria-label={`Remove the price of ${row.model}`} onClick={() => onAct('remove', row)}>
                Remove
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const Name = ({ model, provider }: { model: string; provider: string }) => (
  <div className="min-w-0">
    <p className="truncate font-medium">
      <SafeLine text={model} max={200} />
    </p>
    <p className="truncate text-meta text-muted">
      <SafeLine text={provider} max={120} />
    </p>
  </div>
);
