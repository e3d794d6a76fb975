import { sql } from 'kysely';
import { openDatabase } from './open.ts';

// A process of its own that writes rows one by one, and tells each number once its transaction is over, until it is killed.
const state = await openDatabase(JSON.parse(process.argv[2]!) as { url: string });
await sql`create table if not exists written (n bigint primary key)`.execute(state.db);
const last = await sql<{ n: number | null }>`select max(n) as n from written`.execute(state.db);
for (let n = (last.rows[0]!.n ?? 0) + 1; ; n++) {
  await state.transact((tx) => sql`insert into written values (${n})`.execute(tx));
  process.send!(n);
}
