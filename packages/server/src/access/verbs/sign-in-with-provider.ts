import { sql } from 'kysely';
import type { GroupRule, ProviderPerson } from '../../ports/identity-provider.ts';
import { systemActor } from '../../spine/actor.ts';
import { authorize } from '../../spine/authorize.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { change, type Unit } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import { syncGrants, wantedGrants } from '../provider-grants.ts';
import { openSession, sealRefresh, type OpenedSession } from '../sessions.ts';
import { accessTx } from '../tables.ts';

type Input = {
  person: ProviderPerson;
  refreshToken: string | null;
  issuer: string;
  rules: readonly GroupRule[];
};
type Known = { id: string; disabled_at: Date | null; locked_out_at: Date | null };

/**
 * Somebody the provider vouches for, in the oldest workspace: known by subject, else by a verified address (they sign in there only
 * from then on), else new. Grants follow the groups. Throws `access.no_group`, `access.address_unproven`, `access.person_disabled`.
 */
export async function signInWithProvider(ctx: Ctx, input: Input, seal: Seal): Promise<OpenedSession> {
  authorize(ctx, 'session.create');
  const workspaces = ctx.state.db.selectFrom('workspaces').select('id').orderBy('id').limit(1);
  const { id: workspaceId } = await workspaces.executeTakeFirstOrThrow();
  const asSystem = { ...ctx, workspaceId, actor: systemActor };
  const id = await change(asSystem, async (unit) => {
    const tx = accessTx(unit.tx);
    // Two tabs of a new person at once make one person.
    await sql`select pg_advisory_xact_lock(hashtext(${subjectOf(input)}))`.execute(tx);
    const wanted = await wantedGrants(tx, asSystem, input.person, input.rules);
    const known = await find(unit, asSystem, input);
    if (known !== undefined && known.disabled_at !== null) throw new AppError('access.person_disabled');
    const byHand = known && tx.selectFrom('grants').where('person_id', '=', known.id).where('source', '=', 'person');
    const held = byHand && (await byHand.select('id').limit(1).executeTakeFirst());
    if (wanted.length === 0 && held === undefined) throw new AppError('access.no_group');
    const personId = known?.id ?? (await create(unit, asSystem, input));
    if (known?.locked_out_at != null) {
      await tx.updateTable('people').set({ locked_out_at: null }).where('id', '=', personId).execute();
      unit.append({ type: 'person.let_in', v: 1, resource: personId, payload: { issuer: input.issuer } });
    }
    await syncGrants(unit, asSystem, personId, wanted);
    return personId;
  });
  const own = { ...ctx, workspaceId, actor: { kind: 'person', id, grants: [], sessionId: '' } as const };
  return change(own, async (unit) => {
    unit.append({ type: 'person.signed_in', v: 1, resource: id, payload: { by: 'provider' } });
    const { refreshToken } = input;
    const refresh = refreshToken === null ? null : (sessionId: string) => sealRefresh(seal, sessionId, refreshToken);
    return openSession(accessTx(unit.tx), { id, workspace_id: workspaceId }, { by: 'provider', refresh });
  });
}

/** Subjects are unique within an issuer only. */
const subjectOf = ({ issuer, person }: Input): string => `${issuer}#${person.subject}`;

async function find(unit: Unit, ctx: Ctx, input: Input): Promise<Known | undefined> {
  const tx = accessTx(unit.tx);
  const mine = tx.selectFrom('people').where('workspace_id', '=', ctx.workspaceId);
  const columns = ['id', 'disabled_at', 'locked_out_at'] as const;
  const subject = subjectOf(input);
  const known = await mine.where('provider_subject', '=', subject).select(columns).forUpdate().executeTakeFirst();
  if (known !== undefined) return known;
  const { email, emailVerified } = input.person;
  if (email === null) throw new AppError('access.address_unproven');
  const byAddress = mine.where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()));
  const same = await byAddress
    .select([...columns, 'provider_subject'])
    .forUpdate()
    .executeTakeFirst();
  if (same === undefined) return undefined;
  // An address that is not proven there, or is another subject's here, proves nothing.
  if (!emailVerified || same.provider_subject !== null) throw new AppError('access.address_unproven');
  const linked = { provider_subject: subject, password_hash: null };
  await tx.updateTable('people').set(linked).where('id', '=', same.id).execute();
  await tx.deleteFrom('ops_sessions').where('person_id', '=', same.id).execute();
  await tx.deleteFrom('ops_sign_in_links').where('person_id', '=', same.id).execute();
  unit.append({ type: 'person.identity_linked', v: 1, resource: same.id, payload: { issuer: input.issuer } });
  return same;
}

async function create(unit: Unit, ctx: Ctx, input: Input): Promise<string> {
  const id = newId('per');
  const email = input.person.email!;
  const name = (input.person.name ?? email).slice(0, 120);
  const row = { id, workspace_id: ctx.workspaceId, name, email, provider_subject: subjectOf(input) };
  await accessTx(unit.tx)
    .insertInto('people')
    .values({ ...row, password_hash: null, disabled_at: null, created_at: new Date(ctx.clock.now()) })
    .execute();
  unit.append({ type: 'person.created', v: 1, resource: id, payload: { email, name } });
  unit.append({ type: 'person.identity_linked', v: 1, resource: id, payload: { issuer: input.issuer } });
  return id;
}
