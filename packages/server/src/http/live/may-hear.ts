import type { Actor } from '../../spine/actor.ts';
import { allows, visibleTeams } from '../../spine/authorize.ts';
import type { RecordedEvent } from '../../spine/events.ts';

/** May this actor know that the event happened? The payload of the stream is only type and id, but these too are a team's own. */
export function mayHear(actor: Actor, event: RecordedEvent): boolean {
  const payload = (event.payload ?? {}) as { teamId?: string | null; personId?: string };
  const place = payload.teamId == null ? {} : { teamId: payload.teamId };
  switch (event.type.split('.')[0]) {
    case 'workspace':
      return actor.kind === 'person';
    case 'team':
      return allows(actor, 'team.read', { teamId: event.resource });
    case 'key':
    case 'service_account':
      // Of an erased payload the team is not known: then only who sees the keys of all teams hears it.
      if (payload.teamId == null) return visibleTeams(actor, 'key.read') === 'all';
      return allows(actor, 'key.read', place);
    case 'agent':
    case 'agent_name':
    case 'name_change':
    case 'deployment':
    case 'release':
      return allows(actor, 'agent.read', payload.teamId == null ? 'anywhere' : place);
    case 'prompt':
    case 'prompt_review_rule':
      return allows(actor, 'prompt.read', place);
    case 'dashboard':
      // Those of no team are everybody's; of an erased payload the team is not known.
      if (event.payload === null) return visibleTeams(actor, 'dashboard.read') === 'all';
      return allows(actor, 'dashboard.read', payload.teamId === null ? 'anywhere' : place);
    case 'model_provider':
      // Those of no team are everybody's; of an erased payload the team is not known.
      if (event.payload === null) return visibleTeams(actor, 'model_provider.read') === 'all';
      return allows(actor, 'model_provider.read', payload.teamId === null ? 'anywhere' : place);
    case 'grant':
    case 'glass':
      return payload.personId === actor.id || allows(actor, 'person.read', place);
    case 'setting':
      return allows(actor, 'setting.read');
    case 'person':
    case 'second_factor':
    case 'sign_in_link':
      return [event.resource, payload.personId].includes(actor.id) || allows(actor, 'person.read');
    default:
      return allows(actor, 'ledger.read');
  }
}
