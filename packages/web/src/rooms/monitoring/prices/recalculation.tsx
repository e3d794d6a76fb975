import { useQueryClient } from '@tanstack/react-query';
import type { PriceList } from 'signalbox/contract/monitoring';
import { useEffect, useState } from 'react';
import { count } from '../../../format/number.ts';

/** How far costs have followed a change of prices, and that they have. */
export function Recalculation({ of }: { of: PriceList['recalculation'] }) {
  const client = useQueryClient();
  const [begun, setBegun] = useState(false);
  if (of !== null && !begun) setBegun(true);
  const ended = begun && of === null;
  // Every cost on other pages, and what is missing here, may be another now.
  useEffect(() => {
    if (ended) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.join() !== 'prices,list' });
  }, [ended, client]);
  return (
    <div role="status" className={of === null && !ended ? '' : 'flex flex-wrap items-center gap-x-3 gap-y-1 py-2'}>
      {of === null ? (
        ended ? (
          'Costs have followed the changed prices.'
        ) : null
      ) : (
        <>
          <span>
            {of.total === null
              ? 'Costs follow the changed prices: what is concerned is being counted.'
              : `Costs follow the changed prices: ${count(of.done)} of ${count(of.total)} traces.`}
          </span>
          {of.total === null ? null : (
            <progress
              aria-label="Costs that have followed"
              className="h-2 w-40 appearance-none overflow-hidden rounded-control border border-edge bg-sunk [&::-moz-progress-bar]:bg-muted [&::-webkit-progress-bar]:bg-sunk [&::-webkit-progress-value]:bg-muted"
              value={of.done}
              max={Math.max(1, of.total)}
            />
          )}
        </>
      )}
    </div>
  );
}
