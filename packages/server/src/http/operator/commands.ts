import { z } from 'zod';
import { Scope } from '../../access/contract.ts';
import { signInUrl } from '../../access/sign-in-links.ts';
import { accessDb } from '../../access/tables.ts';
import { bootstrap } from '../../access/verbs/bootstrap.ts';
import { createKey } from '../../access/verbs/create-key.ts';
import { issueSignInLink } from '../../access/verbs/issue-sign-in-link.ts';
import { systemActor } from '../../spine/actor.ts';
import { systemClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import type { Transactor } from '../../spine/tx.ts';

/** What whoever may read the data directory can ask of a server, on its machine only. */
export const OperatorCommand = z.discriminatedUnion('command', [
  z.object({ command: z.literal('login-link'), email: z.string().nullable() }),
  z.object({
    command: z.literal('key-create'),
    name: z.string().trim().min(1).max(120),
    scopes: z.array(Scope).min(1),
    team: z.string().nullable().describe('Slug of the team; null = the first.'),
    agent: z.string().nullable(),
    environment: z.string().nullable(),
  }),
]);
export type OperatorCommand = z.infer<typeof OperatorCommand>;
export type OperatorAnswer = { url: string } | { id: string; secret: string };

/** Runs it as the system, in the first workspace. The ledger records it like any other change. */
export async function runOperatorCommand(
  state: Transactor,
  publicUrl: string,
  command: OperatorCommand,
): Promise<OperatorAnswer> {
  const nowhere: Ctx = { actor: systemActor, workspaceId: '', requestId: newId('req'), clock: systemClock, state };
  const first = await bootstrap(nowhere);
  const ctx = { ...nowhere, workspaceId: first.workspaceId };
  if (command.command === 'login-link') {
    const personId = command.email === null ? first.adminId : await personWith(ctx, command.email);
    return { url: signInUrl(publicUrl, await issueSignInLink(ctx, { personId })) };
  }
  const { name, scopes, agent, environment } = command;
  const teamId = command.team === null ? first.teamId : await teamCalled(ctx, command.team);
  const { key, secret } = await createKey(ctx, { name, scopes, agent, environment, teamId, expiresAt: null });
  return { id: key.id, secret };
}

async function personWith(ctx: Ctx, email: string): Promise<string> {
  const people = accessDb(ctx.state.db).selectFrom('people').where('workspace_id', '=', ctx.workspaceId).selectAll();
  const all = await people
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  if (all === undefined)
    throw new AppError('access.not_found', { params: { noun: `person with the address ${email}` } });
  return all.id;
}

async function teamCalled(ctx: Ctx, slug: string): Promise<string> {
  const teams = ctx.state.db.selectFrom('teams').where('workspace_id', '=', ctx.workspaceId).where('slug', '=', slug);
  const team = await teams.select('id').executeTakeFirst();
  if (team === undefined) throw new AppError('access.not_found', { params: { noun: `team "${slug}"` } });
  return team.id;
}
