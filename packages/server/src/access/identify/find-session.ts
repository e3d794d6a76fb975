import { sql } from 'kysely';
import type { IdentityProvider } from '../../ports/identity-provider.ts';
import { systemActor } from '../../spine/actor.ts';
import type { Clock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import type { Seal } from '../../spine/seal.ts';
import type { Transactor } from '../../spine/tx.ts';
import { openRefresh } from '../sessions.ts';
import { sealRefresh } from '../sessions.ts';
import { accessTx } from '../tables.ts';
import { followGroups } from '../verbs/follow-groups.ts';
import { lockOutPerson } from '../verbs/lock-out-person.ts';
import { identifySession } from './by-session.ts';
import type { Identity } from './identity.ts';

type Parts = { state: Transactor; clock: Clock; seal: Seal; provider: IdentityProvider | null };
/** The person behind a session cookie, or null. */
export type FindSession = (token: string) => Promise<Identity | null>;

/** Seconds after which a session of the provider is confirmed there before the next answer. */
const confirmAfter = 60;
/** Seconds that such a session goes on while the provider does not answer. */
const waitsFor = 15 * 60;

/**
 * As `identifySession`; and people of the provider are confirmed there once a minute, so that who is disabled there is out here. Throws
 * `access.provider_failed` where it has not answered for a quarter of an hour.
 */
export function sessionFinder(parts: Parts): FindSession {
  return async (token) => {
    const found = await identifySession(parts.state.db, token);
    if (found === null || found.provider === null) return found;
    const { refreshable, age } = found.provider;
    // Who signed in through a provider that is configured no more has nobody to vouch for them.
    if (parts.provider === null) return null;
    if (!refreshable || age <= confirmAfter) return found;
    const outcome = await confirm(parts, parts.provider, found);
    if (outcome === 'refused') return null;
    if (outcome === 'confirmed') return identifySession(parts.state.db, token);
    if (age > waitsFor) throw new AppError('access.provider_failed', { params: { reason: 'nothing' } });
    return found;
  };
}

type Found = NonNullable<Awaited<ReturnType<typeof identifySession>>>;

async function confirm(
  parts: Parts,
  provider: IdentityProvider,
  { workspaceId, actor, subject }: Found,
): Promise<'confirmed' | 'refused' | 'unknown'> {
  const { state, clock, seal } = parts;
  const { id, sessionId } = actor;
  const ctx: Ctx = { actor: systemActor, workspaceId, requestId: newId('req'), clock, state };
  // One request asks, the others go on: a refresh token that is shown twice may be taken for stolen.
  const refresh = await claim(state, sessionId);
  if (refresh === null) return 'unknown';
  try {
    const answer = await provider.confirm(openRefresh(seal, sessionId, refresh), subject);
    if (answer === null) {
      await lockOutPerson(ctx, { id, issuer: provider.issuer });
      return 'refused';
    }
    await keep(state, sessionId, sealRefresh(seal, sessionId, answer.refreshToken));
    await followGroups(ctx, { personId: id, person: answer.person, rules: provider.rules });
    return 'confirmed';
  } catch (error) {
    if (error instanceof AppError && error.code === 'access.provider_failed') return 'unknown';
    throw error;
  }
}

const claim = (state: Transactor, sessionId: string): Promise<string | null> =>
  state.transact(async (tx) => {
    const now = sql<Date>`now()`;
    const claimed = await accessTx(tx)
      .updateTable('ops_sessions')
      // Longer than the provider may take; after a failure, the pause before the next try.
      .set({ checking_until: sql<Date>`now() + interval '25 seconds'` })
      .where('id', '=', sessionId)
      .where((eb) => eb.or([eb('checking_until', 'is', null), eb('checking_until', '<', now)]))
      .where('checked_at', '<', sql<Date>`now() - make_interval(secs => ${confirmAfter})`)
      .returning('refresh')
      .executeTakeFirst();
    return claimed?.refresh ?? null;
  });

const keep = (state: Transactor, sessionId: string, refresh: string): Promise<unknown> =>
  state.transact((tx) =>
    accessTx(tx)
      .updateTable('ops_sessions')
      .set({ refresh, checked_at: sql<Date>`now()`, checking_until: null })
      .where('id', '=', sessionId)
      .execute(),
  );
