import type { Warehouse } from '../../../ports/warehouse.ts';
import { type AssembledTrace, type LoadedTrace, type StandingRows } from './assembler-protocol.ts';
import { keyOf } from './assembler.ts';
import type { AssemblerThread } from './assembler-thread.ts';
import type { RecentBlocks } from './recent-blocks.ts';
import { listsOf, nextSlice, readNewSpans, readStanding, readWholeTraces } from './standing.ts';

export type Touched = { workspaceId: string; buckets: readonly number[] }[];
export type AssemblyResult = { traces: AssembledTrace[]; touched: Touched };

export type AssemblyDeps = {
  warehouse: Warehouse;
  thread: AssemblerThread;
  nextVersion: () => number;
  recent: RecentBlocks;
};

const batchRows = 20_000;
const rememberedTraces = 200_000;

/**
 * Turns new spans into runs, invocations and steps. A trace seen for the first time is made from its new rows alone; one
 * that stood before is read whole. What is remembered here only saves reads.
 */
export class Assembly {
  readonly #warehouse: Warehouse;
  readonly #thread: AssemblerThread;
  readonly #nextVersion: () => number;
  readonly #recent: RecentBlocks;
  /** Traces assembled by this process. */
  readonly #seen = new Set<string>();

  constructor({ warehouse, thread, nextVersion, recent }: AssemblyDeps) {
    this.#warehouse = warehouse;
    this.#thread = thread;
    this.#nextVersion = nextVersion;
    this.#recent = recent;
  }

  /** One batch of what was inserted after `after`; null when there is nothing new. */
  async advance(after: number, now: number): Promise<(AssemblyResult & { through: number; more: boolean }) | null> {
    const slice = await nextSlice(this.#warehouse, after, batchRows);
    if (slice === null) return null;
    const blocks = this.#recent.take(slice.inserts);
    const spans = blocks === null ? await readNewSpans(this.#warehouse, after, slice.through) : new Uint8Array();
    const loaded = await this.#thread.ask({ step: 'load', blocks: blocks ?? [], spans });
    const standing = await this.#standing(loaded.traces);
    const whole = await this.#whole(standing, loaded.traces);
    const result = await this.#finish(whole, standing, { settled: false, now });
    this.#recent.dropThrough(slice.through);
    return { ...result, through: slice.through, more: slice.rows >= batchRows / 2 };
  }

  /** Assembles quiet traces anew, absent parents taken to stay absent. */
  async settle(traces: readonly LoadedTrace[], now: number): Promise<AssemblyResult> {
    await this.#thread.ask({ step: 'load', blocks: [], spans: new Uint8Array() });
    for (const trace of traces) this.#remember(keyOf(trace));
    const standing = await this.#standing(traces);
    return this.#finish(await this.#whole(standing, traces), standing, { settled: true, now });
  }

  async #standing(traces: readonly LoadedTrace[]): Promise<(StandingRows & { firstBucket: number })[]> {
    const found = [];
    for (const [workspaceId, own] of listsOf(traces)) {
      found.push(
        ...(await readStanding(
          this.#warehouse,
          workspaceId,
          own.map((trace) => trace.traceId),
        )),
      );
    }
    return found;
  }

  /** Every row of the traces that stood before, or that this process has seen. */
  async #whole(
    standing: readonly (StandingRows & { firstBucket: number })[],
    loaded: readonly LoadedTrace[],
  ): Promise<Uint8Array[]> {
    const first = new Map(standing.map((rows) => [keyOf(rows), rows.firstBucket]));
    const known = loaded.filter((trace) => first.has(keyOf(trace)) || this.#seen.has(keyOf(trace)));
    const parts: Uint8Array[] = [];
    for (const [workspaceId, own] of listsOf(known)) {
      const buckets = own
        .flatMap((trace) => [trace.firstBucket, first.get(keyOf(trace)) ?? trace.firstBucket])
        .filter((bucket) => bucket > 0);
      const from = buckets.length === 0 ? 0 : Math.min(...buckets);
      parts.push(
        await readWholeTraces(
          this.#warehouse,
          workspaceId,
          own.map((trace) => trace.traceId),
          from,
        ),
      );
    }
    return parts;
  }

  async #finish(
    whole: Uint8Array[],
    standing: StandingRows[],
    at: { settled: boolean; now: number },
  ): Promise<AssemblyResult> {
    const version = this.#nextVersion();
    const made = await this.#thread.ask({ step: 'assemble', whole, standing, version: String(version), ...at });
    // Steps and invocations first, the runs that name them last.
    for (const block of made.blocks) {
      await this.#warehouse.insertBlock({
        table: block.table,
        columns: block.columns,
        token: `rebuild-${version}:${block.table}`,
        source: { bytes: block.bytes },
      });
    }
    for (const trace of made.traces) this.#remember(keyOf(trace));
    return { traces: made.traces, touched: made.touched };
  }

  #remember(key: string): void {
    this.#seen.delete(key);
    this.#seen.add(key);
    if (this.#seen.size > rememberedTraces) this.#seen.delete(this.#seen.values().next().value!);
  }
}
