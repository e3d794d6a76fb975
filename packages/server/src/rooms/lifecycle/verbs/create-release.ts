import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { CreateRelease, MadeRelease } from '../contract-releases.ts';
import { lockAgent } from '../registry/describing.ts';
import { agentToChange } from '../registry/find-agent.ts';
import { highestRisk } from '../model/release/diff.ts';
import { pinnedPrompts } from '../releases/prompts.ts';
import { releasesFrom } from '../releases/rows.ts';
import { makeRelease, planRelease, type ReleasePlan, type ReleaseRow } from '../releases/releasing.ts';

type Input = { id: string; wish: CreateRelease; isPreview: boolean };

/** A release of an agent, or the one that this manifest is already. With `isPreview` nothing is made. */
export async function createRelease(ctx: Ctx, seal: Seal, { id, isPreview, ...input }: Input): Promise<MadeRelease> {
  authorize(ctx, 'release.create', 'anywhere');
  const agent = await agentToChange(ctx, id, 'release.create');
  const { prompts, ...manifest } = input.wish.manifest;
  const pinned = prompts && { prompts: await pinnedPrompts(ctx, prompts) };
  const wish: CreateRelease = { ...input.wish, manifest: { ...manifest, ...pinned } };
  if (isPreview) return told(ctx, await planRelease(ctx.state.db, agent, wish), null);
  const { plan, made } = await change(ctx, async (unit) => {
    const locked = await lockAgent(unit.tx, ctx, agent.id);
    const plan = await planRelease(unit.tx, locked, wish);
    return { plan, made: plan.existing ?? (await makeRelease(unit, { ctx, seal }, locked, { plan, wish })) };
  });
  return told(ctx, plan, made);
}

async function told(ctx: Ctx, plan: ReleasePlan, made: ReleaseRow | null): Promise<MadeRelease> {
  const row = made ?? plan.existing;
  const [release = null] = row === null ? [] : await releasesFrom(ctx, [row]);
  const { version, digest, changes } = plan;
  return { release, isNew: plan.existing === null, version, digest, changes, risk: highestRisk(changes) };
}
