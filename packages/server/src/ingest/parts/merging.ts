import { setImmediate } from 'node:timers/promises';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { MappedSpan } from '../map/span.ts';
import { mergedSpan, type Owner } from './merged-span.ts';
import type { SpanWriter } from './span-writer.ts';
import { keyOfTrace, mostOfTrace, partsOf, quoted, sizesOf, type TraceOfTeam } from './stored-parts.ts';
import { type MadeTrace, spansOfTrace } from './trace-spans.ts';

export type MergingDeps = {
  warehouse: Warehouse;
  writer: SpanWriter;
  /** Of a workspace's content references. */
  contentKey: (workspaceId: string) => Promise<Uint8Array>;
  retentionDays: number;
  /** Unix microseconds that never repeat or go back; rejects where this node may not write any more. */
  nextMoment: () => Promise<number>;
};

/** Parts read at a time: they are held whole, and parsed. */
const bytesAtOnce = 8 << 20;
const tracesAtOnce = 200;
/** Mapping is the main thread's work: after so many spans others have their turn. */
const spansAtOnce = 50;

/**
 * Merges all parts of these traces into spans and writes those that changed. Doing it again changes nothing.
 * @param alone traces (by `keyOfTrace`) that have waited long enough to be shown without observations
 * @returns traces that have none
 */
export async function mergeTraces(
  deps: MergingDeps,
  traces: readonly TraceOfTeam[],
  alone: ReadonlySet<string>,
): Promise<TraceOfTeam[]> {
  const bare: TraceOfTeam[] = [];
  let count = 0;
  for (const some of await portions(deps.warehouse, traces)) {
    const made = await makeSpans(deps.warehouse, some);
    const replaced = await standing(deps, made);
    const rows = new Map<string, MappedSpan[]>();
    for (const { trace, spans, own } of made) {
      const key = keyOfTrace(trace);
      const owner: Owner = { ...trace, contentKey: await deps.contentKey(trace.workspaceId) };
      const mapped: MappedSpan[] = [];
      for (const span of spans) {
        if (++count % spansAtOnce === 0) await setImmediate();
        mapped.push(mergedSpan(span, owner, deps.retentionDays));
      }
      if (own !== null && spans.length === 0 && alone.has(key)) mapped.push(mergedSpan(own, owner, deps.retentionDays));
      if (own !== null && replaced.has(key)) mapped.push(superseded(mergedSpan(own, owner, deps.retentionDays)));
      if (own !== null && spans.length === 0) bare.push(trace);
      rows.set(key, mapped);
    }
    await deps.writer.write(rows, await deps.nextMoment());
  }
  return bare;
}

type Made = MadeTrace & { trace: TraceOfTeam };

async function makeSpans(warehouse: Warehouse, traces: readonly TraceOfTeam[]): Promise<Made[]> {
  const parts = await partsOf(warehouse, traces);
  return traces.map((trace) => ({ trace, ...spansOfTrace(trace.traceId, parts.get(keyOfTrace(trace)) ?? []) }));
}

/** Traces whose own span was shown before, and that have observations now. */
async function standing({ warehouse, writer }: MergingDeps, made: readonly Made[]): Promise<Set<string>> {
  const full = made.filter(({ spans, own }) => own !== null && spans.length > 0);
  if (full.length === 0) return new Set();
  // A trace with a span that this process wrote was asked for then.
  const unknown = full.filter(
    ({ trace, spans }) => !spans.some(({ span }) => writer.wrote(keyOfTrace(trace), span.spanId)),
  );
  const known = full.filter((one) => writer.wrote(keyOfTrace(one.trace), one.own!.span.spanId));
  const found = new Set(known.map(({ trace }) => keyOfTrace(trace)));
  if (unknown.length === 0) return found;
  const rows = await warehouse.query<{ team: string; trace: string }>(
    `SELECT DISTINCT team_id AS team, trace_id AS trace FROM spans
     WHERE workspace_id = {workspace:String} AND trace_id IN (${quoted(unknown.map(({ trace }) => trace))})
       AND span_id IN (${unknown.map(({ own }) => `'${own!.span.spanId}'`).join(',')})`,
    { workspace: unknown[0]!.trace.workspaceId },
  );
  const { workspaceId } = unknown[0]!.trace;
  for (const { team, trace } of rows) found.add(keyOfTrace({ workspaceId, teamId: team, traceId: trace }));
  return found;
}

const superseded = ({ row }: MappedSpan): MappedSpan => ({
  row: { ...row, marks: [...row.marks, 'superseded'] },
  content: [],
  refs: [],
});

/** Of one workspace each, and no more than can be held. */
async function portions(warehouse: Warehouse, traces: readonly TraceOfTeam[]): Promise<TraceOfTeam[][]> {
  const out: TraceOfTeam[][] = [];
  for (const own of Map.groupBy(traces, (trace) => trace.workspaceId).values()) {
    const sizes = await sizesOf(warehouse, own);
    let [bytes, some] = [0, [] as TraceOfTeam[]];
    for (const trace of own) {
      const size = Math.min(mostOfTrace, sizes.get(`${trace.workspaceId} ${trace.traceId}`) ?? 0);
      if (some.length > 0 && (bytes + size > bytesAtOnce || some.length >= tracesAtOnce)) {
        out.push(some);
        [bytes, some] = [0, []];
      }
      some.push(trace);
      bytes += size;
    }
    if (some.length > 0) out.push(some);
  }
  return out;
}
