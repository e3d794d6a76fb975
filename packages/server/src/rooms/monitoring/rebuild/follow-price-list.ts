import type { Warehouse } from '../../../ports/warehouse.ts';
import { lockCursor, moveCursor } from '../../../spine/cursors.ts';
import type { Transactor } from '../../../spine/tx.ts';
import { bookOf } from '../prices/book.ts';
import { listDigest } from '../prices/list.ts';
import type { WorkspaceTerms } from './assembler-protocol.ts';
import { requestReassembly } from './reassembly.ts';

const cursor = { subscription: 'monitoring.price_list', workspaceId: 'system' };

type Means = { warehouse: Warehouse; state: Transactor };
type Row = { w: string; model: string; provider: string; version: string };

/** Once for each price list that comes with a new version of Signalbox: asks to assemble again what was priced otherwise, or not at all. */
export async function followPriceList({ warehouse, state }: Means, terms: WorkspaceTerms): Promise<void> {
  const followed = await state.transact((tx) => lockCursor(tx, cursor));
  if (followed === listDigest) return;
  const rows = await warehouse.query<Row>(
    `SELECT workspace_id AS w, model, provider, price_version AS version FROM steps
     WHERE counts_call AND model != '' AND (cost_source = 'computed' OR (cost_source = '' AND cost_nano_usd IS NULL AND input_tokens IS NOT NULL))
     GROUP BY w, model, provider, version`,
  );
  const stale = new Map(
    terms.map(({ workspaceId, overrides }) => [workspaceId, staleModels(rows, workspaceId, overrides)]),
  );
  await state.transact(async (tx) => {
    if ((await lockCursor(tx, cursor)) === listDigest) return;
    for (const [workspaceId, values] of stale)
      if (values.length > 0) await requestReassembly(tx, workspaceId, { column: 'model', values });
    await moveCursor(tx, cursor, listDigest);
  });
}

function staleModels(
  rows: readonly Row[],
  workspaceId: string,
  overrides: WorkspaceTerms[number]['overrides'],
): string[] {
  const { versionsOf } = bookOf(overrides);
  const stale = rows.filter(({ w, model, provider, version }) => {
    if (w !== workspaceId) return false;
    const versions = versionsOf(model, provider);
    return version === '' ? versions.length > 0 : !versions.includes(version);
  });
  return [...new Set(stale.map(({ model }) => model))];
}
