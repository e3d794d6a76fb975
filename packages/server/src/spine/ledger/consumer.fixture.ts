import { sql } from 'kysely';
import { openDatabase } from '../../adapters/postgres/open.ts';
import type { RecordedEvent } from '../events.ts';
import type { Tx } from '../tx.ts';
import { consumeLedger } from './consume-ledger.ts';

/** The effect that tests count: a row per event. */
export const recordEffects =
  (subscription: string) =>
  async (tx: Tx, events: readonly RecordedEvent[]): Promise<void> => {
    for (const { seq } of events) await sql`insert into effects values (${subscription}, ${seq})`.execute(tx);
  };

// As a process of its own: consumes once and is killed, with the effect written and the cursor not, or right after both.
if (process.argv[1] === import.meta.filename) {
  const [where, workspaceId, die] = process.argv.slice(2) as [string, string, 'inside' | 'after'];
  const kill = (): void => void process.kill(process.pid, 'SIGKILL');
  const state = await openDatabase(JSON.parse(where) as { url: string });
  await consumeLedger(state, 'killed', workspaceId, async (tx, events) => {
    await recordEffects('killed')(tx, events);
    if (die === 'inside') kill();
  });
  kill();
}
