import type { TokenReader } from './token-reader.ts';
import type { Order } from './tree.ts';

/** ORDER BY, of a SELECT or a window. */
export function parseOrder(reader: TokenReader): Order[] {
  reader.expectWords('ORDER', 'BY');
  const orders: Order[] = [];
  do {
    const expr = reader.expression();
    const descending = reader.takeWords('DESC') || (reader.takeWords('ASC'), false);
    let nulls: Order['nulls'] = null;
    if (reader.takeWords('NULLS')) {
      nulls = reader.takeWords('FIRST') ? 'FIRST' : 'LAST';
      if (nulls === 'LAST') reader.expectWords('LAST');
    }
    orders.push({ expr, descending, nulls });
  } while (reader.takeSign(','));
  return orders;
}
