import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { newId } from '../../../spine/ids.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import { agentNamed, type ApplyPlan, planApply, type Target, targetOf } from '../registry/applying.ts';
import type { AppliedAgent, ApplyAgent } from '../contract-apply.ts';
import { describe, lockAgent } from '../registry/describing.ts';
import type { CatalogAgent } from '../registry/find-agent.ts';
import { checkName } from '../registry/naming-rule.ts';
import { makeRelease } from '../releases/releasing.ts';
import { lockTeam, slugFor } from '../store.ts';

type Input = ApplyAgent & { isPreview: boolean };

/**
 * Makes an agent what its file says: declared, described, released; all in one transaction, or nothing. A second time nothing
 * changes. With `base`, what somebody else changed meanwhile throws `lifecycle.profile_changed` or `lifecycle.released_since`.
 */
export async function applyAgent(ctx: Ctx, seal: Seal, { isPreview, ...input }: Input): Promise<AppliedAgent> {
  authorize(ctx, 'agent.change', 'anywhere');
  const target = await targetOf(ctx, input);
  const { db } = ctx.state;
  if (isPreview) {
    const there = await agentNamed(db, ctx, target);
    if (there === null) await checkName(db, ctx, target.key);
    return told(await planApply(db, there, input, target), target, null);
  }
  return change(ctx, async (unit) => {
    // Two that declare the same agent come one after the other.
    await lockTeam(unit.tx, { workspaceId: ctx.workspaceId, teamId: target.teamId });
    const there = await agentNamed(unit.tx, ctx, target);
    const agent = there === null ? null : await lockAgent(unit.tx, ctx, there.id);
    const plan = await planApply(unit.tx, agent, input, target);
    const own = agent ?? (await declare(unit, ctx, target));
    if (plan.description !== null) await describe(unit, ctx, own, plan.description);
    const made =
      plan.release?.plan.existing === null ? await makeRelease(unit, { ctx, seal }, own, plan.release) : null;
    return told(plan, target, { agentId: own.id, releaseId: made?.id ?? null });
  });
}

async function declare({ tx, append }: Unit, ctx: Ctx, { teamId, key }: Target): Promise<CatalogAgent> {
  await checkName(tx, ctx, key);
  const now = ctx.clock.now();
  const id = newId('agt', now);
  const slug = await slugFor(tx, ctx.workspaceId, key);
  const row = { id, key, name: key, slug, workspace_id: ctx.workspaceId, team_id: teamId };
  await tx
    .insertInto('agents')
    .values({ ...row, created_at: new Date(now) })
    .execute();
  append({ type: 'agent.declared', v: 1, resource: id, payload: { teamId, key } });
  return { id, teamId, slug, name: key, key, ownerId: null, sameNameAs: null, putAway: null, firstSeenAt: null };
}

type Done = { agentId: string; releaseId: string | null };

function told({ agent, base, registry, release }: ApplyPlan, { key }: Target, done: Done | null): AppliedAgent {
  const plan = release?.plan;
  const isNew = plan !== undefined && plan.existing === null;
  return {
    ...{ agentId: done?.agentId ?? agent?.id ?? null, name: agent?.name ?? key, base, registry },
    isDeclared: agent === null,
    release:
      plan === undefined
        ? null
        : {
            ...{ id: plan.existing?.id ?? done?.releaseId ?? null, version: plan.version, digest: plan.digest },
            ...{ isNew, changes: plan.changes },
          },
    isChange: agent === null || registry.length > 0 || isNew,
  };
}
