import { type Figures, figureNames } from '../views/totals/figures.ts';
import type { AssembledTrace, MinuteFigures } from './assembler-protocol.ts';
import { keyOf } from './assembler.ts';

/** Unix seconds on minute bounds, `low` included, `high` not. */
type Range = { low: number; high: number };
type Sums = Map<string, Figures>;
/** What a trace gave, by minute and team. */
type Given = readonly MinuteFigures[];

/** How long a trace that has ended is remembered at least, in milliseconds; at most twice that. */
const rememberMs = 20_000;
/** Traces that have not ended are remembered until they do, as many at once. */
const movingAtOnce = 20_000;
/** Seconds. A long run's top comes at its end, with a start in a minute closed long ago. */
const keepSeconds = 3 * 3_600;

/**
 * Figures of minutes, as the assembly just made them: what each trace gives to each minute is replaced as a whole, never added
 * to twice. Only minutes of which all that every trace gave is known are told; the others are asked of the warehouse.
 * Without it, each look at totals would count every span of the last minutes anew, and of each minute that a late span opened.
 */
export class LiveMinutes {
  readonly #closedThrough: number;
  /** Minutes that hold what was not seen here: open before us, or of a trace that was forgotten and came back. */
  readonly #unknown: Map<string, number>;
  readonly #minutes = new Map<string, { bucket: number; sums: Sums }>();
  readonly #moving = new Map<string, Given>();
  #ended = new Map<string, Given>();
  #endedBefore = new Map<string, Given>();
  #turnedAt = 0;

  /** @param start where the rebuild stood when this began: minutes open then hold traces that are not known here. */
  constructor(start: { closedThrough: number; open: Record<string, number[]> }) {
    this.#closedThrough = start.closedThrough;
    this.#unknown = new Map(
      Object.entries(start.open).flatMap(([workspaceId, open]) =>
        open.map((bucket) => [place(workspaceId, bucket), bucket]),
      ),
    );
  }

  /** @param at `now` in Unix milliseconds */
  note(traces: readonly AssembledTrace[], { closedThrough, now }: { closedThrough: number; now: number }): void {
    for (const trace of traces) {
      const key = keyOf(trace);
      const before = this.#take(key);
      if (before !== null) this.#add(trace.workspaceId, before, -1);
      else for (const bucket of trace.stoodIn) this.#lose(trace.workspaceId, bucket);
      const given = trace.minutes.filter(({ bucket }) => this.#isKnown(trace.workspaceId, bucket, closedThrough));
      this.#add(trace.workspaceId, given, 1);
      (trace.ended ? this.#ended : this.#moving).set(key, given);
    }
    this.#forget(closedThrough, now);
  }

  /** The open minutes within the ranges: figures of those that are whole here, and the others as ranges to ask for. */
  tell(
    workspaceId: string,
    open: readonly number[],
    ranges: readonly Range[],
    teams: 'all' | readonly string[],
  ): { figures: Figures; rest: Range[] } {
    const figures = nothing();
    const rest: Range[] = [];
    for (const bucket of open) {
      if (!ranges.some(({ low, high }) => bucket >= low && bucket < high)) continue;
      const minute = this.#minutes.get(place(workspaceId, bucket));
      if (minute === undefined) rest.push({ low: bucket, high: bucket + 60 });
      else
        for (const [teamId, sums] of minute.sums) if (teams === 'all' || teams.includes(teamId)) add(figures, sums, 1);
    }
    return { figures, rest };
  }

  #take(key: string): Given | null {
    for (const traces of [this.#moving, this.#ended, this.#endedBefore]) {
      const given = traces.get(key);
      if (given === undefined) continue;
      traces.delete(key);
      return given;
    }
    return null;
  }

  #add(workspaceId: string, given: Given, sign: 1 | -1): void {
    for (const figures of given) {
      const minute = this.#minutes.get(place(workspaceId, figures.bucket));
      if (minute === undefined) continue;
      const sums = minute.sums.get(figures.teamId) ?? nothing();
      minute.sums.set(figures.teamId, sums);
      add(sums, figures, sign);
    }
  }

  /** Begins a minute that is new. One that closed without us holds more than we shall see. */
  #isKnown(workspaceId: string, bucket: number, closedThrough: number): boolean {
    const at = place(workspaceId, bucket);
    if (this.#minutes.has(at)) return true;
    if (bucket <= Math.max(closedThrough, this.#closedThrough) || this.#unknown.has(at)) return false;
    this.#minutes.set(at, { bucket, sums: new Map() });
    return true;
  }

  #lose(workspaceId: string, bucket: number): void {
    const at = place(workspaceId, bucket);
    this.#minutes.delete(at);
    this.#unknown.set(at, bucket);
  }

  #forget(closedThrough: number, now: number): void {
    for (const oldest of this.#moving.keys()) {
      if (this.#moving.size <= movingAtOnce) break;
      this.#moving.delete(oldest);
    }
    if (Math.abs(now - this.#turnedAt) < rememberMs) return;
    this.#turnedAt = now;
    this.#endedBefore = this.#ended;
    this.#ended = new Map();
    // Only what has closed, so that none of them begins again.
    const before = Math.min(closedThrough, now / 1000 - keepSeconds);
    for (const [at, { bucket }] of this.#minutes) if (bucket < before) this.#minutes.delete(at);
    for (const [at, bucket] of this.#unknown) if (bucket < before) this.#unknown.delete(at);
  }
}

const place = (workspaceId: string, bucket: number): string => `${workspaceId} ${bucket}`;

const nothing = (): Figures => ({
  spans: 0,
  runs: 0,
  invocations: 0,
  errors: 0,
  modelCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  unknownCalls: 0,
  ...{ costKnown: 0, costNanoUsd: 0, costComputedNanoUsd: 0, uncostedCalls: 0 },
});

function add(sums: Figures, figures: Figures, sign: 1 | -1): void {
  for (const name of figureNames) sums[name] += sign * figures[name];
}
