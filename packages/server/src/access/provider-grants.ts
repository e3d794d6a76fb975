import type { GroupRule, ProviderPerson } from '../ports/identity-provider.ts';
import type { Ctx } from '../spine/ctx.ts';
import { AppError } from '../spine/errors.ts';
import { newId } from '../spine/ids.ts';
import type { Unit } from '../spine/ledger/change.ts';
import { addGrant } from './grants.ts';
import { grantOf } from './model/rows.ts';
import { accessTx, type AccessTx } from './tables.ts';

type Wanted = { role: GroupRule['role']; teamId: string | null; environment: string | null; until: string | null };

/** What a person's groups give, here and now. Throws `access.team_unknown` where the configuration names a team that is not there. */
export async function wantedGrants(
  tx: AccessTx,
  ctx: Ctx,
  person: ProviderPerson,
  rules: readonly GroupRule[],
): Promise<Wanted[]> {
  const mine = rules.filter((rule) => person.groups.includes(rule.group));
  const slugs = mine.flatMap((rule) => rule.team ?? []);
  const teams = tx.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId);
  const found = slugs.length === 0 ? [] : await teams.where('slug', 'in', slugs).select(['id', 'slug']).execute();
  const byPlace = new Map<string, Wanted>();
  for (const { role, team, environment = null, until } of mine) {
    const end = until === undefined ? null : new Date(until).toISOString();
    if (end !== null && Date.parse(end) <= ctx.clock.now()) continue;
    const teamId = team === undefined ? null : found.find((one) => one.slug === team)?.id;
    if (teamId === undefined) throw new AppError('access.team_unknown', { params: { team: team! } });
    const key = placeKey({ role, teamId, environment });
    const before = byPlace.get(key);
    // Of two groups that give the same, the one that lasts longer counts.
    if (before === undefined || (before.until !== null && (end === null || end > before.until)))
      byPlace.set(key, { role, teamId, environment, until: end });
  }
  return [...byPlace.values()];
}

const placeKey = (at: { role: string; teamId: string | null; environment: string | null }): string =>
  [at.role, at.teamId ?? '', at.environment ?? ''].join('\n');

/** Makes the grants that came from groups the wanted ones, with an event for each difference. Those given by hand stay. */
export async function syncGrants(unit: Unit, ctx: Ctx, personId: string, wanted: readonly Wanted[]): Promise<void> {
  const tx = accessTx(unit.tx);
  const mine = tx.selectFrom('grants').where('person_id', '=', personId).where('source', '=', 'provider');
  const held = (await mine.selectAll().orderBy('id').forUpdate().execute()).map(grantOf);
  const same = (one: Wanted, other: Wanted): boolean => placeKey(one) === placeKey(other) && one.until === other.until;
  for (const grant of held.filter((one) => !wanted.some((other) => same(one, other)))) {
    const { role, teamId, agentId, environment } = grant;
    await tx.deleteFrom('grants').where('id', '=', grant.id).execute();
    const payload = { personId, role, teamId, agentId, environment };
    unit.append({ type: 'grant.revoked', v: 1, resource: grant.id, payload });
  }
  for (const one of wanted.filter((each) => !held.some((other) => same(each, other)))) {
    const place = { role: one.role, teamId: one.teamId, agentId: null, environment: one.environment };
    const until = one.until === null ? null : new Date(one.until);
    const id = newId('grt');
    await addGrant(tx, ctx, { ...place, id, personId, until, source: 'provider', reason: null });
    const payload = { personId, ...place, ...(one.until !== null && { until: one.until }) };
    unit.append({ type: 'grant.created', v: 1, resource: id, payload });
  }
}
