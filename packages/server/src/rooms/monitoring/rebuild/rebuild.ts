import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Warehouse } from '../../../ports/warehouse.ts';
import type { Clock } from '../../../spine/clock.ts';
import { acquireLease, releaseLease } from '../../../spine/leases.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { TraceStart } from './assembler-protocol.ts';
import { AssemblerThread } from './assembler-thread.ts';
import { Assembly, type AssemblyResult } from './assembly.ts';
import { Beside } from './beside.ts';
import { ClosedAnswers } from './closed-answers.ts';
import { followPriceList } from './follow-price-list.ts';
import { keepObserved } from './kept-releases.ts';
import { LiveMinutes } from './live-minutes.ts';
import { RecentBlocks } from './recent-blocks.ts';
import { ReportedOutcomes } from './reported-outcomes.ts';
import type { SpanBlock } from './span-block.ts';
import { affectedTraces, countAffected, nextReassembly, readTerms, saveProgress } from './reassembly.ts';
import { loadPosition, type Position, savePosition, unknownPosition } from './position.ts';
import { carryOutRemovals, removalIsDue, sharedDone } from './removal.ts';
import { lastClosedMinute, Rollup } from './rollup.ts';
import type { LargestTrace } from './standing.ts';
import { readMoving, settleRuns, Settling } from './settling.ts';

export type RebuildDeps = {
  warehouse: Warehouse;
  state: Transactor;
  clock: Clock;
  onError: (error: unknown) => void;
  /** Larger traces stay as they were last made. */
  largestTrace?: LargestTrace;
};

type Work = { assembly: Assembly; rollup: Rollup; settling: Settling; outcomes: ReportedOutcomes };

const leaseMs = 15_000;
const cycleMs = 1_000;
const gatherMs = 100;
/** Settling reads and writes runs anew: gathered over some seconds it costs a fraction. */
const settleEveryMs = 5_000;
const settleAtOnce = 10_000;
const reassembleAtOnce = 2_000;

/**
 * The one job that makes derived rows: steps, invocations and runs from spans, rollups from steps. One node at a time
 * holds its lease. Everything it writes replaces by version, so repeating any part of it changes nothing.
 */
export class Rebuild {
  /** Forgotten whenever closed minutes are made anew, here or, as far as is seen, by the node that leads. */
  readonly closed: ClosedAnswers;
  readonly #deps: RebuildDeps;
  readonly #holder = randomUUID();
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #position: Position = unknownPosition;
  #version = 0;
  #settledAt = 0;
  /** The request whose names the assembly goes by. */
  #learnt = '';
  /** null while another node leads. */
  #live: LiveMinutes | null = null;
  /** All that was inserted before this node led is assembled, so that what it holds is no less than was told before. */
  #liveIsWhole = false;
  #recent = new RecentBlocks();
  /** A full minute takes a second or two to roll up, and new spans are not to wait for that. */
  readonly #rolling = new Beside();
  /** Something was inserted since the cycle began. */
  #news = false;
  /** Wakes a pausing loop; set while it pauses. */
  #wake: (() => void) | null = null;
  #listeners = new Set<() => void>();

