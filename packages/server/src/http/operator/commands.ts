import { z } from 'zod';
import { ContentMode, CreateKey, Scope } from '../../access/contract.ts';
import { bootstrap, createKey, findPerson, findTeam, issueSignInLink, signInUrl } from '../../access/index.ts';
import type { Backups } from '../../ports/backups.ts';
import { systemActor } from '../../spine/actor.ts';
import { systemClock } from '../../spine/clock.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { AppError } from '../../spine/errors.ts';
import { newId } from '../../spine/ids.ts';
import { change } from '../../spine/ledger/change.ts';
import type { Seal } from '../../spine/seal.ts';
import type { AgentPage } from '../../rooms/lifecycle/index.ts';
import type { Transactor } from '../../spine/tx.ts';
import type { Arrival, Arrivals } from '../arrivals/arrivals.ts';
import type { Health } from '../health.ts';
import { type DemoAnswer, demoCommands, runDemoCommand } from './demo.ts';
import { type FreezeAnswer, freezeCommands, runFreezeCommand } from './freezes.ts';
import { peopleCommands, runPeopleCommand, type PeopleAnswer } from './people.ts';

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
    contentMode: ContentMode.optional(),
    origins: CreateKey.shape.origins.optional(),
  }),
  ...peopleCommands,
  ...demoCommands,
  ...freezeCommands,
  z.object({ command: z.literal('backup') }),
  z.object({ command: z.literal('health') }),
  z.object({
    command: z.literal('quarantine-retry'),
    ids: z.array(z.string().max(80)).max(1000).nullable().describe('null = all.'),
    limit: z.number().int().min(1).max(1000),
  }),
  z.object({ command: z.literal('agents') }),
  z.object({ command: z.literal('arrivals'), after: z.number().int().min(0) }),
]);
export type OperatorCommand = z.infer<typeof OperatorCommand>;
export type OperatorAnswer =
  | { url: string }
  | { id: string; secret: string }
  | { file: string; bytes: number; heldMs: number }
  | { health: Health }
  | { retried: string[] }
  | { agents: AgentPage }
  | { arrivals: Arrival[]; newest: number; otlpUrl: string; publicUrl: string }
  | PeopleAnswer
  | FreezeAnswer
  | DemoAnswer;

/** What a command works on; `publicUrl` is where people open the links it makes, `otlpUrl` null where no server runs. */
export type OperatorGround = {
  state: Transactor;
  backups: Backups | null;
  seal: Seal;
  publicUrl: string;
  otlpUrl: string | null;
  /** Only a running server has one. */
  health?: () => Health;
  arrivals?: Arrivals;
  agents?: (ctx: Ctx) => Promise<AgentPage>;
  /** Segments in quarantine of this node's spool, put back; null = all, at most `limit`. */
  retryQuarantine?: (ids: readonly string[] | null, limit: number) => string[];
};

/** Runs it as the system, in the first workspace. The ledger records it like any other change. */
export async function runOperatorCommand(ground: OperatorGround, command: OperatorCommand): Promise<OperatorAnswer> {
  const { state, backups, seal, publicUrl, otlpUrl, health, arrivals, agents } = ground;
  if (command.command === 'backup') {
    if (backups === null) throw new AppError('backup.own_dump');
    const { file, bytes, heldMs } = await backups.make('by-hand');
    return { file, bytes, heldMs };
  }
  if (command.command === 'health') {
    if (health === undefined)
      throw new AppError('request.not_found', { params: { path: 'health of a stopped server' } });
    return { health: health() };
  }
  const nowhere: Ctx = { actor: systemActor, workspaceId: '', requestId: newId('req'), clock: systemClock, state };
  const first = await bootstrap(nowhere, seal);
  const ctx = { ...nowhere, workspaceId: first.workspaceId };
  if (command.command === 'quarantine-retry') {
    const retried = ground.retryQuarantine?.(command.ids, command.limit) ?? [];
    if (retried.length > 0)
      await change(ctx, async ({ append }) => {
        append({ type: 'quarantine.retried', v: 1, resource: retried[0]!, payload: { segments: retried } });
      });
    return { retried };
  }
  if (command.command === 'agents') {
    if (agents === undefined)
      throw new AppError('request.not_found', { params: { path: 'agents of a stopped server' } });
    return { agents: await agents(ctx) };
  }
  if (command.command === 'arrivals') {
    if (arrivals === undefined || otlpUrl === null)
      throw new AppError('request.not_found', { params: { path: 'arrivals of a stopped server' } });
    const seen = arrivals.list(ctx.workspaceId, command.after);
    return { arrivals: seen, newest: arrivals.newest, otlpUrl, publicUrl };
  }
  if (command.command === 'login-link') {
    const personId = command.email === null ? first.adminId : await findPerson(ctx, command.email);
    return { url: signInUrl(publicUrl, await issueSignInLink(ctx, { personId })) };
  }
  if (isFreeze(command)) return runFreezeCommand(ctx, command);
  if (isDemo(command)) return runDemoCommand(ctx, { otlpUrl, seal, ownerId: first.adminId }, command);
  if (command.command !== 'key-create') return runPeopleCommand(ctx, publicUrl, command);
  const { name, scopes, agent, environment, contentMode = 'keep', origins = [] } = command;
  const teamId = command.team === null ? first.teamId : await findTeam(ctx, command.team);
  const { key, secret } = await createKey(ctx, {
    ...{ name, scopes, agent, environment, teamId, contentMode, origins },
    expiresAt: null,
  });
  return { id: key.id, secret };
}

type FreezeCommand = Extract<OperatorCommand, { command: `freeze-${string}` }>;
const isFreeze = (command: OperatorCommand): command is FreezeCommand => command.command.startsWith('freeze-');
type DemoCommand = Extract<OperatorCommand, { command: `demo-${string}` }>;
const isDemo = (command: OperatorCommand): command is DemoCommand => command.command.startsWith('demo-');
