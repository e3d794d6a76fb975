import { sql } from 'kysely';
import type { LlmEndpoint } from '../../ports/llm.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import type { Seal } from '../../spine/seal.ts';
import { modelProvidersSeen, openApiKey } from '../model-provider-rows.ts';
import { notFound } from '../not-found.ts';
import { accessDb } from '../tables.ts';

export type UsableProvider = { id: string; name: string; pricedAs: string; endpoint: LlmEndpoint };

/**
 * A provider with its key opened, for asking it, and noted who did. `teamId`: for which team it is asked; null = for whichever
 * the actor may. Throws `access.not_found` for one of another team.
 */
export async function useModelProvider(
  ctx: Ctx,
  seal: Seal,
  input: { id: string; teamId: string | null },
): Promise<UsableProvider> {
  authorize(ctx, 'model_provider.use', input.teamId === null ? 'anywhere' : { teamId: input.teamId });
  const { id, teamId } = input;
  const row = await modelProvidersSeen(accessDb(ctx.state.db), ctx, 'model_provider.use')
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || (teamId !== null && row.team_id !== null && row.team_id !== teamId))
    throw notFound('model provider');
  await accessDb(ctx.state.db)
    .insertInto('ops_model_provider_uses')
    .values({ provider_id: id, actor: ctx.actor.id, uses: 1, last_at: new Date(ctx.clock.now()) })
    .onConflict((conflict) =>
      conflict
        .columns(['provider_id', 'actor'])
        .doUpdateSet({ uses: sql`ops_model_provider_uses.uses + 1`, last_at: sql`excluded.last_at` }),
    )
    .execute();
  const { name, dialect, base_url: baseUrl, priced_as: pricedAs } = row;
  return { id, name, pricedAs, endpoint: { dialect, baseUrl, apiKey: openApiKey(seal, row) } };
}
