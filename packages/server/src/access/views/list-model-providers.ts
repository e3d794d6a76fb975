import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { ModelProvider, ModelProviderDetail } from '../contract-providers.ts';
import { modelProviderOf, modelProvidersSeen } from '../model-provider-rows.ts';
import { notFound } from '../not-found.ts';
import { accessDb } from '../tables.ts';
import { namesOfPeople } from './names-of-people.ts';

/** A workspace has a handful; more than this many are not shown. */
const most = 200;
const mostUses = 20;

/** Providers of the actor's teams and of the whole workspace, by name. Never a key. */
export async function listModelProviders(ctx: Ctx): Promise<{ items: ModelProvider[] }> {
  authorize(ctx, 'model_provider.read', 'anywhere');
  const seen = modelProvidersSeen(accessDb(ctx.state.db), ctx, 'model_provider.read');
  return { items: (await seen.orderBy('name').orderBy('id').limit(most).execute()).map(modelProviderOf) };
}

/** One of them, with who used it. Throws `access.not_found`. */
export async function getModelProvider(ctx: Ctx, id: string): Promise<ModelProviderDetail> {
  authorize(ctx, 'model_provider.read', 'anywhere');
  const db = accessDb(ctx.state.db);
  const row = await modelProvidersSeen(db, ctx, 'model_provider.read').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound('model provider');
  const uses = await db
    .selectFrom('ops_model_provider_uses')
    .selectAll()
    .where('provider_id', '=', id)
    .orderBy('last_at', 'desc')
    .limit(mostUses)
    .execute();
  const names = await namesOfPeople(
    ctx,
    uses.map((one) => one.actor),
  );
  return {
    ...modelProviderOf(row),
    uses: uses.map((one) => ({
      actor: one.actor,
      actorName: names.get(one.actor) ?? null,
      uses: one.uses,
      lastAt: one.last_at.toISOString(),
    })),
  };
}
