import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { RunOtlp } from '../../contract-otlp.ts';
import { readBodies } from '../read/bodies.ts';
import { readMessageRefs } from '../read/message-refs.ts';
import { readRunSteps, type RunSteps } from '../read/run-steps.ts';
import type { StepPosition } from '../read/spans.ts';
import { type VisibleRun, visibleRun } from '../read/visible-run.ts';
import { sees, seesTeam } from '../sight.ts';
import { saidIn } from './said.ts';
import { otlpSpan, scopeOf, sentColumns, type SentSpan } from './span.ts';
import { attributesOf } from './values.ts';

/** Text of messages in UTF-8, and of attributes in characters. A part of a run would be read back as another run: too much is refused. */
const most = { spans: 50_000, page: 5_000, bytes: 32 << 20, refRows: 20_000 };

/**
 * A run as OTLP/JSON with what was said in it, to be sent to any receiver of OTLP: sent to Signalbox again it gives the same run. Throws
 * `access.denied` for who may read it, but not take it out, and `monitoring.run_too_large`.
 */
export async function exportRunOtlp(
  ctx: Ctx,
  warehouse: Warehouse,
  input: { id: string },
): Promise<{ runId: string; otlp: RunOtlp }> {
  authorize(ctx, 'content.export', 'anywhere');
  const found = await visibleRun(ctx, warehouse, input.id);
  if (!found.readable || !sees(visiblePlaces(ctx.actor, 'content.export'), found.row))
    throw new AppError('access.denied', { params: { action: 'content.export' } });
  const [spans, refs] = await Promise.all([
    spansOf(warehouse, found),
    readMessageRefs(warehouse, found.window, { teams: found.sight.content, tools: true }),
  ]);
  if (refs.length >= most.refRows) throw new AppError('monitoring.run_too_large');
  const wanted = [...new Set(refs.flatMap((row) => row.refs))];
  const { bodies, fits } = await readBodies(warehouse, found.window, {
    refs: wanted,
    teams: found.sight.content,
    maxBytes: most.bytes,
  });
  if (!fits) throw new AppError('monitoring.run_too_large');
  const told = Map.groupBy(refs, (row) => `${row.team_id} ${row.span_id}`);
  const grouped = new Map<string, SentSpan[]>();
  for (const span of spans) {
    const key = JSON.stringify([span.team_id, span.scope, span.resource]);
    const group = grouped.get(key);
    if (group === undefined) grouped.set(key, [span]);
    else group.push(span);
  }
  const resourceSpans = [...grouped.values()].map((group) => {
    const { resource, scope, team_id: teamId } = group[0]!;
    const readable = seesTeam(found.sight.content, teamId);
    const sent = group.map((span) => {
      const rows = told.get(`${span.team_id} ${span.span_id}`) ?? [];
      const said = seesTeam(found.sight.content, span.team_id) ? saidIn(rows, span.start_ns, bodies) : null;
      return otlpSpan(span, found.row.trace_id, said);
    });
    return {
      resource: { attributes: attributesOf(readable ? resource : {}) },
      scopeSpans: [{ scope: scopeOf(scope), spans: sent }],
    };
  });
  return { runId: found.row.run_id, otlp: { resourceSpans } };
}

async function spansOf(warehouse: Warehouse, run: VisibleRun): Promise<SentSpan[]> {
  const spans: SentSpan[] = [];
  let size = 0;
  for (let after: StepPosition | null = null, first = true; first || after !== null; first = false) {
    const page: { columns: string; after: StepPosition | null; limit: number } = {
      ...{ columns: sentColumns, limit: most.page },
      after,
    };
    const { entries, next }: RunSteps<SentSpan> = await readRunSteps<SentSpan>(warehouse, run, page);
    for (const { span } of entries) {
      spans.push(span);
      size += sizeOf(span);
    }
    if (spans.length > most.spans || size > most.bytes) throw new AppError('monitoring.run_too_large');
    after = next;
  }
  return spans;
}

function sizeOf(span: SentSpan): number {
  let size = span.events.length + span.links.length + span.status_message.length;
  for (const value of Object.values(span.attributes)) size += value.length;
  return size;
}
