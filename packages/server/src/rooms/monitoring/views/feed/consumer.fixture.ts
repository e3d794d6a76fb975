import { sql } from 'kysely';
import { openDatabase } from '../../../../adapters/postgres/open.ts';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import type { Tx } from '../../../../spine/tx.ts';
import type { ChangedRun } from './changed-runs.ts';
import { consumeRuns } from './consume-runs.ts';

/** The effect that tests count: a row per run and version. */
export const recordEffects =
  (subscription: string) =>
  async (tx: Tx, changes: readonly ChangedRun[]): Promise<void> => {
    for (const { runId, version } of changes)
      await sql`insert into effects values (${subscription}, ${runId}, ${version})`.execute(tx);
  };

// As a process of its own: consumes once and is killed, with the effect written and the cursor not, or right after both.
if (process.argv[1] === import.meta.filename) {
  const [where, workspaceId, die] = process.argv.slice(2) as [string, string, 'inside' | 'after'];
  const kill = (): void => void process.kill(process.pid, 'SIGKILL');
  const state = await openDatabase(JSON.parse(where) as { url: string });
  const key = { subscription: 'killed', workspaceId };
  await consumeRuns({ state, warehouse: throughParent() }, key, async (tx, changes) => {
    await recordEffects('killed')(tx, changes);
    if (die === 'inside') kill();
  });
  kill();
}

/** The parent's warehouse, asked over the channel between the processes: a warehouse has one owner. */
function throughParent(): Warehouse {
  const query = <Row>(statement: string, params?: unknown): Promise<Row[]> =>
    new Promise((resolve) => {
      process.once('message', (rows) => resolve(rows as Row[]));
      process.send!({ statement, params });
    });
  return { query } as Warehouse;
}
