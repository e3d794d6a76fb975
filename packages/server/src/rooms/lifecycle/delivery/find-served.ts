import type { Actor } from '../../../spine/actor.ts';
import { allows } from '../../../spine/authorize.ts';
import { AppError } from '../../../spine/errors.ts';
import type { Served, Snapshot } from './snapshot.ts';

const usual = 'production';

/** `environment` left out = the key's own, else production. */
export function environmentFor(actor: Actor, asked: string | undefined): string {
  return asked ?? (actor.kind === 'key' ? actor.environment : null) ?? usual;
}

/** What this actor may be handed there. Throws `lifecycle.not_deployed` for what is not there and for what is not for it alike. */
export function findServed(
  snapshot: Snapshot,
  actor: Actor,
  { agent, environment }: { agent: string; environment: string },
): Served {
  const known = snapshot.byName.get(agent) ?? [];
  const mine = known.filter((one) => one.environment === environment && mayRead(actor, one));
  // An agent's address before what telemetry calls another team's.
  const found = mine.find((one) => one.slug === agent || one.agentId === agent) ?? mine[0];
  if (found === undefined) throw new AppError('lifecycle.not_deployed');
  return found;
}

export const mayRead = (actor: Actor, { teamId, agentId, key, environment }: Served): boolean =>
  allows(actor, 'delivery.read', { teamId, agentId, agent: key, environment });
