import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../spine/errors.ts';
import { createPrompt } from '../../prompts/verbs/create-prompt.ts';
import { saveVersion } from '../../prompts/verbs/save-version.ts';
import { contentOf } from '../../prompts/world.fixture.ts';
import { ReleaseManifest } from '../contract-releases.ts';
import { openRegistryWorld, type RegistryWorld, wish } from '../registry/world.fixture.ts';
import { testSeal } from '../routes.fixture.ts';
import { lifecycleDb } from '../tables.ts';
import { beginFreeze } from '../verbs/begin-freeze.ts';
import { createRelease } from '../verbs/create-release.ts';
import { deployRelease } from '../verbs/deploy-release.ts';
import { liftFreeze } from '../verbs/lift-freeze.ts';
import { moveFollowedLabel } from '../verbs/move-followed-label.ts';
import { rollBack } from '../verbs/roll-back.ts';

let world: RegistryWorld;
beforeAll(async () => void (world = await openRegistryWorld()));
afterAll(() => world.close());

const reason = 'r';
type Step =
  | { do: 'move'; number: number; isPreview: boolean }
  | { do: 'freeze' | 'lift' | 'try' | 'back'; agent: number };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      number: fc.integer({ min: 1, max: 4 }),
      isPreview: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('freeze' as const, 'lift' as const, 'try' as const, 'back' as const),
      agent: fc.nat(1),
    }),
  },
);

/** A prompt of four versions whose label stands at the first, and two agents that follow it. */
async function openWalk(name: string) {
  const { id } = await createPrompt(world.ctx(), { name, teamId: 'tea_1', kind: 'text', folder: '', tags: [] });
  const digests: string[] = [];
  for (const body of ['1', '2', '3', '4'])
    digests.push((await saveVersion(world.ctx(), { id, content: contentOf(body), message: '' })).version.digest);
  const move = (number: number, isPreview = false) =>
    moveFollowedLabel(world.ctx(), testSeal, { prompt: id, label: 'live', number, reason, isPreview });
  await move(1);
  const slot = (label: object) => [{ slot: 's', prompt: id, version: 1, digest: digests[0]!, ...label }];
  const agents = await Promise.all([world.agent(), world.agent()]);
  const release = async (agent: string, label: object, notes: string): Promise<string> => {
    const asked = wish({ prompts: slot(label), notes });
    return (await createRelease(world.ctx(), testSeal, { id: agent, wish: asked, isPreview: false })).release!.id;
  };
  const at = (agent: string) => ({ agent, environment: 'production' });
  for (const agent of agents)
    await deployRelease(world.ctx(), at(agent), {
      releaseId: await release(agent, { label: 'live' }, ''),
      percent: 100,
      reason,
    });
  return { id, agents, move, release, at };
}

/** Deployments, their history and what the label stands at, as text. */
async function stateOf(agents: readonly string[], move: Awaited<ReturnType<typeof openWalk>>['move']): Promise<string> {
  const rows = lifecycleDb(world.state.db).selectFrom('deployments').selectAll().where('agent_id', 'in', agents);
  return JSON.stringify([await rows.orderBy('agent_id').execute(), (await move(4, true)).before]);
}

const versionIn = (manifest: string): number =>
  ReleaseManifest.parse(JSON.parse(manifest)).prompts!.find((one) => one.label === 'live')?.version ?? 0;

test('whatever happens in between: all move with the label or none, and what is held or previewed changes nothing', async () => {
  let walks = 0;
  const walk = async (steps: readonly Step[]): Promise<void> => {
    const { agents, move, release, at } = await openWalk(`walk ${++walks}`);
    const freezes = new Map<string, string>();
    for (const step of steps) {
      const before = await stateOf(agents, move);
      if (step.do === 'move') {
        const { state, agents: told } = await move(step.number, step.isPreview);
        if (state !== 'moved' || step.isPreview) {
          expect(await stateOf(agents, move)).toBe(before);
          continue;
        }
        const served = await lifecycleDb(world.state.db)
          .selectFrom('deployments as d')
          .innerJoin('releases as r', 'r.id', 'd.release_id')
          .select(['r.id as id', 'r.manifest as manifest'])
          .where('d.agent_id', 'in', agents)
          .execute();
        expect(new Set(served.map((one) => versionIn(one.manifest)))).toEqual(new Set([step.number]));
        expect(new Set(told.map((one) => one.release!.id))).toEqual(new Set(served.map((one) => one.id)));
        expect((await move(4, true)).before).toBe(step.number);
        continue;
      }
      const agent = agents[step.agent]!;
      await act(step.do, agent).catch((error: unknown) => {
        // What stands in the way of the step itself is not what is tried here.
        if (!(error instanceof AppError) || error.status >= 500) throw error;
      });
    }
    async function act(what: 'freeze' | 'lift' | 'try' | 'back', agent: string): Promise<unknown> {
      if (what === 'back') return rollBack(world.ctx(), at(agent), { reason });
      if (what === 'lift') return liftFreeze(world.ctx(), { id: freezes.get(agent) ?? 'frz_none' });
      if (what === 'try') {
        const releaseId = await release(agent, { label: 'live' }, 'candidate');
        return deployRelease(world.ctx(), at(agent), { releaseId, percent: 10, reason });
      }
      const from = new Date(world.clock.now()).toISOString();
      const window = { from, until: '2099-01-01T00:00:00Z', timeZone: 'UTC', reason, agentId: agent };
      return freezes.set(agent, (await beginFreeze(world.ctx(), window)).id);
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { maxLength: 8 }), walk), { numRuns: 12 });
}, 60_000);
