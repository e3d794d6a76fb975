import { demoTeamId } from '../../../access/index.ts';
import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { change } from '../../../spine/ledger/change.ts';
import { archivePrompt, promptsMadeBy } from '../../prompts/index.ts';
import { labelFollowers } from '../labels/followers.ts';
import { describe, lockAgent } from '../registry/describing.ts';
import { lifecycleDb } from '../tables.ts';
import { liftFreeze } from '../verbs/lift-freeze.ts';
import { demoAuthors } from './demo-actor.ts';
import { demoFreeze } from './freeze.ts';

const reason = 'Demo data is no longer needed.';

/**
 * What the demo declared goes: its freeze is lifted, its prompts are archived, and nobody answers for its agents any more, so that
 * they are put away with their telemetry. Releases and deployments stay with them. What a person has changed since is theirs, and
 * stays; so does a prompt that somebody uses.
 */
export async function putAwayDemo(ctx: Ctx): Promise<void> {
  const teamId = demoTeamId(ctx.workspaceId);
  authorize(ctx, 'agent.change', { teamId });
  for (const { id } of await standingFreezes(ctx, teamId)) await liftFreeze(ctx, { id });
  for (const { id } of await promptsMadeBy(ctx, { teamId, by: demoAuthors, isArchived: false }))
    await archivePrompt(ctx, labelFollowers, { id, reason }).catch(unlessUsed);
  for (const { id } of await ownedByDemo(ctx, teamId))
    await change(ctx, async (unit) => describe(unit, ctx, await lockAgent(unit.tx, ctx, id), { ownerId: null }));
}

const standingFreezes = (ctx: Ctx, teamId: string): Promise<{ id: string }[]> =>
  lifecycleDb(ctx.state.db)
    .selectFrom('freeze_windows')
    .select('id')
    .where('workspace_id', '=', ctx.workspaceId)
    .where('team_id', '=', teamId)
    .where('owner_id', 'in', demoAuthors)
    .where('reason', '=', demoFreeze.reason)
    .where('lifted_at', 'is', null)
    .execute();

const ownedByDemo = (ctx: Ctx, teamId: string): Promise<{ id: string }[]> =>
  lifecycleDb(ctx.state.db)
    .selectFrom('agents')
    .innerJoin('agent_profiles', 'agent_profiles.agent_id', 'agents.id')
    .select('agents.id')
    .where('agents.workspace_id', '=', ctx.workspaceId)
    .where('agents.team_id', '=', teamId)
    .where('agents.put_away', 'is', null)
    .where('agents.owner_id', 'is not', null)
    .where('agent_profiles.updated_by', 'in', demoAuthors)
    .execute();

function unlessUsed(error: unknown): void {
  const used = ['prompts.label_followed', 'prompts.reference_would_break'];
  if (!(error instanceof AppError) || !used.includes(error.code)) throw error;
}
