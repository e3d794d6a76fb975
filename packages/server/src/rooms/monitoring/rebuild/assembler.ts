import { type TableCodec } from '../../../spine/rowbinary/codecs.ts';
import { RowWriter } from '../../../spine/rowbinary/row-writer.ts';
import { costingOf } from '../prices/costing.ts';
import { foreignOf, type IsForeign, type ResolveAgent, resolverOf } from '../../../spine/catalog/agent-names.ts';
import { assembleTrace } from '../model/assemble.ts';
import type { Costing, Observe, RunFact, TraceFacts } from '../model/facts.ts';
import { nameAgents } from '../model/name-agents.ts';
import type { Answer, Ask, AssembledTrace, LoadedTrace, StandingRows, TraceKey } from './assembler-protocol.ts';
import {
  invocationRow,
  invocationsCodec,
  type RunState,
  runRow,
  runsCodec,
  stepRow,
  stepsCodec,
} from './row-encoding.ts';
import { minuteFigures } from './minute-figures.ts';
import { ObservedReleases } from './observed-releases.ts';
import { HeldTraces } from './held-traces.ts';
import { parseBlock } from './span-block.ts';
import { parseSpans, type WorkspaceSpan } from './span-reading.ts';

/** Milliseconds after which a quiet run whose top has ended counts as settled, and one that waits as unfinished. */
export const settleAfterMs = 30_000;
export const giveUpAfterMs = 30 * 60_000;

export const keyOf = (key: TraceKey): string => `${key.workspaceId} ${key.traceId}`;

/** State per run: settled once its top is here and it has been quiet; unfinished once it was silent too long without. */
export function stateOf(run: { progress: RunFact['progress']; lastIngested: number }, now: number): RunState {
  const quiet = now - run.lastIngested / 1000;
  if (run.progress === 'ended') return quiet >= settleAfterMs ? 'settled' : 'running';
  return quiet >= giveUpAfterMs ? 'unfinished' : 'running';
}

/** Of a workspace made since the terms were learnt: it has said nothing yet. */
const listTerms = { resolve: resolverOf([]), isForeign: foreignOf([]), costing: costingOf([]) };

type Loaded = { rows: readonly WorkspaceSpan[]; standing: StandingRows | null };

/** The assembling thread's work without the thread: one batch at a time. */
export class Assembler {
  #loaded = new Map<string, Loaded>();
  readonly #held = new HeldTraces();
  readonly #observed = new ObservedReleases();
  #terms = new Map<string, { resolve: ResolveAgent; isForeign: IsForeign; costing: Costing }>();

  handle(ask: Ask): Answer {
    if (ask.step === 'load') {
      if (ask.anew) this.#held.clear();
      return this.#load([...ask.blocks.flatMap(parseBlock), ...parseSpans(ask.spans)]);
    }
    if (ask.step === 'learn') {
      this.#terms = new Map(
        ask.terms.map(({ workspaceId, names, overrides }) => [
          workspaceId,
          { resolve: resolverOf(names), isForeign: foreignOf(names), costing: costingOf(overrides) },
        ]),
      );
      this.#observed.load(ask.terms.flatMap(({ observed }) => observed));
      return { step: 'learn' };
    }
    const answer = this.#assemble(ask);
    this.#loaded = new Map();
    return answer;
  }

  #load(rows: readonly WorkspaceSpan[]): Answer {
    this.#loaded = new Map();
    const traces: LoadedTrace[] = [];
    for (const [key, fresh] of group(rows)) {
      const { workspaceId, traceId } = fresh[0]!;
      const held = this.#held.take(key);
      const known = held === undefined ? fresh : [...held.rows, ...fresh];
      this.#loaded.set(key, { rows: known, standing: held?.standing ?? null });
      traces.push({ workspaceId, traceId, firstBucket: earliestBucket(known), whole: held !== undefined });
    }
    return { step: 'load', traces, rows: rows.length };
  }

  #assemble(ask: Ask & { step: 'assemble' }): Answer {
    for (const part of ask.whole)
      for (const [key, rows] of group(parseSpans(part))) this.#loaded.set(key, { rows, standing: null });
    for (const key of ask.left ?? []) this.#loaded.delete(keyOf(key));
    const reported = Map.groupBy(ask.reported ?? [], keyOf);
    const standing = new Map(ask.standing.map((rows) => [keyOf(rows), rows]));
    const out = { steps: new Sink(stepsCodec), invocations: new Sink(invocationsCodec), runs: new Sink(runsCodec) };
    const version = BigInt(ask.version);
    const traces: AssembledTrace[] = [];
    const touched = new Map<string, Set<number>>();
    for (const [key, { rows, standing: held }] of this.#loaded) {
      const { workspaceId, traceId } = rows[0]!;
      const { resolve, isForeign, costing } = this.#terms.get(workspaceId) ?? listTerms;
      const settled = ask.settled === 'by_age' ? isQuiet(rows, ask.now) : ask.settled;
      const observe = this.#observeBy(workspaceId, rows);
      // A key is bound to a name as it is sent.
      const told = (reported.get(key) ?? []).map((one) => ({
        ...one,
        agent: one.agent && (resolve(one.teamId, one.agent, '') ?? one.agent),
      }));
      const facts = assembleTrace(nameAgents(rows, resolve, isForeign), settled, { costing, observe, outcomes: told });
      for (const step of facts.steps) out.steps.add(stepRow(workspaceId, version, step));
      for (const made of facts.invocations) out.invocations.add(invocationRow(workspaceId, version, made));
      for (const run of facts.runs) out.runs.add(runRow(workspaceId, version, stateOf(run, ask.now), run));
      const before = standing.get(key) ?? held;
      if (before !== null) buryVanished(before, { facts, version, out });
      const buckets = touched.get(workspaceId) ?? new Set<number>();
      const own = new Set(rows.map((row) => row.bucket));
      for (const bucket of own) buckets.add(bucket);
      touched.set(workspaceId, buckets);
      const progress = progressOf(facts, rows);
      traces.push({ workspaceId, traceId, ...progress, stoodIn: before === null ? [] : [...own] });
      // A trace that has ended seldom comes back; it is read then.
      if (progress.ended) this.#held.take(key);
      else this.#held.put(key, { rows, standing: madeOf({ workspaceId, traceId }, facts) });
    }
    return {
      step: 'assemble',
      // Runs last: whoever sees a run finds its steps.
      blocks: [out.steps, out.invocations, out.runs].flatMap((sink) => sink.block()),
      traces,
      touched: [...touched].map(([workspaceId, buckets]) => ({ workspaceId, buckets: [...buckets] })),
      observed: this.#observed.taken(),
    };
  }

  /** By the agent's name as it was sent: merging agents, and undoing it, leaves releases as they are. */
  #observeBy(workspaceId: string, rows: readonly WorkspaceSpan[]): Observe {
    return ({ spanId, teamId, service, receivedAt }, digest) => {
      const agent = rows.find((row) => row.spanId === spanId)?.agent || service;
      return this.#observed.observe({ workspaceId, teamId, agent }, digest, receivedAt);
    };
  }
}

