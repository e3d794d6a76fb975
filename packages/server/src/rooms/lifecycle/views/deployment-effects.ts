import type { Selectable } from 'kysely';
import type { Ctx } from '../../../spine/ctx.ts';
import { releaseFigures, type ReleaseWindow } from '../../monitoring/index.ts';
import type { DeploymentEffect, ReleaseFigures } from '../contract-deployments.ts';
import { type Effect, effectsOf } from '../model/deployment/effect.ts';
import { completionOf } from '../model/figures.ts';
import type { CatalogAgent } from '../registry/find-agent.ts';
import { lifecycleDb, type LifecycleTables } from '../tables.ts';
import { type FactStores, isAway } from './agent-rows.ts';

export type HistoryRow = Selectable<LifecycleTables['deployment_history']>;
type Stores = Omit<FactStores, 'lastSeen'>;

/** What happened before and after the ten newest of these changes of an agent, by id. Empty = it cannot be read now. */
export async function deploymentEffects(
  ctx: Ctx,
  stores: Stores,
  agent: CatalogAgent,
  rows: readonly HistoryRow[],
): Promise<Map<string, DeploymentEffect>> {
  const steps = rows.map((row) => ({
    ...{ id: row.id, environment: row.environment, at: row.at.getTime() },
    ...{ before: row.previous_id, after: row.candidate_id ?? row.release_id },
  }));
  const effects = effectsOf(steps, ctx.clock.now());
  const digests = await digestsOf(
    ctx,
    effects.map((one) => one.releaseId),
  );
  const windows = effects.map((one) => windowOf(one, agent, digests));
  try {
    const figures = await releaseFigures(ctx, stores, windows);
    const told = new Map<string, DeploymentEffect>();
    for (const [n, { id, side }] of effects.entries()) {
      const effect = told.get(id) ?? { before: null, after: null, incidents: null };
      const own = figures[n];
      told.set(id, own == null ? effect : { ...effect, [side]: figuresOf(own, windows[n]!) });
    }
    return told;
  } catch (error) {
    if (isAway(error)) return new Map();
    throw error;
  }
}

const windowOf = (one: Effect, { teamId, key }: CatalogAgent, digests: Map<string, string>): ReleaseWindow => ({
  ...{ from: new Date(one.from).toISOString(), to: new Date(one.to).toISOString(), teamId, agent: key },
  ...{ environment: one.environment, release: digests.get(one.releaseId) ?? '' },
});

type Found = NonNullable<Awaited<ReturnType<typeof releaseFigures>>[number]>;

const figuresOf = (of: Found, { from, to }: ReleaseWindow): ReleaseFigures => ({
  ...{
    from,
    to,
    invocations: of.invocations,
    completion: completionOf(of),
    unknownOutcomes: of.outcomes.unknown.count,
  },
  costPerInvocationUsd: of.cost.usd === null ? null : of.cost.usd / of.invocations,
  ...{ uncostedCalls: of.cost.unknownCalls, p50Ms: of.durationMs.p50, p95Ms: of.durationMs.p95 },
});

async function digestsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const releases = lifecycleDb(ctx.state.db).selectFrom('releases').select(['id', 'digest']);
  const rows = await releases.where('id', 'in', [...new Set(ids)]).execute();
  return new Map(rows.map((row) => [row.id, row.digest]));
}
