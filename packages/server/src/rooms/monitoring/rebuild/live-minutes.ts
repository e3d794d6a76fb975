import { type Figures, figureNames } from '../views/totals/figures.ts';
import type { AssembledTrace, MinuteFigures } from './assembler-protocol.ts';
import { keyOf } from './assembler.ts';

/** Unix seconds on minute bounds, `low` included, `high` not. */
type Range = { low: number; high: number };
type Minute = { sums: Map<string, Figures>; traces: Set<string> };

/**
 * Figures of open minutes, as the assembly just made them: what each trace gives to each minute is held and replaced as a
 * whole, never added to twice. Only minutes of which every trace was assembled by this process are told; the others are
 * asked of the warehouse. Without it, each look at totals would count every span of the last minutes anew.
 */
export class LiveMinutes {
  readonly #closedThrough: number;
  readonly #before: ReadonlySet<string>;
  readonly #minutes = new Map<string, Minute>();
  readonly #given = new Map<string, readonly MinuteFigures[]>();

  /** @param start where the rebuild stood when this began: minutes open then hold traces that are not known here. */
  constructor(start: { closedThrough: number; open: Record<string, number[]> }) {
    this.#closedThrough = start.closedThrough;
    this.#before = new Set(
      Object.entries(start.open).flatMap(([workspaceId, open]) => open.map((bucket) => place(workspaceId, bucket))),
    );
  }

  note(traces: readonly AssembledTrace[], closedThrough: number): void {
    for (const trace of traces) {
      const key = keyOf(trace);
      this.#takeBack(trace.workspaceId, key);
      const kept = trace.minutes.filter((figures) => this.#give(trace.workspaceId, key, figures, closedThrough));
      if (kept.length > 0) this.#given.set(key, kept);
    }
  }

  /** Forgets minutes that are no longer open. */
  keepOnly(open: Record<string, readonly number[]>): void {
    const still = new Set(
      Object.entries(open).flatMap(([workspaceId, buckets]) => buckets.map((bucket) => place(workspaceId, bucket))),
    );
    for (const [at, minute] of this.#minutes) {
      if (still.has(at)) continue;
      this.#minutes.delete(at);
      for (const key of minute.traces) this.#forget(key, at);
    }
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

  #give(workspaceId: string, key: string, figures: MinuteFigures, closedThrough: number): boolean {
    const at = place(workspaceId, figures.bucket);
    let minute = this.#minutes.get(at);
    if (minute === undefined) {
      // A minute that was rolled up, or open before us, holds more than we shall see.
      if (figures.bucket <= Math.max(closedThrough, this.#closedThrough) || this.#before.has(at)) return false;
      minute = { sums: new Map(), traces: new Set() };
      this.#minutes.set(at, minute);
    }
    minute.traces.add(key);
    const sums = minute.sums.get(figures.teamId) ?? nothing();
    minute.sums.set(figures.teamId, sums);
    add(sums, figures, 1);
    return true;
  }

  #takeBack(workspaceId: string, key: string): void {
    for (const figures of this.#given.get(key) ?? []) {
      const minute = this.#minutes.get(place(workspaceId, figures.bucket));
      const sums = minute?.sums.get(figures.teamId);
      if (sums !== undefined) add(sums, figures, -1);
      minute?.traces.delete(key);
    }
    this.#given.delete(key);
  }

  #forget(key: string, at: string): void {
    const left = (this.#given.get(key) ?? []).filter((figures) => !at.endsWith(` ${figures.bucket}`));
    if (left.length === 0) this.#given.delete(key);
    else this.#given.set(key, left);
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
