import type { Warehouse } from '../../../ports/warehouse.ts';
import { Handled, type HandledInserts } from '../../../spine/handled-inserts.ts';
import { outcomeScore, outcomeSources, type OutcomeSource } from '../../../spine/outcomes.ts';
import type { ReportedOutcome } from '../model/reported-outcome.ts';
import type { TraceKey, TraceStart } from './assembler-protocol.ts';
import { keyOf } from './assembler.ts';
import { hexList, listsOf } from './standing.ts';

export type ReportedOfTrace = TraceKey & ReportedOutcome;

const lookEveryMs = 1_000;
const insertsAtOnce = 200;
/** Of so many traces it is known what was read of them last. */
const mostKnown = 20_000;

/** Outcomes that are told apart from the spans, as scores: those of traces in hand, and which traces new ones are about. */
export class ReportedOutcomes {
  readonly #warehouse: Warehouse;
  readonly #handled: Handled;
  readonly #monotonic: () => number;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Most workspaces tell none: nothing is asked for them until one does. */
  #any: boolean | null = null;
  /** Mostly an outcome is there before its spans are assembled: then it is in the run already when it is found to be new. */
  readonly #known = new Map<string, string>();

  constructor(warehouse: Warehouse, handled: HandledInserts, monotonic: () => number) {
    this.#warehouse = warehouse;
    this.#handled = new Handled(handled);
    this.#monotonic = monotonic;
  }

  /** Inserts whose traces were handed out and are `taken`. */
  get handled(): HandledInserts {
    return this.#handled.saved();
  }

  /** What is told of these traces; of several reports under one id the last by its sender's clock. */
  async of(traces: readonly TraceKey[]): Promise<ReportedOfTrace[]> {
    if (traces.length === 0 || !(await this.#areAny())) return [];
    const found = await this.#read(traces);
    for (const [key, told] of Map.groupBy(found, keyOf)) {
      this.#known.delete(key);
      this.#known.set(key, wordsOf(told));
      if (this.#known.size > mostKnown) this.#known.delete(this.#known.keys().next().value!);
    }
    return found;
  }

  async #read(traces: readonly TraceKey[]): Promise<ReportedOfTrace[]> {
    const found: ReportedOfTrace[] = [];
    for (const [workspaceId, own] of listsOf(traces)) {
      const rows = await this.#warehouse.query<Row>(
        `SELECT trace_id, team_id, span_id, label, source, metadata['agent'] AS agent, environment,
           toString(toUnixTimestamp64Nano(at)) AS at_ns
         FROM scores
         WHERE workspace_id = {workspace:String} AND trace_id IN (${hexList(own.map(({ traceId }) => traceId))}) AND name = {name:String}
         ORDER BY version DESC, score_id LIMIT 1 BY trace_id, score_id, team_id`,
        { workspace: workspaceId, name: outcomeScore },
      );
      found.push(...rows.flatMap((row) => reportedOf(workspaceId, row)));
    }
    return found;
  }

  /** Traces that something new was told of, with what to call when they are made anew; null where there are none. */
  async news(): Promise<{ traces: TraceStart[]; taken: () => void } | null> {
    const now = this.#monotonic();
    if (now - this.#lookedAt < lookEveryMs) return null;
    const inserts = await this.#newInserts();
    this.#lookedAt = now;
    if (inserts.length === 0) return null;
    this.#any = true;
    const moments = inserts.map(({ at }) => `fromUnixTimestamp64Micro(${at})`);
    const rows = await this.#warehouse.query<{ w: string; t: string }>(
      `SELECT DISTINCT workspace_id AS w, trace_id AS t FROM scores
       WHERE name = {name:String} AND trace_id != '' AND ingested_at IN (${moments.join(', ')})`,
      { name: outcomeScore },
    );
    const all = rows.map(({ w, t }) => ({ workspaceId: w, traceId: t, firstBucket: 0 }));
    const told = Map.groupBy(await this.#read(all), keyOf);
    const traces = all.filter((trace) => this.#known.get(keyOf(trace)) !== wordsOf(told.get(keyOf(trace)) ?? []));
    return { traces, taken: () => this.#handled.add(inserts) };
  }

  async #newInserts() {
    const found = await this.#warehouse.query<{ at: string; rows: string }>(
      `SELECT toUnixTimestamp64Micro(ingested_at) AS at, count() AS rows FROM scores
       WHERE name = {name:String} AND ingested_at > fromUnixTimestamp64Micro({low:Int64}) GROUP BY at ORDER BY at LIMIT {limit:UInt32}`,
      { name: outcomeScore, low: this.#handled.low, limit: this.#handled.size + insertsAtOnce },
    );
    return found
      .map(({ at, rows }) => ({ at: Number(at), rows: Number(rows) }))
      .filter((insert) => !this.#handled.has(insert));
  }

  async #areAny(): Promise<boolean> {
    if (this.#any === null) {
      const sql = 'SELECT 1 FROM scores WHERE name = {name:String} LIMIT 1';
      this.#any = (await this.#warehouse.query(sql, { name: outcomeScore })).length > 0;
    }
    return this.#any;
  }
}

/** In one order, whatever came first. */
const wordsOf = (told: readonly ReportedOfTrace[]): string =>
  told
    .map((one) => JSON.stringify({ ...one, atNs: String(one.atNs) }))
    .toSorted()
    .join('\n');

type Row = {
  trace_id: string;
  team_id: string;
  span_id: string;
  label: string;
  source: string;
  agent: string;
  environment: string;
  at_ns: string;
};

function reportedOf(workspaceId: string, row: Row): ReportedOfTrace[] {
  const source = row.source as OutcomeSource;
  // Of a later version.
  if (!outcomeSources.includes(source)) return [];
  const { trace_id: traceId, team_id: teamId, span_id: spanId, label: value, agent, environment } = row;
  return [{ workspaceId, traceId, teamId, spanId, value, source, agent, environment, atNs: BigInt(row.at_ns) }];
}
