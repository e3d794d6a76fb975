/** Roles that a grant can give, and what each is for; which rights each has is the table in spine/rights.ts. */
export const roles = [
  'viewer',
  'operator',
  'prompt_engineer',
  'release_manager',
  'compliance',
  'auditor',
  'business_owner',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/**
 * Role × scope × environment. `null` means "all of it". `agentNames`: what the agent of `agentId` is called in telemetry.
 * `until`: Unix milliseconds at which it ends by itself, left out = it does not. `emergency`: taken by breaking the glass; it
 * opens everything but the handing out of rights.
 */
export type Grant = {
  role: Role;
  teamId: string | null;
  agentId: string | null;
  environment: string | null;
  agentNames?: readonly string[];
  until?: number;
  emergency?: true;
};

export const keyScopes = ['ingest', 'deliver', 'guard', 'feedback', 'read', 'content', 'write', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Who acts. `id` is what the ledger keeps: never a name or an e-mail address. */
export type Actor =
  /** `owesFactor`: the workspace asks for a second factor, which is not set up; no grant counts until it is. */
  | { kind: 'person'; id: string; grants: readonly Grant[]; sessionId: string; owesFactor?: true }
  | {
      kind: 'key';
      id: string;
      teamId: string;
      /** Name of the one agent it is for, as telemetry has it. */
      agent: string | null;
      environment: string | null;
      scopes: readonly KeyScope[];
      /** Every name that agent goes by; left out = `agent` alone. */
      agentNames?: readonly string[];
      /** Unix milliseconds at which it ends, left out = it does not. */
      until?: number;
    }
  | { kind: 'job'; id: string }
  | { kind: 'system'; id: 'system' }
  /** A request that is not signed in: may only try to sign in. */
  | { kind: 'guest'; id: 'guest' };

export const systemActor: Actor = { kind: 'system', id: 'system' };
export const guestActor: Actor = { kind: 'guest', id: 'guest' };
