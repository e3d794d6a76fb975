import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { StepDetail } from '../contract.ts';
import { readLogs } from './read/logs.ts';
import { readSpanMessages } from './read/span-messages.ts';
import { readSpans } from './read/spans.ts';
import { entriesOf } from './read/run-steps.ts';
import { readSteps } from './read/steps.ts';
import { visibleRun, type VisibleRun } from './read/visible-run.ts';
import { eventsOf, linksOf } from './rows/recorded.ts';
import { type SpanRow, spanColumns, stepOf } from './rows/step-row.ts';
import { seesTeam } from './sight.ts';

type DetailRow = SpanRow & {
  attributes: Record<string, string>;
  resource: Record<string, string>;
  events: string;
  links: string;
  dialect: string;
  scope: string;
};

const columns = `${spanColumns}, attributes, resource, events, links, dialect, scope`;

/** One step with all that was sent of it. Without the right to its content: names, times and numbers only. */
export async function getStep(
  ctx: Ctx,
  warehouse: Warehouse,
  input: { id: string; spanId: string },
): Promise<StepDetail> {
  authorize(ctx, 'run.read', 'anywhere');
  const found = await visibleRun(ctx, warehouse, input.id);
  const { span, step } = await stepOfRun(warehouse, found, input.spanId);
  const readable = seesTeam(found.sight.content, span.team_id);
  const told = {
    step: stepOf(span, step, { runStartNs: BigInt(found.row.start_ns), readable }),
    dialect: span.dialect,
    scope: span.scope,
  };
  const events = eventsOf(span.events);
  const links = linksOf(span.links);
  if (!readable) {
    const bare = { attributes: {}, resource: {}, messages: [], logs: [] };
    const silent = { events: events.map(withoutText), links: links.map(withoutText) };
    return { ...told, ...bare, ...silent };
  }
  const own = { spanId: span.span_id, teamId: span.team_id, startNs: span.start_ns };
  const [messages, logs] = await Promise.all([
    readSpanMessages(warehouse, found.window, own),
    readLogs(warehouse, found.window, { spanId: own.spanId, teams: [own.teamId] }),
  ]);
  return { ...told, attributes: span.attributes, resource: span.resource, events, links, messages, logs };
}

const withoutText = <Item extends { attributes: Record<string, unknown> }>(item: Item): Item => ({
  ...item,
  attributes: {},
});

/** A span of the trace that the rebuild places in another run is not a step of this one. */
async function stepOfRun(warehouse: Warehouse, { row, window, sight }: VisibleRun, spanId: string) {
  const [spans, steps] = await Promise.all([
    readSpans<DetailRow>(warehouse, window, { columns, teams: sight.runs, after: null, limit: 1, spanId }),
    readSteps(warehouse, window, { teams: sight.runs, fromNs: null, limit: 1, spanId }),
  ]);
  const [entry] = entriesOf(spans, steps, row.run_id);
  if (entry === undefined) throw new AppError('access.not_found', { params: { noun: 'step' } });
  return entry;
}
