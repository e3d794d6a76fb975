import { authorize } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { change, type Unit } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import { moveLabelWithin, promptToMove, promptVersion } from '../../prompts/index.ts';
import type { LabelMove, MoveFollowedLabel } from '../contract-labels.ts';
import { tried } from '../fleet/tried.ts';
import { deploy, heldBy, type Move, type Successor, succeed, toldOf } from '../labels/follow.ts';
import { type Followed, followed } from '../labels/followers.ts';
import { referencesOf } from '../releases/prompts.ts';

type Input = MoveFollowedLabel & { isPreview: boolean };
type Doing = { ctx: Ctx; seal: Seal };
type Done = { held: LabelMove['held']; all: Successor[] };

/**
 * Moves a label that deployed agents follow: each gets a release that differs in that slot, deployed under its environment's
 * freezes and sign-offs, all together with the label or not at all. Where something holds, the releases stay to be signed off, and
 * the same call goes through once nothing holds any more. With `isPreview` nothing stays. Throws `prompts.not_found`, `access.denied`.
 */
export async function moveFollowedLabel(ctx: Ctx, seal: Seal, { isPreview, ...input }: Input): Promise<LabelMove> {
  authorize(ctx, 'prompt.label', 'anywhere');
  const { id, name, before, digest } = await promptToMove(ctx, input);
  const { references } = referencesOf(await promptVersion(ctx, id, String(input.number)));
  const move: Move = { ...input, promptId: id, name, before, digest, references };
  const answer = { isPreview, prompt: { id, name }, label: input.label, before, after: input.number };
  if (before === input.number) return { ...answer, state: 'unchanged', held: null, agents: [] };
  const doing = { ctx, seal };
  const made = isPreview ? [] : await change(ctx, (unit) => successors(unit, doing, move));
  const fresh = new Set(made.flatMap((one) => (one.isNew ? [one.release!.id] : [])));
  const { held, all } = await tried(ctx, async (unit) => {
    const done = await moveAll(unit, doing, move);
    return { done, keep: !isPreview && isFree(done) };
  });
  const state = isFree({ held, all }) ? 'moved' : 'held';
  const kept = (one: Successor): boolean => !isPreview && (state === 'moved' || fresh.has(one.release?.id ?? ''));
  return { ...answer, state, held, agents: all.map((one) => toldOf(ctx, one, kept(one))) };
}

const isFree = ({ held, all }: Done): boolean => held === null && all.every((one) => one.held === null);

/** The label first: its lock comes before those of agents wherever both are held. */
async function moveAll(unit: Unit, doing: Doing, move: Move): Promise<Done> {
  const { ctx } = doing;
  const { promptId: id, label, number, reason } = move;
  const held = await moveLabelWithin(unit, ctx, null, { id, label, number, reason }).then(() => null, heldBy);
  const all: Successor[] = [];
  for (const one of await successors(unit, doing, move)) all.push(await deploy(unit, ctx, one, move));
  return { held, all };
}

async function successors(unit: Unit, doing: Doing, move: Move): Promise<Successor[]> {
  const made: Successor[] = [];
  for (const at of await lockedFollowers(unit, doing.ctx, move)) made.push(await succeed(unit, doing, at, move));
  return made;
}

/** Who follows, read again once their agents are locked: what they serve stays so. */
async function lockedFollowers({ tx }: Unit, { workspaceId }: Ctx, { promptId, label }: Move): Promise<Followed[]> {
  const at = { workspaceId, promptId, label };
  const ids = [...new Set((await followed(tx, at)).map((one) => one.agentId))];
  if (ids.length === 0) return [];
  await tx.selectFrom('agents').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute();
  return (await followed(tx, at)).filter((one) => ids.includes(one.agentId));
}
