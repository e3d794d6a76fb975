import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import { Handled } from '../../spine/handled-inserts.ts';
import { LeasedLoop } from '../../spine/leased-loop.ts';
import type { Transactor } from '../../spine/tx.ts';
import type { InsertedBlock } from '../writer/writer.ts';
import { mergeTraces, type MergingDeps } from './merging.ts';
import { loadPosition, savePosition, type Waiting } from './position.ts';
import { SpanWriter } from './span-writer.ts';
import { keyOfTrace, newInserts, touchedTraces, type TraceOfTeam } from './stored-parts.ts';

export type PartsMergeDeps = Pick<MergingDeps, 'warehouse' | 'contentKey' | 'retentionDays'> & {
  state: Transactor;
  clock: Clock;
  /** Spans went in, as of the segment writer. */
  onInserted: (block: InsertedBlock) => void;
  onError: (error: unknown) => void;
};

const leaseMs = 15_000;
/** Longer than a cycle's insert may take: past it another node may lead already. */
const marginMs = 5_000;
const cycleMs = 1_000;
/** Where nobody else inserts, the warehouse is asked only now and then for parts that nobody told of. */
const scanEveryMs = 5_000;
/** A trace is mostly sent before its observations. */
const patienceMs = 5_000;

/**
 * The one job that makes spans of parts. One node at a time holds its lease. It reads whole traces and writes rows that
 * replace by version, so repeating any part of it changes nothing.
 */
export class PartsMerge {
  readonly #deps: PartsMergeDeps;
  readonly #loop: LeasedLoop;
  #moment = 0;

  constructor(deps: PartsMergeDeps) {
    this.#deps = deps;
    const { clock, onError } = deps;
    this.#loop = new LeasedLoop({ db: deps.state.db, clock, name: 'ingest.parts', leaseMs, marginMs, onError });
  }

  start(): void {
    this.#loop.wake();
    this.#loop.start(
      () => this.#work(),
      () => this.#rest(),
    );
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Parts just went into the warehouse. */
  inserted(): void {
    this.#loop.wake();
  }

  /** Cycles while the lease is ours. A throw ends it; the loop begins again from the saved position. */
  async #work(): Promise<void> {
    const { warehouse, state, clock, onInserted } = this.#deps;
    const position = await loadPosition(state);
    const handled = new Handled(position);
    const waiting = new Map(position.waiting.map((trace) => [keyOfTrace(trace), trace]));
    const writer = new SpanWriter({ warehouse, clock, onInserted });
    this.#moment = Math.max(this.#moment, await lastInserted(warehouse));
    const merging: MergingDeps = { ...this.#deps, writer, nextMoment: () => this.#nextMoment() };
    let scannedAt = -scanEveryMs;
    while (await this.#loop.goOn()) {
      const news = this.#loop.takeNews();
      const alone = warehouse.kind === 'chdb' && !news && clock.monotonic() - scannedAt < scanEveryMs;
      const inserts = alone ? [] : await newInserts(warehouse, handled);
      if (!alone) scannedAt = clock.monotonic();
      const due = [...waiting.values()].filter((trace) => trace.dueAt <= clock.now());
      if (inserts.length > 0 || due.length > 0) {
        const touched = inserts.length > 0 ? await touchedTraces(warehouse, inserts) : [];
        await this.#merge(merging, { touched, due, waiting });
        handled.add(inserts);
        await savePosition(state, { ...handled.saved(), waiting: [...waiting.values()] });
        // There may be more.
        this.#loop.wake();
      }
      await this.#rest();
    }
  }

  async #merge(
    merging: MergingDeps,
    work: { touched: readonly TraceOfTeam[]; due: readonly Waiting[]; waiting: Map<string, Waiting> },
  ): Promise<void> {
    const { touched, due, waiting } = work;
    const alone = new Set(due.map(keyOfTrace));
    const all = new Map([...due, ...touched].map((trace) => [keyOfTrace(trace), trace]));
    const bare = new Set((await mergeTraces(merging, [...all.values()], alone)).map(keyOfTrace));
    const dueAt = this.#deps.clock.now() + patienceMs;
    for (const [key, { workspaceId, teamId, traceId }] of all) {
      if (!bare.has(key) || alone.has(key)) waiting.delete(key);
      else waiting.set(key, { workspaceId, teamId, traceId, dueAt: waiting.get(key)?.dueAt ?? dueAt });
    }
  }

  /**
   * Half a millisecond beside the segment writer's, which are whole ones: two inserts of one moment would be taken for one.
   * Throws where the lease passed on: what another node merged since must not be replaced by an older merge.
   */
  async #nextMoment(): Promise<number> {
    if (!(await this.#loop.lead())) throw new Error('Another node took over the merge of parts.');
    this.#moment = Math.max(this.#moment + 1, Math.trunc(this.#deps.clock.now()) * 1000 + 500);
    return this.#moment;
  }

  #rest(): Promise<void> {
    return this.#loop.woken && this.#loop.leads ? this.#loop.pause(100) : this.#loop.pause(cycleMs, true);
  }
}

async function lastInserted(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ at: string }>(
    'SELECT toUnixTimestamp64Micro(max(ingested_at)) AS at FROM spans',
  );
  return Number(row?.at ?? 0);
}