  constructor(deps: RebuildDeps) {
    this.#deps = deps;
    this.closed = new ClosedAnswers(() => deps.clock.monotonic());
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Spans just went into the warehouse: they are assembled at once, and need not be read back. */
  inserted(block: SpanBlock): void {
    this.#recent.put(block);
    this.#news = true;
    this.#wake?.();
  }

  /** Minutes after `after`, and those in `also`, answer from spans; all others from rollups. */
  openMinutes(workspaceId: string): { after: number; also: readonly number[] } {
    const { closedThrough, open } = this.#position;
    return { after: closedThrough, also: (open[workspaceId] ?? []).filter((bucket) => bucket <= closedThrough) };
  }

  /** Open minutes within the ranges: figures of those known here, and the others as ranges to ask the warehouse for. */
  live(workspaceId: string, ranges: readonly { low: number; high: number }[], teams: 'all' | readonly string[]) {
    const open = this.#position.open[workspaceId] ?? [];
    return this.#liveIsWhole ? (this.#live?.tell(workspaceId, open, ranges, teams) ?? null) : null;
  }

  /** Called after each cycle that changed derived rows. */
  onAdvanced(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #loop(): Promise<void> {
    const thread = new AssemblerThread();
    try {
      while (!this.#stopping.signal.aborted) {
        try {
          this.#live = null;
          this.#liveIsWhole = false;
          if (await this.#lead()) await this.#work(thread).finally(() => this.#rolling.end());
          else await this.#follow();
        } catch (error) {
          if (!this.#stopping.signal.aborted) this.#deps.onError(error);
        }
        await this.#pause(cycleMs);
      }
    } finally {
      await thread.close();
      await releaseLease(this.#deps.state.db, this.#lease).catch(this.#deps.onError);
    }
  }

  /** Another node leads: what it made is visible here as well, and is told to whoever listens here. */
  async #follow(): Promise<void> {
    const before = JSON.stringify(this.#position);
    const position = await loadPosition(this.#deps.state);
    if (JSON.stringify(position) === before) return;
    this.closed.forget();
    this.#position = position;
    for (const listener of this.#listeners) listener();
  }

  /** Cycles while the lease is ours. A throw ends it; the loop begins again from the saved position. */
  async #work(thread: AssemblerThread): Promise<void> {
    const { warehouse, state, clock } = this.#deps;
    const removed = await carryOutRemovals({ warehouse, state }, clock.now());
    // What is gone must not come back out of memory.
    if (removed !== null) this.#recent = new RecentBlocks();
    this.closed.forget();
    this.#position = await loadPosition(state);
    const nextVersion = (): number => this.#nextVersion();
    const outcomes = new ReportedOutcomes(warehouse, this.#position.outcomes, () => clock.monotonic());
    const assembly = new Assembly({
      ...{ warehouse, thread, nextVersion, monotonic: () => clock.monotonic(), reported: outcomes },
      keepObserved: (seen) => keepObserved(state, seen),
      onTooLarge: ({ workspaceId, traceId }) =>
        this.#deps.onError(
          new Error(`Trace ${traceId} of ${workspaceId} is too large: what more comes of it is not counted.`),
        ),
      largest: this.#deps.largestTrace,
      recent: this.#recent,
      handled: this.#position,
    });
    const rollup = new Rollup(warehouse, nextVersion, () => this.closed.forget());
    const settling = new Settling();
    this.#learnt = '';
    const terms = await readTerms(state.db);
    await assembly.learn(terms);
    await followPriceList({ warehouse, state }, terms);
    this.#live = new LiveMinutes(this.#position);
    const past = Object.entries(this.#position.open).map(([workspaceId, buckets]) => ({ workspaceId, buckets }));
    rollup.touch(past, clock.now());
    settling.note(await readMoving(warehouse));
    await this.#skipPastVersions();
    const goOn = async (): Promise<boolean> => !this.#stopping.signal.aborted && (await this.#lead());
    if (!this.#position.agents) this.#position = { ...this.#position, agents: await rollup.agentsOfThePast(goOn) };
    if (removed !== null) await this.#mend(removed, assembly, rollup);
    // A removal ends it too: the loop begins again with that.
    while (!this.#stopping.signal.aborted && (await this.#lead()) && !(await removalIsDue(state.db, clock.now()))) {
      const began = clock.monotonic();
      this.#news = false;
      const changed = await this.#cycle({ assembly, rollup, settling, outcomes });
      if (changed) for (const listener of this.#listeners) listener();
      // A short pause even when spans wait: larger batches cost less a span.
      await this.#pause(gatherMs);
      await this.#pause(Math.max(0, cycleMs - (clock.monotonic() - began)), true);
    }
  }

  async #cycle(work: Work): Promise<boolean> {
    const { state, clock } = this.#deps;
    const { assembly, rollup, settling, outcomes } = work;
    const closing = lastClosedMinute(clock.now());
    const before = JSON.stringify(this.#position);
    let caughtUp = false;
    // A bounded number of batches, so that rollups and the saved position keep up during a long catch-up.
    for (let batch = 0; batch < 8 && !caughtUp && !this.#stopping.signal.aborted; batch++) {
      const step = await assembly.advance(clock.now());
      if (step !== null) {
        settling.note(step.traces);
        this.#note(rollup, step);
        this.#position = { ...this.#position, ...assembly.handled, open: rollup.open() };
      }
      caughtUp = step === null || !step.more;
    }
    const settled = await this.#settle(assembly, rollup, settling);
    const reopened = await this.#reopen(work);
    const again = await this.#reassemble(assembly, rollup, settling);
    const closedThrough = caughtUp ? Math.max(closing, this.#position.closedThrough) : this.#position.closedThrough;
    this.#rolling.begin(() => rollup.advance(clock.now(), closedThrough));
    const { agents } = this.#position;
    const position = { ...assembly.handled, outcomes: outcomes.handled, agents, closedThrough, open: rollup.open() };
    this.#position = position;
    this.#liveIsWhole ||= caughtUp;
    const moved = JSON.stringify(this.#position) !== before;
    if (moved) await savePosition(state, this.#position);
    return moved || settled || reopened || again;
  }

  async #settle(assembly: Assembly, rollup: Rollup, settling: Settling): Promise<boolean> {
    const now = this.#deps.clock.now();
    if (Math.abs(now - this.#settledAt) < settleEveryMs) return false;
    this.#settledAt = now;
    const due = settling.due(now, settleAtOnce);
    if (due.length === 0) return false;
    try {
      const anew = due.filter((trace) => trace.provisional);
      if (anew.length > 0) this.#note(rollup, await assembly.again(anew, { settled: true, now }));
      await settleRuns(this.#deps.warehouse, due, this.#nextVersion());
    } catch (error) {
      settling.again(due);
      throw error;
    }
    return true;
  }

  /** Runs that somebody told the outcome of. */
  async #reopen({ assembly, rollup, settling, outcomes }: Work): Promise<boolean> {
    const news = await outcomes.news();
    if (news === null) return false;
    for (let at = 0; at < news.traces.length; at += reassembleAtOnce) {
      const some = news.traces.slice(at, at + reassembleAtOnce);
      const made = await assembly.again(some, { settled: 'by_age', now: this.#deps.clock.now() });
      settling.note(made.traces);
      this.#note(rollup, made);
    }
    news.taken();
    return news.traces.length > 0;
  }

  /** One batch of traces that are to be assembled again, so that new spans do not wait for long. */
  async #reassemble(assembly: Assembly, rollup: Rollup, settling: Settling): Promise<boolean> {
    const { warehouse, state, clock } = this.#deps;
    const waiting = await nextReassembly(state.db);
    if (waiting === null) return false;
    if (waiting.id !== this.#learnt) {
      await assembly.learn(await readTerms(state.db));
      this.#learnt = waiting.id;
    }
    const total = waiting.total ?? (await countAffected(warehouse, waiting));
    const traces = await affectedTraces(warehouse, waiting, reassembleAtOnce);
    if (traces.length > 0) {
      const made = await assembly.again(traces, { settled: 'by_age', now: clock.now() });
      settling.note(made.traces);
      this.#note(rollup, made);
    }
    const through = traces.length < reassembleAtOnce ? null : traces.at(-1)!.traceId;
    await saveProgress(state.db, waiting, { through, traces: traces.length, total });
    return traces.length > 0;
  }

  /** Traces of which another team's part was removed. */
  async #mend(shared: readonly TraceStart[], assembly: Assembly, rollup: Rollup): Promise<void> {
    const { state, clock } = this.#deps;
    if (shared.length > 0) {
      this.#note(rollup, await assembly.again(shared, { settled: 'by_age', now: clock.now() }));
      this.#position = { ...this.#position, open: rollup.open() };
      await savePosition(state, this.#position);
      await sharedDone(state);
    }
    for (const listener of this.#listeners) listener();
  }

  #note(rollup: Rollup, { touched, traces }: AssemblyResult): void {
    const now = this.#deps.clock.now();
    rollup.touch(touched, now);
    this.#live?.note(traces, { closedThrough: this.#position.closedThrough, now });
  }

  get #lease() {
    return { name: 'monitoring.rebuild', holder: this.#holder };
  }

  #lead(): Promise<boolean> {
    return acquireLease(this.#deps.state.db, this.#lease, leaseMs);
  }

  /** Microseconds that never repeat or go back, over restarts too. */
  #nextVersion(): number {
    this.#version = Math.max(this.#version + 1, this.#deps.clock.now() * 1000);
    return this.#version;
  }

  async #skipPastVersions(): Promise<void> {
    const tables = ['steps', 'runs', 'metrics_1m', 'metrics_1h', 'metrics_1d', 'agents_1m', 'agents_1h', 'agents_1d'];
    const parts = tables.map((table) => `(SELECT max(version) FROM ${table})`);
    const [row] = await this.#deps.warehouse.query<{ v: string }>(`SELECT greatest(${parts.join(', ')}) AS v`);
    this.#version = Math.max(this.#version, Number(row?.v ?? 0));
  }

  /** Ends early when stopping, or, if `wakeful`, when spans were inserted. */
  async #pause(ms: number, wakeful = false): Promise<void> {
    if (wakeful && this.#news) return;
    const woken = new AbortController();
    if (wakeful) this.#wake = () => woken.abort();
    await sleep(ms, undefined, { signal: AbortSignal.any([this.#stopping.signal, woken.signal]) }).catch(() => {});
    this.#wake = null;
  }
}
