import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Clock } from '../../spine/clock.ts';
import { Handled } from '../../spine/handled-inserts.ts';
import { acquireLease, releaseLease } from '../../spine/leases.ts';
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
  readonly #lease = { name: 'ingest.parts', holder: randomUUID() };
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #moment = 0;
  #news = true;
  #wake: (() => void) | null = null;
  #leads = false;

  constructor(deps: PartsMergeDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Parts just went into the warehouse. */
  inserted(): void {
    this.#news = true;
    this.#wake?.();
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        if (await this.#lead()) await this.#work();
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#deps.onError(error);
      }
      await this.#pause();
    }
    await releaseLease(this.#deps.state.db, this.#lease).catch(this.#deps.onError);
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
    while (!this.#stopping.signal.aborted && (await this.#lead())) {
      const alone = warehouse.kind === 'chdb' && !this.#news && clock.monotonic() - scannedAt < scanEveryMs;
      this.#news = false;
      const inserts = alone ? [] : await newInserts(warehouse, handled);
      if (!alone) scannedAt = clock.monotonic();
      const due = [...waiting.values()].filter((trace) => trace.dueAt <= clock.now());
      if (inserts.length > 0 || due.length > 0) {
        const touched = inserts.length > 0 ? await touchedTraces(warehouse, inserts) : [];
        await this.#merge(merging, { touched, due, waiting });
        handled.add(inserts);
        await savePosition(state, { ...handled.saved(), waiting: [...waiting.values()] });
        // There may be more.
        this.#news = true;
      }
      await this.#pause();
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

  async #lead(): Promise<boolean> {
    const { state, clock } = this.#deps;
    const asked = clock.monotonic();
    const ours = await acquireLease(state.db, this.#lease, leaseMs);
    this.#leads = ours;
    // The answer itself may have taken long.
    return ours && clock.monotonic() - asked < leaseMs - marginMs;
  }

  /**
   * Half a millisecond beside the segment writer's, which are whole ones: two inserts of one moment would be taken for one.
   * Throws where the lease passed on: what another node merged since must not be replaced by an older merge.
   */
  async #nextMoment(): Promise<number> {
    if (!(await this.#lead())) throw new Error('Another node took over the merge of parts.');
    this.#moment = Math.max(this.#moment + 1, Math.trunc(this.#deps.clock.now()) * 1000 + 500);
    return this.#moment;
  }

  async #pause(): Promise<void> {
    if (this.#news && this.#leads) await sleep(100, undefined, { signal: this.#stopping.signal }).catch(() => {});
    else {
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      const signal = AbortSignal.any([this.#stopping.signal, woken.signal]);
      await sleep(cycleMs, undefined, { signal }).catch(() => {});
      this.#wake = null;
    }
  }
}

async function lastInserted(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ at: string }>(
    'SELECT toUnixTimestamp64Micro(max(ingested_at)) AS at FROM spans',
  );
  return Number(row?.at ?? 0);
}
