import { useInfiniteQuery, useQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import type { PriceOverride } from 'signalbox/contract/monitoring';
import { type ReactNode, useCallback, useState } from 'react';
import { meQuery } from '../../../app/queries.ts';
import { mayIn } from '../../../app/rights.ts';
import { SettingsFrame } from '../../../app/settings-frame.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { type Done, UndoBar } from '../../../ui/undo-bar.tsx';
import { MissingRows, OverrideRows } from './price-rows.tsx';
import { missingPricesQuery, pricesQuery, usedPricesQuery } from './queries.ts';
import { Recalculation } from './recalculation.tsx';
import { RemovePriceDialog } from './remove-price-dialog.tsx';
import { type Asked, SetPriceDialog } from './set-price-dialog.tsx';
import { type Used, UsedTable } from './used-table.tsx';

/** What models cost: those in use, those that nobody knows a price of, and what is said here instead of the list. */
export function PricesPage() {
  const me = useQuery(meQuery);
  const prices = useQuery(pricesQuery);
  const used = useInfiniteQuery(usedPricesQuery);
  const missing = useInfiniteQuery(missingPricesQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [removing, setRemoving] = useState<PriceOverride | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const forget = useCallback(() => setDone(null), []);
  const may = mayIn(me.data, 'price.change', null);
  const overrides = prices.data?.overrides ?? [];
  const setFor = may ? (row: Called): void => setAsked(askedOf(row, overrides)) : null;
  const error = prices.error ?? used.error ?? missing.error;
  const priced = (used.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((row): row is Used => row.price !== null);
  const unpriced = (missing.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <SettingsFrame title="Prices">
      <div className="flex flex-wrap items-center gap-3 py-3">
        {may ? (
          <Button tone="primary" onClick={() => setAsked({ model: '', provider: '', before: null })}>
            Set a price
          </Button>
        ) : null}
        <p className="text-muted">
          {prices.data === undefined ? '' : `List as of ${prices.data.asOf}, in ${prices.data.currency}.`}
          {may ? '' : ' An admin of the workspace sets prices.'}
        </p>
      </div>
      <Recalculation of={prices.data?.recalculation ?? null} />
      {error ? (
        <ErrorState error={error} onRetry={() => void [prices, used, missing].map((one) => one.refetch())} />
      ) : null}
      {!error && (used.isPending || missing.isPending) ? <Skeleton rows={6} label="Loading prices" /> : null}
      {unpriced.length > 0 ? (
        <Part
          title="Without a price"
          note="Their cost is unknown, and in no total. Set a price, and it is computed for what is kept."
        >
          <MissingRows rows={unpriced} onSet={setFor} />
          <MoreModels of={missing} />
        </Part>
      ) : null}
      {priced.length > 0 ? (
        <Part title="In use" note="What a client reports itself stands as reported; the rest is computed by these.">
          <UsedTable rows={priced} onSet={setFor} />
          <MoreModels of={used} />
        </Part>
      ) : null}
      {overrides.length > 0 ? (
        <Part title="Said here" note="In place of the list, for this workspace. USD per million tokens.">
          <OverrideRows
            rows={overrides}
            onAct={
              may
                ? (what, row) =>
                    what === 'remove'
                      ? setRemoving(row)
                      : setAsked({ model: row.model, provider: row.provider ?? '', before: row })
                : null
            }
          />
        </Part>
      ) : null}
      {used.data && missing.data && priced.length + unpriced.length === 0 ? (
        <EmptyState title="No model was called in the last 30 days">
          <p>
            Costs are computed from the tokens of each call and the price of its model on that day, unless the client
            reports a cost itself. The list that comes with Signalbox has {prices.data?.list.length ?? 'the'} prices of
            well-known models. Where you pay others, or run a model of your own, say so here: for one name, or with *
            for all that begin so.
          </p>
        </EmptyState>
      ) : null}
      {asked === null ? null : <SetPriceDialog asked={asked} onClose={() => setAsked(null)} onDone={setDone} />}
      {removing === null ? null : (
        <RemovePriceDialog of={removing} onClose={() => setRemoving(null)} onDone={setDone} />
      )}
      <UndoBar done={done} onGone={forget} />
    </SettingsFrame>
  );
}

type Called = { model: string; provider: string | null };
/** What is said of exactly this model is changed; a pattern that holds for it too stays as it is. */
function askedOf({ model, provider }: Called, overrides: readonly PriceOverride[]): Asked {
  const named = overrides.filter((one) => one.model === model.toLowerCase());
  const before = named.find((one) => one.provider === provider) ?? named.find((one) => one.provider === null) ?? null;
  return { model, provider: (before === null ? provider : before.provider) ?? '', before };
}

function MoreModels({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
}: {
  of: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  return hasNextPage ? (
    <Button className="self-start" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      Show more models
    </Button>
  ) : null;
}

function Part({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="mt-6 flex flex-col gap-2">
      <div>
        <h2 className="text-section font-semibold">{title}</h2>
        <p className="text-muted">{note}</p>
      </div>
      {children}
    </section>
  );
}
