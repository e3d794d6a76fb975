import { createHash } from 'node:crypto';
import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { writeEvents } from '../../../spine/ledger/write-events.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import { consume } from '../views/feed/consume-runs.ts';
import { type FailureRow, failuresCodec, keyOf } from './failure-row.ts';
import type { GroupMemory } from './group-memory.ts';
import { type ChangedForFailures, readChanged } from './read-changed.ts';
import { type Occurrence, readFailing } from './read-failing.ts';
import { readStanding, type StandingFailure } from './read-standing.ts';
import { findRegressions, follower, markRegressed, type Regression } from './regress.ts';

/** Runs a turn. */
const batch = 5_000;

/**
 * The failures of the next changed runs: what they are now replaces what stood of them. Whoever is killed anywhere in a turn does it
 * again, and writes the same rows under the same keys (docs/decisions/0017). Returns how many runs were looked at; 0 = caught up.
 * @param version Unix microseconds, higher than of any turn before: what is written under it wins.
 */
export async function followFailures(
  ctx: Ctx,
  { warehouse, memory }: { warehouse: Warehouse; memory: GroupMemory },
  version: bigint,
): Promise<number> {
  const { state, workspaceId } = ctx;
  let touched: string[] = [];
  const handled = await consume<ChangedForFailures & { runId: string }, Regression[]>(
    state,
    { subscription: follower, workspaceId },
    {
      async page(after) {
        const runs = await readChanged(warehouse, workspaceId, after, batch);
        return runs.map((run) => ({ ...run, runId: run.run_id }));
      },
      async read(changes) {
        const runs = newestOf(changes);
        const standing = await readStanding(warehouse, workspaceId, runs);
        const occurrences = await readFailing(warehouse, workspaceId, runs);
        if (standing.length + occurrences.length === 0) return [];
        const groups = await memory.assign(state, workspaceId, occurrences);
        const rows = occurrences.map((one) => rowOf(one, { workspaceId, version, failureId: groups.get(one)! }));
        const keys = new Set(rows.map(keyOf));
        const gone = standing.map((one) => tombstone(one, workspaceId, version)).filter((row) => !keys.has(keyOf(row)));
        await insert(warehouse, [...rows, ...gone]);
        return findRegressions({ db: state.db, warehouse }, workspaceId, rows);
      },
      async handle(tx, _, regressions) {
        touched = await writeEvents(tx, ctx, await markRegressed(tx, workspaceId, regressions));
      },
    },
  );
  if (touched.length > 0) state.ledgerAdvanced(touched);
  return handled;
}

/** A run that changed twice since is here twice: only what it is now counts. */
const newestOf = (changes: readonly ChangedForFailures[]): ChangedForFailures[] => [
  ...new Map(changes.map((run) => [run.run_id, run])).values(),
];

type Written = { workspaceId: string; version: bigint; failureId: string };

const rowOf = (one: Occurrence, { workspaceId, version, failureId }: Written): FailureRow => ({
  ...{ workspace_id: workspaceId, team_id: one.teamId, bucket: one.bucket, trace_id: one.run.trace_id },
  ...{ span_id: one.spanId, run_id: one.run.run_id, version, is_deleted: 0, failure_id: failureId, class: one.class },
  ...{ locus: one.locus.name, agent: one.run.agent, release: one.run.release, environment: one.run.environment },
  ...{ start_time: one.startNs, run_failed: one.run.outcome === 'failed' },
  ...{ user_id: one.run.user_id, conversation_id: one.run.conversation_id },
});

const tombstone = (one: StandingFailure, workspaceId: string, version: bigint): FailureRow => ({
  ...{ workspace_id: workspaceId, team_id: one.team_id, bucket: one.bucket_s, trace_id: one.trace_id },
  ...{ span_id: one.span_id, run_id: one.run_id, version, is_deleted: 1, failure_id: '', class: 'other' },
  ...{ locus: '', agent: '', release: '', environment: '', start_time: BigInt(one.start_ns), run_failed: false },
  ...{ user_id: '', conversation_id: '' },
});

async function insert(warehouse: Warehouse, rows: readonly FailureRow[]): Promise<void> {
  const out = new RowWriter();
  for (const row of rows) failuresCodec.write(out, row);
  const bytes = Uint8Array.from(out.view());
  // By what is in it: a token that is used again for other rows would drop them.
  const token = `failures-${createHash('sha256').update(bytes).digest('hex')}`;
  await warehouse.insertBlock({ table: failuresCodec.table, columns: failuresCodec.columns, token, source: { bytes } });
}
