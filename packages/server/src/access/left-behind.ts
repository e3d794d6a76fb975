import { sql } from 'kysely';
import type { Unit } from '../spine/ledger/change.ts';
import { accessTx } from './tables.ts';

/**
 * Flags what stands in the name of a person who is gone: agents of the teams they held a grant in, and their service accounts.
 * Nothing is stopped: an agent in production does not end because somebody left; who sees the event finds it another owner.
 */
export async function flagLeftBehind(unit: Unit, personId: string): Promise<void> {
  const tx = accessTx(unit.tx);
  const teams = tx.selectFrom('grants').where('person_id', '=', personId).where('team_id', 'is not', null);
  const agents = await tx
    .selectFrom('agents')
    .where('team_id', 'in', teams.select('team_id').$narrowType<{ team_id: string }>())
    .select('id')
    .orderBy('id')
    .limit(1000)
    .execute();
  const accounts = await tx
    .selectFrom('service_accounts')
    .where('owner_id', '=', personId)
    .where('disabled_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .select('id')
    .orderBy('id')
    .execute();
  if (agents.length + accounts.length === 0) return;
  const payload = { agentIds: agents.map((one) => one.id), serviceAccountIds: accounts.map((one) => one.id) };
  unit.append({ type: 'person.agents_flagged', v: 1, resource: personId, payload });
}
