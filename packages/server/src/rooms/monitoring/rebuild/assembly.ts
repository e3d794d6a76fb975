import type { Warehouse } from '../../../ports/warehouse.ts';
import type { AssembledTrace, Settled, TraceKey, TraceStart, WorkspaceTerms } from './assembler-protocol.ts';
import { keyOf } from './assembler.ts';
import type { AssemblerThread } from './assembler-thread.ts';
import { Handled, type HandledInserts } from '../../../spine/handled-inserts.ts';
import type { ObservedRelease } from './observed-releases.ts';
import type { ReportedOutcomes } from './reported-outcomes.ts';
import type { RecentBlocks } from './recent-blocks.ts';
import {
  findSlice,
  findTooLarge,
  type LargestTrace,
  listsOf,
  readNewSpans,
  readStanding,
  readWholeTraces,
  type Slice,
  sliceOf,
  type StandingTrace,
} from './standing.ts';
import { loadTraceFilter, type TraceFilter } from './trace-filter.ts';

export type Touched = { workspaceId: string; buckets: readonly number[] }[];
export type AssemblyResult = { traces: AssembledTrace[]; touched: Touched };

export type AssemblyDeps = {
  warehouse: Warehouse;
  thread: AssemblerThread;
  nextVersion: () => number;
  recent: RecentBlocks;
  handled: HandledInserts;
  /** Milliseconds that only go forward. */
  monotonic: () => number;
  keepObserved: (seen: readonly ObservedRelease[]) => Promise<void>;
  /** What was told of traces apart from their spans. */
  reported: Pick<ReportedOutcomes, 'of'>;
  /** Told once of each trace that is assembled no further. */
  onTooLarge: (trace: TraceKey) => void;
  largest?: LargestTrace | undefined;
};

const batchRows = 20_000;
/**
 * Each batch that brings spans of a trace reads all of it again: one that grows without end (an agent that never begins a new trace,
 * or somebody's ill will) would stop the work for everybody. Beyond this it stays as it was last made.
 */
const largestTrace: LargestTrace = { rows: 100_000, bytes: 64 << 20 };
/** Smaller ones are not measured. */
const worthMeasuring = 2_000;
/** Where nobody else inserts, the warehouse is asked only now and then what it has beyond the blocks in hand. */
const scanEveryMs = 5_000;

type At = { settled: Settled; now: number; all: readonly TraceKey[] };

/**
 * Turns new spans into runs, invocations and steps. A trace seen for the first time is made from its new rows alone; one
 * that stood before is made whole, from what the thread holds of it or from the warehouse.
 */
export class Assembly {
  readonly #warehouse: Warehouse;
  readonly #thread: AssemblerThread;
  readonly #nextVersion: () => number;
  readonly #recent: RecentBlocks;
  readonly #handled: Handled;
  readonly #monotonic: () => number;
  readonly #keepObserved: AssemblyDeps['keepObserved'];
  readonly #reported: AssemblyDeps['reported'];
  readonly #onTooLarge: AssemblyDeps['onTooLarge'];
  readonly #largest: LargestTrace;
  readonly #told = new Set<string>();
  #stood: TraceFilter | null = null;
  /** The thread may hold traces of an assembly that failed. */
  #anew = true;
  #scannedAt: number | null = null;

  constructor(deps: AssemblyDeps) {
    const { warehouse, thread, nextVersion, recent, handled, monotonic, keepObserved } = deps;
    this.#warehouse = warehouse;
    this.#thread = thread;
    this.#nextVersion = nextVersion;
    this.#recent = recent;
    this.#handled = new Handled(handled);
    this.#monotonic = monotonic;
    this.#keepObserved = keepObserved;
    this.#reported = deps.reported;
    this.#onTooLarge = deps.onTooLarge;
    this.#largest = deps.largest ?? largestTrace;
  }

  /** Inserts that are assembled. */
  get handled(): HandledInserts {
    return this.#handled.saved();
  }

