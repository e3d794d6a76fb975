import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { peekPosition } from './position.ts';

/**
 * How far runs are behind the spans, seconds: the age of the oldest insert after the watermark of the rebuild, 0 where there is none.
 * Whoever leads. `now`: of the clock that dates inserts. Inserts that came late behind the watermark are not counted.
 */
export async function rebuildLag(stores: { warehouse: Warehouse; state: Transactor }, now: number): Promise<number> {
  const { after } = await peekPosition(stores.state.db);
  const [row] = await stores.warehouse.query<{ n: string; oldest: string }>(
    `SELECT count() AS n, toUnixTimestamp64Micro(min(ingested_at)) AS oldest FROM spans
     WHERE ingested_at > fromUnixTimestamp64Micro({after:Int64}, 'UTC')`,
    { after },
  );
  return row === undefined || row.n === '0' ? 0 : Math.max(0, now - Number(row.oldest) / 1000) / 1000;
}
