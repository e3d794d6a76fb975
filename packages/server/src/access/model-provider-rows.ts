import type { Selectable } from 'kysely';
import { allows, visibleTeams } from '../spine/authorize.ts';
import type { Ctx } from '../spine/ctx.ts';
import { AppError } from '../spine/errors.ts';
import { isClosedAddress } from '../spine/closed-address.ts';
import type { GrantedAction } from '../spine/rights.ts';
import type { Seal } from '../spine/seal.ts';
import type { ModelProvider } from './contract-providers.ts';
import { notFound } from './not-found.ts';
import type { AccessDb, AccessTables } from './tables.ts';

export type ModelProviderRow = Selectable<AccessTables['model_providers']>;

export const modelProviderOf = (row: ModelProviderRow): ModelProvider => ({
  ...{ id: row.id, name: row.name, dialect: row.dialect, baseUrl: row.base_url, pricedAs: row.priced_as },
  models: JSON.parse(row.models) as string[],
  hasKey: row.api_key !== null,
  teamId: row.team_id,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  changedAt: row.changed_at.toISOString(),
});

/** What the ledger keeps of one. */
export const toldOf = (row: ModelProviderRow) => ({
  ...{ dialect: row.dialect, baseUrl: row.base_url, models: JSON.parse(row.models) as string[] },
  hasKey: row.api_key !== null,
});

/** The rows an actor may see: of their teams, and those of the whole workspace for who has the right anywhere in it. */
export function modelProvidersSeen(db: AccessDb, ctx: Ctx, action: GrantedAction) {
  const visible = visibleTeams(ctx.actor, action);
  const mine = db.selectFrom('model_providers').selectAll().where('workspace_id', '=', ctx.workspaceId);
  if (visible === 'all') return mine;
  return mine.where((eb) =>
    eb.or([eb('team_id', 'is', null), ...(visible.length > 0 ? [eb('team_id', 'in', [...visible])] : [])]),
  );
}

/** Holds the row until COMMIT. Throws `access.not_found` for what is not there and for what the actor may not see. */
export async function lockModelProvider(tx: AccessDb, ctx: Ctx, id: string): Promise<ModelProviderRow> {
  const row = await modelProvidersSeen(tx, ctx, 'model_provider.read')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw notFound('model provider');
  const place = row.team_id === null ? {} : { teamId: row.team_id };
  if (!allows(ctx.actor, 'model_provider.change', place))
    throw new AppError('access.denied', { params: { action: 'model_provider.change' } });
  return row;
}

const purpose = 'model provider';
/** Bound to the row, so that an envelope moved to another provider does not open. */
export const sealApiKey = (seal: Seal, id: string, key: string | null): string | null =>
  key === null ? null : seal.seal(purpose, id, key);
export const openApiKey = (seal: Seal, { id, api_key }: Pick<ModelProviderRow, 'id' | 'api_key'>): string | null =>
  api_key === null ? null : seal.open(purpose, id, api_key);

/** Names are looked at again once they are resolved, at each call. Throws `model.address_refused`. */
export function refuseClosed(baseUrl: string): void {
  const { hostname } = urlOf(baseUrl);
  if (isClosedAddress(hostname)) throw new AppError('model.address_refused', { params: { host: hostname } });
}

/** Throws `request.invalid` for what fits the form and is no URL all the same. */
export function urlOf(baseUrl: string): URL {
  const url = URL.parse(baseUrl);
  if (url !== null) return url;
  throw new AppError('request.invalid', { fields: [{ path: 'baseUrl', message: 'is no address' }] });
}
