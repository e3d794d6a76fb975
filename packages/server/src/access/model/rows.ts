import type { ContentMode } from '../../spine/content-mode.ts';
import type { Grant as ActorGrant, KeyScope, Role } from '../../spine/actor.ts';
import type { Grant, Key, Person, ServiceAccount, Team } from '../contract.ts';

/** Database rows as the contract shows them. */
type GrantRow = {
  id: string;
  person_id: string;
  role: string;
  team_id: string | null;
  agent_id: string | null;
  environment: string | null;
  until: Date | null;
  source: Grant['source'];
  reason: string | null;
};
type TeamRow = { id: string; name: string; slug: string; created_at: Date };
type PersonRow = {
  id: string;
  name: string;
  email: string;
  disabled_at: Date | null;
  created_at: Date;
  provider_subject: string | null;
  locked_out_at: Date | null;
  second_factor: boolean;
};
type ServiceAccountRow = {
  id: string;
  name: string;
  team_id: string;
  owner_id: string;
  owner_name: string;
  owner_gone: boolean;
  created_at: Date;
  expires_at: Date;
  disabled_at: Date | null;
};
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
  service_account_id: string | null;
  content_mode: ContentMode;
  origins: string;
};

export const grantOf = (row: GrantRow): Grant => ({
  id: row.id,
  personId: row.person_id,
  role: row.role as Role,
  teamId: row.team_id,
  agentId: row.agent_id,
  environment: row.environment,
  until: iso(row.until),
  source: row.source,
  reason: row.reason,
});

/**
 * `agent`: of the grant's agent its team, and what it is called in telemetry. A name is an agent's in its own team only: other teams
 * have agents of the same name, so a grant without a team is for the agent's, and one for another team reaches nothing.
 */
export const actorGrantOf = (
  row: GrantRow,
  agent: { teamId: string; names: readonly string[] } | null,
): ActorGrant => ({
  role: row.role as Role,
  teamId: row.team_id ?? agent?.teamId ?? null,
  agentId: row.agent_id,
  environment: row.environment,
  ...(row.agent_id !== null && {
    agentNames: agent === null || (row.team_id ?? agent.teamId) !== agent.teamId ? [] : agent.names,
  }),
  ...(row.until !== null && { until: row.until.getTime() }),
  ...(row.source === 'emergency' && { emergency: true }),
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
  lockedOutAt: iso(row.locked_out_at),
  signsIn: row.provider_subject === null ? 'here' : 'provider',
  secondFactor: row.second_factor,
  createdAt: row.created_at.toISOString(),
  grants: grants.filter((grant) => grant.person_id === row.id).map(grantOf),
});

export const scopesOf = (text: string): KeyScope[] => text.split(' ') as KeyScope[];

export const originsOf = (text: string): string[] => text.split(' ').filter((one) => one !== '');

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
  serviceAccountId: row.service_account_id,
  contentMode: row.content_mode,
  ...(row.origins !== '' && { origins: originsOf(row.origins) }),
});

export const serviceAccountOf = (row: ServiceAccountRow): ServiceAccount => ({
  id: row.id,
  name: row.name,
  teamId: row.team_id,
  ownerId: row.owner_id,
  ownerName: row.owner_name,
  ownerGone: row.owner_gone,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  disabledAt: iso(row.disabled_at),
});

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
