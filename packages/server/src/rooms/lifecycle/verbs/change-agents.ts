import { nameOfPerson } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import type { BulkAct, BulkAgents, BulkResult } from '../contract-fleet.ts';
import { changeWithin } from '../deployments/deployments.ts';
import { placeFor } from '../deployments/place.ts';
import { promotionTo } from '../deployments/promotion.ts';
import { tried } from '../fleet/tried.ts';
import { edited } from '../model/fleet/edit-profile.ts';
import { profileChanges } from '../model/registry/profile-changes.ts';
import { describe, lockAgent, personOf, readProfile } from '../registry/describing.ts';
import { agentToChange, type CatalogAgent, findAgent } from '../registry/find-agent.ts';
import { checkName } from '../registry/naming-rule.ts';

const mostTags = 200;
type Item = BulkResult['items'][number];
type Doing = { act: BulkAct; owner: Owner; isPreview: boolean };
/** Who is to answer for them; undefined = nobody is named by the act. */
type Owner = { id: string; name: string } | null | undefined;
type Done = { name: string; changes: string[] };

/**
 * The same change to many agents, each done or refused by itself, with its own ledger event. With `isPreview` nothing is kept. Where
 * none of them can be found or changed by the actor, that is thrown.
 */
export async function changeAgents(
  ctx: Ctx,
  { agents, act, isPreview }: BulkAgents & { isPreview: boolean },
): Promise<BulkResult> {
  authorize(ctx, 'agent.read', 'anywhere');
  authorize(ctx, act.kind === 'promote' ? 'deployment.change' : 'agent.change', 'anywhere');
  const doing = { act, owner: await ownerOf(ctx, act), isPreview };
  const items: Item[] = [];
  const refusals: AppError[] = [];
  for (const agent of new Set(agents)) {
    const found = await findAgent(ctx, agent).catch((error: unknown) => refusal(refusals, error));
    const done = found && (await changeOne(ctx, found, doing).catch((error: unknown) => refusal(refusals, error)));
    const named = { agent, agentId: found?.id ?? null, name: done?.name ?? found?.name ?? null };
    const error = done === null ? { code: refusals.at(-1)!.code, detail: refusals.at(-1)!.message } : null;
    const outcome = done === null ? 'refused' : done.changes.length > 0 ? 'changed' : 'unchanged';
    items.push({ ...named, outcome, changes: done?.changes ?? [], error });
  }
  const away = ['lifecycle.not_found', 'access.denied'];
  if (refusals.length === items.length && refusals.every((one) => away.includes(one.code))) throw refusals[0]!;
  const count = (of: Item['outcome']): number => items.filter((one) => one.outcome === of).length;
  return { isPreview, items, changed: count('changed'), unchanged: count('unchanged'), refused: count('refused') };
}

function refusal(all: AppError[], error: unknown): null {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  all.push(error);
  return null;
}

async function ownerOf(ctx: Ctx, act: BulkAct): Promise<Owner> {
  if (act.kind !== 'claim' && act.kind !== 'owner') return undefined;
  const asked = act.kind === 'claim' ? (act.personId ?? ctx.actor.id) : act.person;
  if (asked === null) return null;
  const id = await personOf(ctx, asked);
  return { id, name: (await nameOfPerson(ctx, id)) ?? id };
}

async function changeOne(ctx: Ctx, agent: CatalogAgent, { act, owner, isPreview }: Doing): Promise<Done> {
  if (act.kind === 'promote') return promote(ctx, agent, act, isPreview);
  const { id } = await agentToChange(ctx, agent.id);
  const standing = agent.ownerId === null ? null : ((await nameOfPerson(ctx, agent.ownerId)) ?? agent.ownerId);
  return tried(ctx, async (unit) => {
    const locked = await lockAgent(unit.tx, ctx, id);
    if (act.kind === 'claim' && locked.ownerId !== (owner?.id ?? null)) {
      if (locked.ownerId !== null)
        throw new AppError('lifecycle.claimed_already', { params: { owner: standing ?? locked.ownerId } });
      await checkName(unit.tx, ctx, locked.name);
    }
    const { profile } = await readProfile(unit.tx, id);
    const after = edited(profile, act);
    if ((after.tags ?? []).length > mostTags)
      throw new AppError('request.invalid', { fields: [{ path: 'act.tags', message: `makes more than ${mostTags}` }] });
    const owned = owner !== undefined && (owner?.id ?? null) !== locked.ownerId;
    const changes = [
      ...profileChanges(profile, after).map((one) => one.sentence),
      ...(owned ? [`Owner: ${standing ?? 'nobody'} → ${owner?.name ?? 'nobody'}`] : []),
    ];
    await describe(unit, ctx, locked, { profile: after, ...(owned && { ownerId: owner?.id ?? null }) });
    return { done: { name: locked.name, changes }, keep: !isPreview };
  });
}

type Promotion = Extract<BulkAct, { kind: 'promote' }>;

async function promote(ctx: Ctx, agent: CatalogAgent, act: Promotion, isPreview: boolean): Promise<Done> {
  const { from, to: environment, reason } = act;
  const place = await placeFor(ctx, 'deployment.change', { agent: agent.id, environment });
  const change = await promotionTo(ctx, place, { from, reason });
  try {
    return await tried(ctx, async (unit) => {
      await changeWithin(unit, ctx, change);
      return { done: { name: agent.name, changes: [`${environment} serves what ${from} serves`] }, keep: !isPreview };
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'lifecycle.served_already')
      return { name: agent.name, changes: [] };
    throw error;
  }
}