  /** One batch of inserts that are not assembled; null when there are none. Rejects without having handled any of it. */
  async advance(now: number): Promise<(AssemblyResult & { more: boolean }) | null> {
    const slice = await this.#nextSlice();
    if (slice === null) return null;
    const blocks = this.#recent.take(slice.inserts);
    const spans = blocks === null ? await readNewSpans(this.#warehouse, slice.inserts) : new Uint8Array();
    const loaded = await this.#load({ blocks: blocks ?? [], spans });
    const stood = (this.#stood ??= await loadTraceFilter(this.#warehouse));
    const unknown = loaded.traces.filter((trace) => !trace.whole && stood.mayHold(trace.traceId));
    const result = await this.#anewOf(unknown, { settled: false, now, all: loaded.traces });
    this.#recent.forget(slice.inserts);
    this.#handled.add(slice.inserts);
    return { ...result, more: slice.rows >= batchRows / 2 };
  }

  /** Assembles traces anew from all their rows. `settled`: absent parents are taken to stay absent. */
  async again(traces: readonly TraceStart[], at: { settled: true | 'by_age'; now: number }): Promise<AssemblyResult> {
    await this.#load({ blocks: [], spans: new Uint8Array() });
    return this.#anewOf(traces, { ...at, all: traces });
  }

  /** What agents are called and models cost from now on. */
  async learn(terms: WorkspaceTerms): Promise<void> {
    await this.#thread.ask({ step: 'learn', terms });
  }

  async #load(from: { blocks: Parameters<RecentBlocks['put']>[0][]; spans: Uint8Array }) {
    const loaded = await this.#thread.ask({ step: 'load', ...from, anew: this.#anew });
    this.#anew = false;
    return loaded;
  }

  async #nextSlice(): Promise<Slice | null> {
    const now = this.#monotonic();
    const known = this.#warehouse.kind === 'chdb' ? this.#recent.list() : null;
    if (known !== null && this.#scannedAt !== null && now - this.#scannedAt < scanEveryMs)
      return sliceOf(known, this.#handled, batchRows);
    const slice = await findSlice(this.#warehouse, this.#handled, batchRows);
    if (slice === null) {
      this.#scannedAt = now;
      this.#recent.nothingMissing();
    }
    return slice;
  }

  /** What is loaded (`all`), with all rows of these traces. */
  async #anewOf(traces: readonly TraceStart[], at: At): Promise<AssemblyResult> {
    const all = await this.#standing(traces);
    const left = await this.#tooLarge(all);
    const isLeft = new Set(left.map(keyOf));
    const [standing, own] = [all, traces].map((some) => some.filter((trace) => !isLeft.has(keyOf(trace)))) as [
      StandingTrace[],
      TraceStart[],
    ];
    return this.#finish({ whole: await this.#whole(standing, own), standing, left }, at);
  }

  async #tooLarge(standing: readonly StandingTrace[]): Promise<TraceKey[]> {
    const least = Math.min(worthMeasuring, this.#largest.rows / 2);
    const found: TraceKey[] = [];
    for (const [workspaceId, own] of listsOf(standing.filter(({ spans }) => spans >= least))) {
      const ids = own.map((trace) => trace.traceId);
      for (const id of await findTooLarge(this.#warehouse, workspaceId, ids, this.#largest))
        found.push({ workspaceId, traceId: id });
    }
    for (const trace of found) {
      if (!this.#told.has(keyOf(trace))) this.#onTooLarge(trace);
      this.#told.add(keyOf(trace));
    }
    return found;
  }

  async #standing(traces: readonly TraceStart[]): Promise<StandingTrace[]> {
    const found: StandingTrace[] = [];
    for (const [workspaceId, own] of listsOf(traces)) {
      const ids = own.map((trace) => trace.traceId);
      found.push(...(await readStanding(this.#warehouse, workspaceId, ids)));
    }
    return found;
  }

  /** Every row of these traces. */
  async #whole(standing: readonly StandingTrace[], traces: readonly TraceStart[]): Promise<Uint8Array[]> {
    const first = new Map(standing.map((rows) => [keyOf(rows), rows.firstBucket]));
    const parts: Uint8Array[] = [];
    for (const [workspaceId, own] of listsOf(traces)) {
      const buckets = own
        .flatMap((trace) => [trace.firstBucket, first.get(keyOf(trace)) ?? trace.firstBucket])
        .filter((bucket) => bucket > 0);
      const from = buckets.length === 0 ? 0 : Math.min(...buckets);
      const ids = own.map((trace) => trace.traceId);
      parts.push(await readWholeTraces(this.#warehouse, workspaceId, ids, from));
    }
    return parts;
  }

  async #finish(
    known: { whole: Uint8Array[]; standing: StandingTrace[]; left: TraceKey[] },
    { all, ...at }: At,
  ): Promise<AssemblyResult> {
    const version = this.#nextVersion();
    const reported = await this.#reported.of(all);
    const made = await this.#thread.ask({ step: 'assemble', ...known, reported, version: String(version), ...at });
    await this.#keepObserved(made.observed);
    // Steps and invocations first, the runs that name them last.
    for (const block of made.blocks) {
      await this.#warehouse.insertBlock({
        table: block.table,
        columns: block.columns,
        token: `rebuild-${version}:${block.table}`,
        source: { bytes: block.bytes },
      });
    }
    for (const trace of made.traces) this.#stood?.add(trace.traceId);
    if (this.#stood?.full === true) this.#stood = null;
    return { traces: made.traces, touched: made.touched };
  }
}
