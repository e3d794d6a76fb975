import type { Grant as ActorGrant, KeyScope, Role } from '../../spine/actor.ts';
import type { Grant, Key, Person, Team } from '../contract.ts';

/** Database rows as the contract shows them. */
type GrantRow = {
  id: string;
  person_id: string;
  role: string;
  team_id: string | null;
  agent_id: string | null;
  environment: string | null;
};
type TeamRow = { id: string; name: string; slug: string; created_at: Date };
type PersonRow = { id: string; name: string; email: string; disabled_at: Date | null; created_at: Date };
type KeyRow = {
  id: string;
  name: string;
  team_id: string;
  agent: string | null;
  environment: string | null;
  scopes: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
};

export const grantOf = (row: GrantRow): Grant => ({
  id: row.id,
  personId: row.person_id,
  role: row.role as Role,
  teamId: row.team_id,
  agentId: row.agent_id,
  environment: row.environment,
});

export const actorGrantOf = (row: GrantRow): ActorGrant => ({
  role: row.role as Role,
  teamId: row.team_id,
  agentId: row.agent_id,
  environment: row.environment,
});

export const teamOf = (row: TeamRow): Team => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  createdAt: row.created_at.toISOString(),
});

export const personOf = (row: PersonRow, grants: readonly GrantRow[]): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  disabledAt: iso(row.disabled_at),
  createdAt: row.created_at.toISOString(),
  grants: grants.filter((grant) => grant.person_id === row.id).map(grantOf),
});

export const scopesOf = (text: string): KeyScope[] => text.split(' ') as KeyScope[];

export const keyOf = (row: KeyRow): Key => ({
  id: row.id,
  name: row.name,
  teamId: row.team_id,
  agent: row.agent,
  environment: row.environment,
  scopes: scopesOf(row.scopes),
  createdAt: row.created_at.toISOString(),
  lastUsedAt: iso(row.last_used_at),
  expiresAt: iso(row.expires_at),
  revokedAt: iso(row.revoked_at),
});

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
