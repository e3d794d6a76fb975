/** Roles enforced today; the other roles of docs/language.md join this union when their rooms arrive. */
export type Role = 'admin' | 'operator' | 'viewer';

/** Role × scope × environment. `null` means "all of it". */
export type Grant = { role: Role; teamId: string | null; agentId: string | null; environment: string | null };

export const keyScopes = ['ingest', 'deliver', 'guard', 'feedback', 'read', 'content', 'write', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Who acts. `id` is what the ledger keeps: never a name or an e-mail address. */
export type Actor =
  | { kind: 'person'; id: string; grants: readonly Grant[]; sessionId: string }
  | {
      kind: 'key';
      id: string;
      teamId: string;
      agent: string | null;
      environment: string | null;
      scopes: readonly KeyScope[];
    }
  | { kind: 'job'; id: string }
  | { kind: 'system'; id: 'system' }
  /** A request that is not signed in: may only try to sign in. */
  | { kind: 'guest'; id: 'guest' };

export const systemActor: Actor = { kind: 'system', id: 'system' };
export const guestActor: Actor = { kind: 'guest', id: 'guest' };
