import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { uniqueOr } from '../conflict.ts';
import type { ChangeModelProvider, ModelProvider } from '../contract-providers.ts';
import {
  lockModelProvider,
  type ModelProviderRow,
  modelProviderOf,
  refuseClosed,
  sealApiKey,
  toldOf,
  urlOf,
} from '../model-provider-rows.ts';
import { accessTx } from '../tables.ts';

/**
 * What is left out stays. A base URL at another place needs the key again (`access.provider_key_needed`): else whoever may change
 * providers could have the kept key sent to a host of theirs.
 */
export async function changeModelProvider(
  ctx: Ctx,
  seal: Seal,
  input: { id: string } & ChangeModelProvider,
): Promise<ModelProvider> {
  authorize(ctx, 'model_provider.change', 'anywhere');
  const { id, apiKey } = input;
  if (input.baseUrl !== undefined) refuseClosed(input.baseUrl);
  return uniqueOr(`A model provider "${input.name}"`, () =>
    change(ctx, async ({ tx, append }) => {
      const db = accessTx(tx);
      const before = await lockModelProvider(db, ctx, id);
      const after: ModelProviderRow = {
        ...before,
        name: input.name ?? before.name,
        base_url: input.baseUrl?.replace(/\/+$/, '') ?? before.base_url,
        models: input.models === undefined ? before.models : JSON.stringify(input.models),
        priced_as: input.pricedAs ?? before.priced_as,
        api_key: apiKey === undefined ? before.api_key : sealApiKey(seal, id, apiKey),
      };
      const [from, to] = [urlOf(before.base_url), urlOf(after.base_url)];
      if (before.api_key !== null && apiKey === undefined && from.origin !== to.origin)
        throw new AppError('access.provider_key_needed', { params: { host: to.host } });
      if (isSame(before, after)) return modelProviderOf(before);
      after.changed_at = new Date(ctx.clock.now());
      const { name, base_url, models, priced_as, api_key, changed_at } = after;
      const set = { name, base_url, models, priced_as, api_key, changed_at };
      await db.updateTable('model_providers').set(set).where('id', '=', id).execute();
      const told = { before: toldOf(before), after: toldOf(after), keyChanged: apiKey !== undefined };
      append({ type: 'model_provider.changed', v: 1, resource: id, payload: { teamId: before.team_id, ...told } });
      return modelProviderOf(after);
    }),
  );
}

const isSame = (a: ModelProviderRow, b: ModelProviderRow): boolean =>
  (['name', 'base_url', 'models', 'priced_as', 'api_key'] as const).every((column) => a[column] === b[column]);
