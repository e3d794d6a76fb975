import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { MiddlewareHandler } from 'hono';
import type { EdgeEnv } from '../ports/edge.ts';
import { authorize } from '../spine/authorize.ts';
import type { Asked, Ctx } from '../spine/ctx.ts';
import { AppError } from '../spine/errors.ts';
import type { Seal } from '../spine/seal.ts';
import type { Db, Transactor } from '../spine/tx.ts';

type Claim = { workspaceId: string; actor: string; key: string };
type Kept = { request_hash: string; status: number | null; body: string | null; asked: string };

const purpose = 'idempotent answers';

/**
 * A repeated mutation with the same Idempotency-Key gets the first answer again for 24 h; another request under it is refused, one
 * still running answers 409. Who has lost a right that the first answer needed does not get it again. Only 2xx answers are kept: after an error the same key may try again. Answers are sealed, since that
 * of key.create holds a secret. A claim whose server died is free again after a minute; a request that died between its commit and
 * the keeping of its answer may then run twice.
 */
export function idempotency(state: Transactor, seal: Seal): MiddlewareHandler<EdgeEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key');
    const ctx = c.get('ctx');
    const { actor, workspaceId } = ctx;
    if (key === undefined || actor.kind === 'guest' || /^(GET|HEAD)$/.test(c.req.method)) return next();
    if (key.length > 200)
      throw new AppError('request.invalid', {
        fields: [{ path: 'idempotency-key', message: 'At most 200 characters.' }],
      });
    const claim: Claim = { workspaceId, actor: actor.id, key };
    const hash = createHash('sha256')
      .update(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
      .digest('hex');
    const { db } = state;
    const kept = await take(db, claim, hash);
    if (kept !== null) return replay(seal, ctx, { claim, hash, kept });
    const asked: Asked[] = [];
    c.set('ctx', { ...ctx, asked });
    await next();
    if (c.res.status < 200 || c.res.status > 299) return release(db, claim);
    const body = c.res.status === 204 ? '' : await c.res.clone().text();
    await keep(db, claim, {
      ...{ status: c.res.status, body: seal.seal(purpose, contextOf(claim), body) },
      asked: JSON.stringify(asked),
    });
  };
}

const contextOf = ({ workspaceId, actor, key }: Claim): string => JSON.stringify([workspaceId, actor, key]);

/** Answers older than a day are no longer promised. Returns how many went. */
export async function forgetAnswers(db: Db): Promise<number> {
  const gone =
    await sql`delete from ops_idempotency where created_at < now() - interval '24 hours' returning 1`.execute(db);
  return gone.rows.length;
}

/** null = ours to run. One statement decides between two at once. */
async function take(db: Db, claim: Claim, hash: string): Promise<Kept | null> {
  const { workspaceId, actor, key } = claim;
  await forgetAnswers(db);
  const mine = await sql`insert into ops_idempotency as kept (workspace_id, actor, key, request_hash, created_at)
    values (${workspaceId}, ${actor}, ${key}, ${hash}, now())
    on conflict (workspace_id, actor, key) do update set created_at = now(), request_hash = excluded.request_hash
    where kept.status is null and kept.created_at < now() - interval '1 minute' returning 1`.execute(db);
  if (mine.rows.length > 0) return null;
  const kept = await where(
    db.selectFrom('ops_idempotency').select(['request_hash', 'status', 'body', 'asked']),
    claim,
  ).executeTakeFirst();
  // Released between the two statements: the first request failed, this one may come again.
  return kept ?? { request_hash: hash, status: null, body: null, asked: '[]' };
}

function replay(seal: Seal, ctx: Ctx, { claim, hash, kept }: { claim: Claim; hash: string; kept: Kept }): Response {
  if (kept.request_hash !== hash) throw new AppError('request.idempotency_conflict');
  if (kept.status === null) throw new AppError('request.in_progress', { retryAfterSeconds: 1 });
  for (const { action, resource } of JSON.parse(kept.asked) as Asked[]) authorize(ctx, action, resource);
  const headers = { 'idempotency-replayed': 'true' };
  if (kept.status === 204) return new Response(null, { status: 204, headers });
  const body = seal.open(purpose, contextOf(claim), kept.body ?? '');
  return new Response(body, { status: kept.status, headers: { ...headers, 'content-type': 'application/json' } });
}

async function release(db: Db, claim: Claim): Promise<void> {
  await where(db.deleteFrom('ops_idempotency'), claim).execute();
}

async function keep(db: Db, claim: Claim, answer: { status: number; body: string; asked: string }): Promise<void> {
  await where(db.updateTable('ops_idempotency').set(answer), claim).execute();
}

type Filterable<Q> = { where(column: 'workspace_id' | 'actor' | 'key', op: '=', value: string): Q };
const where = <Q extends Filterable<Q>>(query: Q, { workspaceId, actor, key }: Claim): Q =>
  query.where('workspace_id', '=', workspaceId).where('actor', '=', actor).where('key', '=', key);
