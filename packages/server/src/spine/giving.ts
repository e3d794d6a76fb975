import type { Actor, Grant, KeyScope } from './actor.ts';
import { allows, heldUntil, type Resource } from './authorize.ts';
import { actions, roleHas, type GrantedAction } from './rights.ts';

type Place = Exclude<Resource, 'anywhere'>;
/** What may be handed on: `missing` rights or scopes by name, and the end that the gift must not outlast (null = any). */
export type Giving = { missing: string[]; until: number | null };

const all = Object.keys(actions) as GrantedAction[];

/** Pure: nobody gives what he does not have. A role at a place needs each of its rights there, for as long as the gift lasts. */
export function givingOfRole(actor: Actor, role: Grant['role'], place: Place): Giving {
  const needed = all.filter((action) => roleHas(role, action));
  return {
    missing: needed.filter((action) => !allows(actor, action, place)),
    until: earliest(actor, ['grant.create', ...needed], place),
  };
}

/** Likewise the scopes of a key. Scopes that open no right yet are anybody's who may make keys; keys pass on only their own. */
export function givingOfScopes(actor: Actor, scopes: readonly KeyScope[], place: Place): Giving {
  const opened = (scope: KeyScope): GrantedAction[] => all.filter((action) => actions[action].scope === scope);
  const holds = (scope: KeyScope): boolean =>
    (actor.kind !== 'key' || actor.scopes.includes(scope)) &&
    opened(scope).every((action) => allows(actor, action, place));
  return {
    missing: scopes.filter((scope) => !holds(scope)),
    until: earliest(actor, ['key.create', ...scopes.flatMap(opened)], place),
  };
}

function earliest(actor: Actor, needed: readonly GrantedAction[], place: Place): number | null {
  const ends = needed.filter((action) => allows(actor, action, place)).map((action) => heldUntil(actor, action, place));
  const least = Math.min(...ends.map((end) => end ?? Infinity));
  return least === Infinity ? null : least;
}

/** Does a gift that ends at `until` (null = never) outlast its giver's own right? */
export const outlasts = (until: number | null, limit: number | null): boolean =>
  limit !== null && (until === null || until > limit);