const isQuiet = (rows: readonly WorkspaceSpan[], now: number): boolean =>
  rows.every((row) => now - row.ingestedAt / 1000 >= settleAfterMs);

class Sink<Row extends object> {
  readonly #out = new RowWriter(1 << 16);
  readonly #codec: TableCodec<Row>;
  #rows = 0;

  constructor(codec: TableCodec<Row>) {
    this.#codec = codec;
  }

  add(row: Row): void {
    this.#codec.write(this.#out, row);
    this.#rows++;
  }

  block() {
    if (this.#rows === 0) return [];
    return [
      {
        table: this.#codec.table,
        columns: this.#codec.columns,
        rows: this.#rows,
        bytes: Uint8Array.from(this.#out.view()),
      },
    ];
  }
}

type Burial = {
  facts: TraceFacts;
  version: bigint;
  out: { invocations: Sink<ReturnType<typeof invocationRow>>; runs: Sink<ReturnType<typeof runRow>> };
};

/** Rows that stood before and are no longer made: tombstones, a run's naming where its spans went. */
function buryVanished(before: StandingRows, { facts, version, out }: Burial): void {
  const first = facts.runs[0]!;
  const workspaceId = before.workspaceId;
  const runs = new Set(facts.runs.map((run) => `${run.bucket} ${run.runId}`));
  for (const { bucket, runId } of before.runs) {
    if (runs.has(`${bucket} ${runId}`)) continue;
    const spanId = runId.slice(runId.indexOf('-') + 1);
    const home = facts.steps.find((step) => step.counted && step.span.spanId === spanId)?.runId ?? first.runId;
    const row = runRow(workspaceId, version, 'settled', { ...first, bucket, runId, topSpanId: spanId });
    out.runs.add({ ...row, is_deleted: 1, redirect_to: home === runId ? '' : home });
  }
  const made = new Set(facts.invocations.map((invocation) => `${invocation.span.bucket} ${invocation.spanId}`));
  for (const { bucket, spanId } of before.invocations) {
    if (made.has(`${bucket} ${spanId}`)) continue;
    out.invocations.add({
      ...invocationRow(workspaceId, version, facts.invocations[0]!),
      bucket,
      span_id: spanId,
      is_deleted: 1,
    });
  }
}

const madeOf = ({ workspaceId, traceId }: TraceKey, facts: TraceFacts): StandingRows => ({
  workspaceId,
  traceId,
  runs: facts.runs.map(({ bucket, runId }) => ({ bucket, runId })),
  invocations: facts.invocations.map(({ span, spanId }) => ({ bucket: span.bucket, spanId })),
});

const progressOf = (
  facts: TraceFacts,
  rows: readonly WorkspaceSpan[],
): Omit<AssembledTrace, keyof TraceKey | 'stoodIn'> => ({
  lastIngested: Math.max(...facts.runs.map((run) => run.lastIngested)),
  firstBucket: earliestBucket(rows),
  ended: facts.runs.every((run) => run.progress === 'ended'),
  provisional: facts.provisional,
  minutes: minuteFigures(facts.steps),
});

/** The suspect bucket (0) is read always, so it does not widen the range. */
const earliestBucket = (rows: readonly WorkspaceSpan[]): number => {
  let low = Number.MAX_SAFE_INTEGER;
  for (const row of rows) if (row.bucket !== 0 && row.bucket < low) low = row.bucket;
  return low === Number.MAX_SAFE_INTEGER ? 0 : low;
};

function group(rows: readonly WorkspaceSpan[]): Map<string, WorkspaceSpan[]> {
  const groups = new Map<string, WorkspaceSpan[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const held = groups.get(key);
    if (held === undefined) groups.set(key, [row]);
    else held.push(row);
  }
  return groups;
}
