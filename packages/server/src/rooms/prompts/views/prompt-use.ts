import { namesOfPeople } from '../../../access/index.ts';
import type { Warehouse } from '../../../ports/warehouse.ts';
import { allows, authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { type AgentFigures, agentFigures, type ScoreFigures, scoreFigures } from '../../monitoring/index.ts';
import type { PromptUse } from '../contract-use.ts';
import { findPrompt } from '../find-prompt.ts';
import { sumFigures } from '../model/use-figures.ts';
import { promptDb } from '../tables.ts';
import type { ReleaseUse, UsesOf } from '../uses.ts';

export type UseStores = {
  warehouse: Warehouse;
  rollups: Parameters<typeof agentFigures>[1]['rollups'];
  usesOf?: UsesOf | undefined;
};
type Window = { from: string; to: string };

/**
 * Releases that hold each version, where they are served, and how they did in the last days. Versions that no release holds are left
 * out. A version's figures are its releases'; figures that cannot be read now are null, and the rest is told all the same.
 */
export async function promptUse(
  ctx: Ctx,
  { usesOf, ...stores }: UseStores,
  { id, days }: { id: string; days: number },
): Promise<PromptUse> {
  authorize(ctx, 'prompt.read', 'anywhere');
  const prompt = await findPrompt(ctx, id);
  const names = promptDb(ctx.state.db).selectFrom('prompt_names').select('name').where('prompt_id', '=', prompt.id);
  const known = (await names.execute()).map((one) => one.name);
  const uses = (await usesOf?.(ctx.state.db, ctx, { names: [prompt.id, ...known] })) ?? [];
  const now = ctx.clock.now();
  const window = { from: new Date(now - days * 86_400_000).toISOString(), to: new Date(now).toISOString() };
  const figures = uses.length === 0 ? null : await figuresOf(ctx, stores, { uses, window });
  const versions = [...Map.groupBy(uses, (one) => one.number)].toSorted(([a], [b]) => b - a);
  return {
    ...window,
    versions: versions.map(([number, own]) => ({
      number,
      releases: own.map((one) => ({
        ...{ releaseId: one.releaseId, version: one.version, digest: one.digest, createdAt: one.createdAt },
        ...{ agentId: one.agent.id, agentName: one.agent.name, servedIn: one.servedIn },
      })),
      figures: figures === null ? null : sumFigures(own, figures),
    })),
    agents: await agentsOf(ctx, uses),
  };
}

async function figuresOf(
  ctx: Ctx,
  stores: Omit<UseStores, 'usesOf'>,
  { uses, window }: { uses: readonly ReleaseUse[]; window: Window },
): Promise<{ items: AgentFigures[]; scores: ScoreFigures[] } | null> {
  if (!allows(ctx.actor, 'totals.read', 'anywhere') || !allows(ctx.actor, 'run.read', 'anywhere')) return null;
  const releases = [...new Set(uses.flatMap(({ digest }) => [digest, `sha256:${digest}`]))];
  try {
    const [{ items }, scores] = await Promise.all([
      agentFigures(ctx, stores, { ...window, by: 'release' }),
      scoreFigures(ctx, stores.warehouse, { releases, since: window.from }),
    ]);
    return { items, scores };
  } catch (error) {
    if (/^warehouse\./.test(String((error as { code?: unknown }).code))) return null;
    throw error;
  }
}

async function agentsOf(ctx: Ctx, uses: readonly ReleaseUse[]): Promise<PromptUse['agents']> {
  const owners = uses.flatMap(({ agent }) => agent.ownerId ?? []);
  const names = await namesOfPeople(ctx, owners);
  return [...Map.groupBy(uses, ({ agent }) => agent.id).values()].map((own) => {
    const { id: agentId, name, teamId, ownerId } = own[0]!.agent;
    const servedIn = [...new Set(own.flatMap((one) => one.servedIn))].toSorted();
    return { agentId, name, teamId, ownerId, ownerName: names.get(ownerId ?? '') ?? null, servedIn };
  });
}
