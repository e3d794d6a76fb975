import type { Ctx } from '../spine/ctx.ts';
import { heldUntil } from '../spine/authorize.ts';
import { AppError } from '../spine/errors.ts';

/**
 * A link signs in as that person: whoever holds the right for a time only could keep a session that outlives it, so he makes links
 * for nobody but himself. Throws `access.beyond_own_end`.
 */
export function mayMakeSignIn(ctx: Ctx, personId: string): void {
  const until = heldUntil(ctx.actor, 'person.create', {});
  if (until !== null && personId !== ctx.actor.id)
    throw new AppError('access.beyond_own_end', { params: { until: new Date(until).toISOString() } });
}

/** Throws `access.managed_elsewhere` for people of the provider, unless the machine's operator asks. */
export function refuseManaged(ctx: Ctx, person: { provider_subject: string | null }): void {
  if (person.provider_subject !== null && ctx.actor.kind !== 'system')
    throw new AppError('access.managed_elsewhere', { params: { issuer: 'the identity provider' } });
}
