import type { z } from '@hono/zod-openapi';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces, visibleTeams } from '../../../../spine/authorize.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Totals, TotalsQuery } from '../../contract.ts';
import type { ClosedAnswers } from '../../rebuild/closed-answers.ts';
import { isoOfSeconds } from '../rows/time.ts';
import { closedFigures } from './closed.ts';
import type { Teams } from '../sight.ts';
import { type FigureRow, type Figures, type Scope, sumOf } from './figures.ts';
import { liveFigures } from './live.ts';
import { anySampled } from './sampled.ts';
import { rangeOf } from './range.ts';
import { SingleFlight } from './single-flight.ts';
import { type OpenMinutes, type Range, splitRange } from './tiers.ts';

/** How far the rollups are: the rebuild of this room. */
export type Rollups = {
  openMinutes(workspaceId: string): OpenMinutes;
  /** Remembers what was asked of closed minutes for as long as it holds. */
  closed?: Pick<ClosedAnswers, 'ask'>;
  /** Figures of open minutes that are known without asking, and what is left to ask; null = nothing is known. */
  live?(workspaceId: string, ranges: readonly Range[], teams: Teams): { figures: Figures; rest: Range[] } | null;
};

/** Totals as a view with a memory of half a second. Make one per process. */
export class TotalsView {
  readonly #warehouse: Warehouse;
  readonly #rollups: Rollups;
  readonly #recent = new SingleFlight<Totals>(500);
  /**
   * Closed minutes hardly ever change. One that does is open first, and so left out of the split, for longer than this: a
   * minute rolled up again never answers with what was known before.
   */
  readonly #closed = new SingleFlight<FigureRow[]>(2_000);
  /** Asked of all runs in the range: what is known of it may be ten seconds old. */
  readonly #sampled = new SingleFlight<boolean>(10_000);

  constructor(warehouse: Warehouse, rollups: Rollups) {
    this.#warehouse = warehouse;
    this.#rollups = rollups;
  }

  /**
   * What the visible teams' agents did in a range of time; by default, ever. By whole minutes of the spans' start: the
   * minute that `from` or `to` falls into is counted whole. Without `from`, starts that cannot be believed are counted too.
   */
  async get(ctx: Ctx, query: z.infer<typeof TotalsQuery>): Promise<Totals> {
    authorize(ctx, 'totals.read', 'anywhere');
    const teams = visibleTeams(ctx.actor, 'totals.read');
    // Zeros for who sees single agents only would be a lie: the rollups are by team here.
    if (teams !== 'all' && teams.length === 0 && visiblePlaces(ctx.actor, 'totals.read').length > 0)
      throw new AppError('monitoring.totals_of_teams');
    const scope = { workspaceId: ctx.workspaceId, teams: teams === 'all' ? teams : teams.toSorted() };
    const key = JSON.stringify([scope, query.from ?? null, query.to ?? null]);
    const sampled = (): Promise<boolean> =>
      this.#sampled.ask(key, ctx.clock, () => anySampled(this.#warehouse, scope, rangeOf(query)));
    return this.#recent.ask(key, ctx.clock, async () => {
      const [figures, isSampled] = await Promise.all([this.#ask(ctx, scope, query), sampled()]);
      return { ...figures, sampled: isSampled };
    });
  }

  async #ask(ctx: Ctx, scope: Scope, query: z.infer<typeof TotalsQuery>): Promise<Omit<Totals, 'sampled'>> {
    const open = this.#rollups.openMinutes(scope.workspaceId);
    const split = splitRange(rangeOf(query), open);
    const known = this.#rollups.live?.(scope.workspaceId, split.live, scope.teams) ?? null;
    const parts = await Promise.all([
      this.#closed.ask(JSON.stringify([scope, split.days, split.hours, split.minutes]), ctx.clock, () =>
        closedFigures(this.#warehouse, scope, split),
      ),
      liveFigures(this.#warehouse, scope, known?.rest ?? split.live),
    ]);
    const { inputTokens, outputTokens, unknownCalls, costKnown, ...sums } = sumOf([
      ...parts.flat(),
      known?.figures ?? {},
    ]);
    const { costNanoUsd, costComputedNanoUsd, uncostedCalls, ...figures } = sums;
    return {
      ...figures,
      cost: {
        usd: costKnown === 0 ? null : costNanoUsd / 1e9,
        computedUsd: costComputedNanoUsd === 0 ? null : costComputedNanoUsd / 1e9,
        unknownCalls: uncostedCalls,
      },
      tokens: { input: inputTokens, output: outputTokens, unknownCalls },
      from: query.from ?? null,
      to: query.to ?? null,
      closedThrough: open.after > 0 ? isoOfSeconds(open.after) : null,
      asOf: new Date(ctx.clock.now()).toISOString(),
    };
  }
}
