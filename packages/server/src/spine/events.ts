/**
 * The closed union of ledger events: `<noun>.<past participle>`, payload version per type.
 * Payloads hold ids and before/after without secrets; they live in an erasable table, the ledger row keeps a commitment.
 */
export type LedgerEvent =
  | { type: 'workspace.created'; v: 1; resource: string; payload: { name: string } }
  | { type: 'team.created'; v: 1; resource: string; payload: { name: string; slug: string } }
  | { type: 'team.renamed'; v: 1; resource: string; payload: { before: string; after: string } }
  | { type: 'person.created'; v: 1; resource: string; payload: { email: string; name: string } }
  | { type: 'person.disabled'; v: 1; resource: string; payload: { reason: string } }
  | { type: 'person.password_set'; v: 1; resource: string; payload: Record<never, never> }
  | { type: 'person.signed_in'; v: 1; resource: string; payload: { by: 'link' | 'password' } }
  | { type: 'sign_in_link.issued'; v: 1; resource: string; payload: { personId: string; expiresAt: string } }
  | { type: 'grant.created'; v: 1; resource: string; payload: { personId: string } & GrantPayload }
  | { type: 'grant.revoked'; v: 1; resource: string; payload: { personId: string } & GrantPayload }
  | { type: 'key.created'; v: 1; resource: string; payload: KeyPayload }
  | { type: 'key.revoked'; v: 1; resource: string; payload: { teamId: string; reason: string } };

type GrantPayload = { role: string; teamId: string | null; agentId: string | null; environment: string | null };
type KeyPayload = {
  name: string;
  teamId: string;
  agent: string | null;
  environment: string | null;
  scopes: readonly string[];
};

export type LedgerEventType = LedgerEvent['type'];
/** An event as a verb appends it; `workspaceId` only where it is not the ctx's own (`system` for instance-wide ones). */
export type NewEvent = LedgerEvent & { workspaceId?: string };

/** An event as the feed hands it out. `payload` is null once erased. */
export type RecordedEvent = {
  workspaceId: string;
  seq: number;
  time: string;
  actor: string;
  type: LedgerEventType;
  resource: string;
  payloadCommit: string;
  leaf: string;
  payload: unknown;
};
