import { sql } from 'kysely';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import type { LinkFacts } from '../contract.ts';
import { hashSecret } from '../secret.ts';
import { accessDb } from '../tables.ts';

/** Whom a link signs in, without using it up. Who holds the link could sign in with it, so this tells nobody more. */
export async function peekSignInLink(ctx: Ctx, input: { token: string }): Promise<LinkFacts> {
  authorize(ctx, 'session.create');
  const link = await accessDb(ctx.state.db)
    .selectFrom('ops_sign_in_links as l')
    .innerJoin('people as p', 'p.id', 'l.person_id')
    .leftJoin('second_factors as f', 'f.person_id', 'p.id')
    .where('l.token_hash', '=', hashSecret(input.token))
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', sql<Date>`now()`)
    .where('p.disabled_at', 'is', null)
    .where('p.locked_out_at', 'is', null)
    .select(['p.name', 'p.email', 'l.expires_at', 'f.confirmed_at'])
    .executeTakeFirst();
  if (link === undefined) throw new AppError('access.link_invalid');
  const { name, email, expires_at, confirmed_at } = link;
  return { name, email, expiresAt: expires_at.toISOString(), codeNeeded: confirmed_at !== null };
}
