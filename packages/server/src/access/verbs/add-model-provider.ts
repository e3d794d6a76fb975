import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { uniqueOr } from '../conflict.ts';
import type { AddModelProvider, ModelProvider } from '../contract-providers.ts';
import { placeOf } from '../model/place.ts';
import { type ModelProviderRow, modelProviderOf, refuseClosed, sealApiKey, toldOf } from '../model-provider-rows.ts';
import { notFound } from '../not-found.ts';
import { accessTx } from '../tables.ts';

/** The key is kept sealed and never shown again. Throws `access.conflict` where the name is taken, `model.address_refused`. */
export async function addModelProvider(ctx: Ctx, seal: Seal, input: AddModelProvider): Promise<ModelProvider> {
  authorize(ctx, 'model_provider.change', placeOf(input));
  const { name, dialect, teamId, models } = input;
  refuseClosed(input.baseUrl);
  const at = new Date(ctx.clock.now());
  const id = newId('mpr', at.getTime());
  const row: ModelProviderRow = {
    ...{ id, workspace_id: ctx.workspaceId, team_id: teamId, name, dialect, base_url: withoutSlash(input.baseUrl) },
    ...{ api_key: sealApiKey(seal, id, input.apiKey), models: JSON.stringify(models), priced_as: input.pricedAs },
    ...{ created_by: ctx.actor.id, created_at: at, changed_at: at },
  };
  await uniqueOr(`A model provider "${name}"`, () =>
    change(ctx, async ({ tx, append }) => {
      if (teamId !== null) {
        const teams = tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('id', '=', teamId);
        if ((await teams.select('id').executeTakeFirst()) === undefined) throw notFound('team');
      }
      await accessTx(tx).insertInto('model_providers').values(row).execute();
      append({ type: 'model_provider.added', v: 1, resource: id, payload: { teamId, ...toldOf(row) } });
    }),
  );
  return modelProviderOf(row);
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
