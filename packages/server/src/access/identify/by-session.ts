import { sql } from 'kysely';
import type { Actor, Grant } from '../../spine/actor.ts';
import type { Db } from '../../spine/tx.ts';
import { namesOfAgents } from '../agent-names.ts';
import { actorGrantOf } from '../model/rows.ts';
import { hashSecret } from '../secret.ts';
import { accessDb } from '../tables.ts';
import type { Identity } from './identity.ts';

/**
 * `provider`: null where people sign in here; else whether it can be asked again, and for how many seconds it has not been. `subject`:
 * who they are there.
 */
export type SessionIdentity = Identity & {
  actor: Extract<Actor, { kind: 'person' }>;
  provider: { refreshable: boolean; age: number } | null;
  subject: string;
};

/**
 * The person behind a session cookie, or null. Read from the state on every request, so that a disabled person, an ended
 * session or a revoked grant counts at once. Expiry is on database time.
 */
export async function identifySession(db: Db, token: string): Promise<SessionIdentity | null> {
  const session = await accessDb(db)
    .selectFrom('ops_sessions as s')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .where('s.token_hash', '=', hashSecret(token))
    .where('s.expires_at', '>', sql<Date>`now()`)
    .where('p.disabled_at', 'is', null)
    .where('p.locked_out_at', 'is', null)
    .leftJoin('access_settings as a', 'a.workspace_id', 's.workspace_id')
    .leftJoin('second_factors as f', 'f.person_id', 's.person_id')
    .select([
      's.id',
      's.person_id',
      's.workspace_id',
      's.by',
      'a.second_factor_required',
      'f.confirmed_at',
      's.refresh',
    ])
    .select(['p.provider_subject', sql<number>`extract(epoch from now() - s.checked_at)::float8`.as('age')])
    .executeTakeFirst();
  if (session === undefined) return null;
  const { id: sessionId, person_id: id, workspace_id: workspaceId } = session;
  // Who owes a second factor may set one up, and nothing else. The provider has its own.
  const owes = session.second_factor_required === true && session.confirmed_at === null && session.by !== 'provider';
  const grants = owes ? [] : await grantsOf(db, session);
  const provider = session.by === 'provider' ? { refreshable: session.refresh !== null, age: session.age } : null;
  const subject = session.provider_subject?.replace(/^[^#]*#/, '') ?? '';
  const actor = { kind: 'person', id, grants, sessionId, ...(owes && { owesFactor: true as const }) } as const;
  return { workspaceId, actor, provider, subject };
}

async function grantsOf(db: Db, session: { person_id: string; workspace_id: string }): Promise<Grant[]> {
  const rows = await accessDb(db)
    .selectFrom('grants')
    .leftJoin('agents', (join) =>
      join.onRef('agents.id', '=', 'grants.agent_id').onRef('agents.workspace_id', '=', 'grants.workspace_id'),
    )
    .selectAll('grants')
    .select('agents.team_id as agent_team')
    .where('person_id', '=', session.person_id)
    .where('grants.workspace_id', '=', session.workspace_id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', sql<Date>`now()`)]))
    .execute();
  const names = await namesOfAgents(
    accessDb(db),
    rows.flatMap((row) => row.agent_id ?? []),
  );
  const agentOf = ({ agent_id: id, agent_team: teamId }: (typeof rows)[number]) =>
    id === null || teamId === null ? null : { teamId, names: names.get(id) ?? [] };
  return rows.map((row) => actorGrantOf(row, agentOf(row)));
}
