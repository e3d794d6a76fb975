import type { Role } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Db } from '../../../spine/tx.ts';
import type { Place } from './place.ts';
import type { Guard, Order } from '../model/deployment/deployment.ts';
import { freezeOver, type FreezeWindow } from '../model/deployment/freeze.ts';
import { missingSignOffs, type SignOffRule } from '../model/deployment/sign-off.ts';
import { lifecycleDb } from '../tables.ts';

/** What the error says of the freeze. */
export type GuardFacts = { freeze: { freeze: string; until: string; reason: string } };
type Wish = { place: Place; order: Order; expected: number | null };

/** What stands in the way of an order, as of now. */
export async function guardOf(db: Db, ctx: Ctx, wish: Wish): Promise<{ guard: Guard; facts: GuardFacts }> {
  const { place, order, expected } = wish;
  const now = ctx.clock.now();
  if (order.verb === 'roll_back') return { guard: { expected, frozenBy: null, missingSignOffs: 0 }, facts: nothing };
  const windows = await windowsNow(db, ctx.workspaceId, now);
  const frozen = freezeOver(windows, await overridesAt(db, place), place, now);
  const reason = windows.find((one) => one.id === frozen?.id)?.reason ?? '';
  const { missing } = await signOffsOf(db, { ...place, workspaceId: ctx.workspaceId, releaseId: order.releaseId });
  const until = frozen === null ? '' : new Date(frozen.until).toISOString();
  return {
    guard: { expected, frozenBy: frozen?.id ?? null, missingSignOffs: missing },
    facts: { freeze: { freeze: frozen?.id ?? '', until, reason } },
  };
}

const nothing: GuardFacts = { freeze: { freeze: '', until: '', reason: '' } };

async function windowsNow(db: Db, workspaceId: string, now: number): Promise<(FreezeWindow & { reason: string })[]> {
  const rows = await lifecycleDb(db)
    .selectFrom('freeze_windows')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('until_at', '>', new Date(now))
    .where('from_at', '<=', new Date(now))
    .where('lifted_at', 'is', null)
    .limit(1_000)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, teamId: row.team_id, agentId: row.agent_id, environment: row.environment, reason: row.reason },
    ...{ from: row.from_at.getTime(), until: row.until_at.getTime() },
  }));
}

const overridesAt = (db: Db, { agentId, environment }: Place): Promise<{ freezeId: string; personId: string }[]> =>
  lifecycleDb(db)
    .selectFrom('freeze_overrides')
    .select(['freeze_id as freezeId', 'person_id as personId'])
    .where('agent_id', '=', agentId)
    .where('environment', '=', environment)
    .execute();

type Signed = { workspaceId: string; environment: string; releaseId: string };
type Given = { personId: string; roles: Role[]; note: string; at: Date };

/** The rule of an environment, who signed a release off for it, and how many are missing. */
export async function signOffsOf(
  db: Db,
  { workspaceId, environment, releaseId }: Signed,
): Promise<{ rule: SignOffRule; given: Given[]; missing: number }> {
  const rows = await lifecycleDb(db)
    .selectFrom('sign_offs')
    .select(['person_id as personId', 'roles', 'note', 'at'])
    .where('release_id', '=', releaseId)
    .where('environment', '=', environment)
    .orderBy('at')
    .execute();
  const author = lifecycleDb(db).selectFrom('releases').select('created_by').where('id', '=', releaseId);
  const rule = await ruleOf(db, workspaceId, environment);
  const given = rows.map((row) => ({ ...row, roles: JSON.parse(row.roles) as Role[] }));
  const authorId = (await author.executeTakeFirst())?.created_by ?? null;
  return { rule, given, missing: missingSignOffs(rule, given, authorId) };
}

/** Where nobody has said anything, nobody has to sign off. */
export async function ruleOf(db: Db, workspaceId: string, environment: string): Promise<SignOffRule> {
  const row = await lifecycleDb(db)
    .selectFrom('environment_rules')
    .select(['people', 'role', 'not_author as notAuthor'])
    .where('workspace_id', '=', workspaceId)
    .where('environment', '=', environment)
    .executeTakeFirst();
  return row ?? { people: 0, role: null, notAuthor: false };
}
