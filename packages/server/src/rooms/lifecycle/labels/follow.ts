import { allows } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { AppError } from '../../../spine/errors.ts';
import { newId } from '../../../spine/ids.ts';
import type { Unit } from '../../../spine/ledger/change.ts';
import type { Seal } from '../../../spine/seal.ts';
import type { CreateRelease } from '../contract-releases.ts';
import type { LabelMove } from '../contract-labels.ts';
import { changeWithin } from '../deployments/deployments.ts';
import { all } from '../model/deployment/deployment.ts';
import { diffManifests } from '../model/release/diff.ts';
import { repointed } from '../model/release/repoint.ts';
import type { referencesOf } from '../releases/prompts.ts';
import { makeRelease, planRelease, type ReleaseRow } from '../releases/releasing.ts';
import type { Followed } from './followers.ts';

/** A label that moves, with what it is to stand for. */
export type Move = {
  promptId: string;
  name: string;
  label: string;
  before: number | null;
  number: number;
  digest: string;
  references: ReturnType<typeof referencesOf>['references'];
  reason: string;
};
type Told = LabelMove['agents'][number];
type Held = NonNullable<LabelMove['held']>;
/** What one place that follows the label comes to; `release` null = none could be made. */
export type Successor = {
  at: Followed;
  release: ReleaseRow | null;
  isNew: boolean;
  changes: Told['changes'];
  held: Held | null;
};

/**
 * The release that differs in the slot, made where it is not there yet, of a locked agent; one that stands in no list any more is
 * served still, and follows still. Throws nothing that only this place is to blame for.
 */
export async function succeed(
  unit: Unit,
  { ctx, seal }: { ctx: Ctx; seal: Seal },
  at: Followed,
  move: Move,
): Promise<Successor> {
  const nothing = { at, release: null, isNew: false, changes: [] };
  const [place, action] = [placeOf(at), 'deployment.change' as const];
  if (!allows(ctx.actor, 'release.create', place) || !allows(ctx.actor, action, place))
    return { ...nothing, held: heldBy(new AppError('access.denied', { params: { action } })) };
  if (at.hasCandidate)
    return {
      ...nothing,
      held: heldBy(new AppError('lifecycle.candidate_runs', { params: { environment: at.environment } })),
    };
  const { number: version, digest, references } = move;
  const manifest = repointed(at.manifest, at.slots, { version, digest, ...(references && { references }) });
  const wish: CreateRelease = {
    ...{ manifest, why: `${inWords(move)} ${move.reason}`.slice(0, 5000), parentId: at.releaseId },
    ...{ expectedEffect: '', evidence: [], notes: '' },
  };
  try {
    const agent = { id: at.agentId, name: at.name, teamId: at.teamId };
    const plan = await planRelease(unit.tx, agent, wish);
    const release = plan.existing ?? (await makeRelease(unit, { ctx, seal }, agent, { plan, wish }));
    return { at, release, isNew: plan.existing === null, changes: diffManifests(at.manifest, manifest), held: null };
  } catch (error) {
    return { ...nothing, held: heldBy(error) };
  }
}

/** Deploys it for all, unless it is served already or something holds it. */
export async function deploy(unit: Unit, ctx: Ctx, one: Successor, move: Move): Promise<Successor> {
  const { at, release, held } = one;
  if (held !== null || release === null || release.id === at.releaseId) return one;
  const { agentId, teamId, key, environment } = at;
  try {
    await changeWithin(unit, ctx, {
      ...{ place: { agentId, teamId, key, environment }, verb: 'deploy', expected: null },
      reason: `${inWords(move)} ${move.reason}`.slice(0, 2000),
      order: { verb: 'deploy', releaseId: release.id, share: all, salt: newId('dpl', ctx.clock.now()) },
      event: (payload) => ({ type: 'deployment.made', v: 1, resource: agentId, payload }),
    });
    return one;
  } catch (error) {
    return { ...one, held: heldBy(error) };
  }
}

/** As people read it; a place that they may not see only counts. `isKept`: releases that were made stay. */
export function toldOf({ actor }: Ctx, { at, release, isNew, changes, held }: Successor, isKept: boolean): Told {
  if (!allows(actor, 'agent.read', placeOf(at)))
    return { agentId: null, slug: null, name: null, environment: null, release: null, changes: [], held };
  const { agentId, slug, name, environment } = at;
  const named = release && {
    id: isNew && !isKept ? null : release.id,
    version: release.version,
    digest: release.digest,
  };
  return { agentId, slug, name, environment, release: named, changes, held };
}

/** What was refused, in words; what is broken is thrown on. */
export function heldBy(error: unknown): Held {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  return { code: error.code, detail: error.message };
}

const placeOf = ({ teamId, agentId, key: agent, environment }: Followed) => ({ teamId, agentId, agent, environment });
const inWords = ({ label, name, before, number }: Move): string =>
  `Label ${label} of ${name}: version ${before ?? 'none'} → ${number}.`;
