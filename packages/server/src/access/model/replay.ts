/** An event of the ledger, as far as access needs it. `payload` null = erased. */
export type PastEvent = { type: string; resource: string; payload: unknown };
export type PastGrant = {
  personId: string;
  role: string;
  teamId: string | null;
  agentId: string | null;
  environment: string | null;
  until?: string;
  emergency: boolean;
};
export type PastKey = {
  name: string;
  teamId: string;
  agent: string | null;
  environment: string | null;
  scopes: readonly string[];
  until?: string;
  serviceAccountId?: string;
};
/** What was held after the last event; `accounts`: ISO end of each service account that was not disabled. */
export type Held = {
  grants: Map<string, PastGrant>;
  keys: Map<string, PastKey>;
  accounts: Map<string, string>;
  /** People who could not sign in. */
  shut: Set<string>;
  erased: number;
};

/** Pure: folds the ledger, in sequence, into what was held then. Events it does not know change nothing here. */
export function replay(events: Iterable<PastEvent>): Held {
  const held: Held = { grants: new Map(), keys: new Map(), accounts: new Map(), shut: new Set(), erased: 0 };
  for (const { type, resource, payload } of events) {
    switch (type) {
      case 'grant.revoked':
        held.grants.delete(resource);
        break;
      case 'key.revoked':
        held.keys.delete(resource);
        break;
      case 'service_account.disabled':
        held.accounts.delete(resource);
        break;
      case 'person.disabled':
      case 'person.locked_out':
        held.shut.add(resource);
        break;
      case 'person.enabled':
      case 'person.let_in':
        held.shut.delete(resource);
        break;
      default:
        if (payload === null) held.erased++;
        else give(held, { type, resource, payload });
    }
  }
  return held;
}

function give(held: Held, { type, resource, payload }: PastEvent): void {
  if (type === 'grant.created' || type === 'glass.broken')
    held.grants.set(resource, { ...(payload as Omit<PastGrant, 'emergency'>), emergency: type === 'glass.broken' });
  if (type === 'key.created') held.keys.set(resource, payload as PastKey);
  if (type === 'service_account.created' || type === 'service_account.renewed')
    held.accounts.set(resource, (payload as { expiresAt: string }).expiresAt);
}

/** Does what ends at `until` (ISO, left out = never) still hold at `at` (ISO, the same form)? */
export const holdsAt = (until: string | undefined, at: string): boolean =>
  until === undefined || Date.parse(until) > Date.parse(at);

/** Could the key be used then: itself, and the service account it belongs to? */
export const keyHeldAt = (held: Held, key: PastKey, at: string): boolean => {
  if (!holdsAt(key.until, at)) return false;
  if (key.serviceAccountId === undefined) return true;
  const end = held.accounts.get(key.serviceAccountId);
  return end !== undefined && holdsAt(end, at);
};
