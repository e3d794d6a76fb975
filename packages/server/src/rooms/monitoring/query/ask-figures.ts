import type { Warehouse } from '../../../ports/warehouse.ts';
import { authorize, isNarrow, visiblePlaces } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Query, QueryAnswer } from '../contract-query.ts';
import { isoOfSeconds } from '../views/rows/time.ts';
import { placeFilter, type Places } from '../views/sight.ts';
import type { Rollups } from '../views/totals/get-totals.ts';
import { type Range, splitRange } from '../views/totals/tiers.ts';
import { columnsOf } from './answer.ts';
import { tablesOf } from './branches.ts';
import type { Wish } from './figures-sql.ts';
import { filterParams, filterSql } from './filters.ts';
import { planOf, type Use } from './plan.ts';
import { type Question, questionOf } from './question.ts';
import { type Ask, stepsOf, tell, tellOf } from './tell.ts';

type Facts = { warehouse: Warehouse; rollups: Pick<Rollups, 'openMinutes'> };

const settings = { do_not_merge_across_partitions_select_final: 1 };

/** Figures by the catalogue, of what the actor may see. Who a user or a conversation is, is told to who may see runs. */
export async function askFigures(ctx: Ctx, { warehouse, rollups }: Facts, query: Query): Promise<QueryAnswer> {
  authorize(ctx, 'totals.read', 'anywhere');
  const question = questionOf(query);
  const right = question.allDimensions.some(({ personal }) => personal === true) ? 'run.read' : 'totals.read';
  authorize(ctx, right, 'anywhere');
  const places = visiblePlaces(ctx.actor, right);
  const visible = placeFilter(places);
  const params = {
    workspace: ctx.workspaceId,
    zone: query.timeZone,
    ...visible.params,
    ...filterParams(query.filters),
  };
  const ask: Ask = (sql, more) => warehouse.query(sql, { ...params, ...more }, { settings });
  const uses = usesOf(question, places);
  const open = rollups.openMinutes(ctx.workspaceId);
  const wishFor = (range: Range): Wish => ({
    ...{ measures: question.measures, uses },
    cut: {
      ...{ dimensions: query.dimensions, grain: question.grain, timeZone: query.timeZone },
      split: splitRange(range, open),
      visible: `workspace_id = {workspace:String} AND ${visible.where}`,
      narrowed: (source) => filterSql(query.filters, source),
    },
  });

  const { range, grain } = question;
  const clock = { grain, timeZone: query.timeZone };
  const wish = wishFor(range);
  const [{ told, top }, points] = await Promise.all([tell(ask, question, wish, query), stepsOf(ask, clock, range)]);
  const answer = {
    ...{ columns: columnsOf(question), ...told, points: points.map(isoOfSeconds) },
    ...{ grain: question.grain, timeZone: query.timeZone, answeredBy: tablesOf(uses, wish.cut) },
    ...{ from: isoOfSeconds(range.low), to: isoOfSeconds(range.high), asOf: new Date(ctx.clock.now()).toISOString() },
  };
  if (query.compare === undefined) return answer;
  const before = earlier(range);
  const [previous, previousPoints] = await Promise.all([
    tellOf(ask, question, wishFor(before), top),
    stepsOf(ask, clock, before),
  ]);
  return {
    ...{ ...answer, previous: previous.rows, previousShares: previous.shares },
    previousPoints: previousPoints.map(isoOfSeconds),
  };
}

function usesOf({ measures, allDimensions }: Question, places: Places): Use[] {
  const narrow = places !== 'all' && places.some(isNarrow);
  const plan = planOf(
    measures,
    allDimensions.map(({ id }) => id),
    narrow,
  );
  if ('uses' in plan) return plan.uses;
  const { unanswerable, instead } = plan;
  throw new AppError('monitoring.query_unanswerable', {
    params: {
      ...{ measure: unanswerable.id, dimensions: allDimensions.map(({ id }) => id).join(', ') || 'nothing' },
      instead: instead.join(', ') || 'nothing that you may see',
    },
  });
}

/** As long a range just before. */
const earlier = ({ low, high }: Range): Range => ({ low: Math.max(0, low - (high - low)), high: low });
