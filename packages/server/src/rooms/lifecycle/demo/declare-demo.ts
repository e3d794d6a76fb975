import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { AgentFile } from '../contract-apply.ts';
import { describe, lockAgent } from '../registry/describing.ts';
import { manifestOf } from '../releases/releasing.ts';
import { lifecycleDb } from '../tables.ts';
import { applyAgent } from '../verbs/apply-agent.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { demoActor } from './demo-actor.ts';
import { demoFreeze, dayMs, nextWeekend } from './freeze.ts';
import { type DemoAgent, demoAgents } from './fleet.ts';
import { declarePrompt } from './prompts.ts';
import { comeBackWith } from './return.ts';

/** `since`: Unix milliseconds at which the demo began, what days are counted from. `ownerId` null = nobody answers for them. */
type Demo = { teamId: string; since: number; ownerId: string | null };
/** What the fleet is to say of its releases: by agent, by version. `prompt` null = none is kept here. */
export type DemoReleases = {
  [agent: string]: { [version: string]: { digest: string; prompt: number | null } };
};
type Means = { ctx: Ctx; seal: Seal; demo: Demo };

/**
 * Says once who the demo's agents are: prompts, profiles, releases, deployments, a freeze. What stands is left as it is, whoever
 * wrote it; what was put away comes back. Records are dated when they would have been, as the fleet's telemetry is; the ledger
 * says when they were written, and each names the demo as its author.
 */
export async function declareDemo(by: Ctx, seal: Seal, demo: Demo): Promise<DemoReleases> {
  const { teamId, ownerId } = demo;
  authorize(by, 'agent.change', { teamId });
  const ctx: Ctx = { ...by, actor: demoActor };
  const came = await comeBackWith(ctx, teamId);
  for (const id of ownerId === null ? [] : came)
    await change(ctx, async (unit) => describe(unit, ctx, await lockAgent(unit.tx, ctx, id), { ownerId }));
  const stood = await declaredIn(ctx, teamId);
  for (const one of demoAgents) if (!stood.has(one.key)) await declareAgent({ ctx, seal, demo }, one);
  if (stood.size === 0 || came.length > 0)
    await beginFreeze(ctx, { ...demoFreeze, teamId, ...nextWeekend(ctx.clock.now()) });
  return releasesIn(ctx, teamId);
}

/** Names of agents of which somebody has said something, be they put away. */
async function declaredIn({ state, workspaceId }: Ctx, teamId: string): Promise<Set<string>> {
  const agents = lifecycleDb(state.db).selectFrom('agents').where('agents.workspace_id', '=', workspaceId);
  const described = agents.innerJoin('agent_profiles', 'agent_profiles.agent_id', 'agents.id').select('agents.key');
  const rows = await described.where('agents.team_id', '=', teamId).execute();
  return new Set(rows.map(({ key }) => key));
}

async function declareAgent({ ctx, seal, demo }: Means, { key, profile, released }: DemoAgent): Promise<void> {
  const at = (days: number): Ctx => ({ ...ctx, clock: { ...ctx.clock, now: () => demo.since - days * dayMs } });
  const registry = { ...profile, ...(demo.ownerId !== null && { owner: demo.ownerId }) };
  const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: key, team: demo.teamId } } as const;
  if (released === undefined) {
    await applyAgent(ctx, seal, { file: { ...file, registry }, isPreview: false });
    return;
  }
  const { prompt, releases, steps, model, tools } = released;
  const isKept = await declarePrompt(at, { name: key, teamId: demo.teamId, ...prompt });
  const ids = new Map<string, string>();
  for (const { version, days, prompt: number, why, expectedEffect } of releases) {
    const prompts = isKept
      ? { prompts: [{ slot: 'system', prompt: key, version: number }] }
      : { notes: `Text ${number}.` };
    const manifest = { ...prompts, model, tools: tools.map(toolOf) };
    const release: AgentFile['release'] = { version, why, expectedEffect, manifest, evidence: [], notes: '' };
    const made = await applyAgent(at(days), seal, { file: { ...file, registry, release }, isPreview: false });
    ids.set(version, made.release!.id!);
  }
  for (const { days, environment, reason, ...step } of steps) {
    const place = { agent: await agentId(ctx, demo.teamId, key), environment };
    if ('rollBack' in step) await rollBack(at(days), place, { reason });
    else await deployRelease(at(days), place, { releaseId: ids.get(step.deploy)!, percent: step.percent, reason });
  }
}

const toolOf = ({ name, description, effect: kind }: NonNullable<DemoAgent['released']>['tools'][number]) => ({
  ...{ name, description, effect: { kind } },
  schema: { type: 'object' },
});

async function agentId({ state, workspaceId }: Ctx, teamId: string, key: string): Promise<string> {
  const agents = state.db.selectFrom('agents').select('id').where('workspace_id', '=', workspaceId);
  return (await agents.where('team_id', '=', teamId).where('key', '=', key).executeTakeFirstOrThrow()).id;
}

async function releasesIn({ state, workspaceId }: Ctx, teamId: string): Promise<DemoReleases> {
  const rows = await lifecycleDb(state.db)
    .selectFrom('releases')
    .innerJoin('agents', 'agents.id', 'releases.agent_id')
    .select(['agents.key', 'releases.version', 'releases.digest', 'releases.manifest'])
    .where('agents.workspace_id', '=', workspaceId)
    .where('agents.team_id', '=', teamId)
    .execute();
  const told: DemoReleases = {};
  for (const { key, version, digest, manifest } of rows)
    (told[key] ??= {})[version] = { digest, prompt: manifestOf({ manifest }).prompts?.[0]?.version ?? null };
  return told;
}
