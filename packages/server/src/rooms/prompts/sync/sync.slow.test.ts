import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Repositories, Repository } from '../../../ports/repository.ts';
import type { Bare } from '../../../adapters/git/bare.fixture.ts';
import { archivePrompt } from '../verbs/archive-prompt.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { resolveConflict } from '../verbs/resolve-conflict.ts';
import { saveVersion } from '../verbs/save-version.ts';
import { getVersion } from '../views/get-version.ts';
import { getPrompt } from '../views/get-prompt.ts';
import { contentOf } from '../world.fixture.ts';
import { openSyncWorld, type SyncWorld } from './world.fixture.ts';

let place: SyncWorld;
beforeAll(async () => void (place = await openSyncWorld()));
afterAll(() => place.close());

const file = (body: string): string => `---\n---\n${body}\n`;
type Step =
  | { who: 'git'; prompt: number; text: string }
  | { who: 'here'; prompt: number; text: string }
  | { who: 'git removes'; prompt: number }
  | { who: 'here archives'; prompt: number }
  | { who: 'turn' }
  | { who: 'killed turn'; at: number };
const prompt = fc.nat({ max: 2 });
const text = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ who: fc.constant('git' as const), prompt, text }), weight: 3 },
  { arbitrary: fc.record({ who: fc.constant('here' as const), prompt, text }), weight: 3 },
  {
    arbitrary: fc.record({ who: fc.constant('git removes' as const), prompt }),
    weight: 1,
  },
  { arbitrary: fc.record({ who: fc.constant('here archives' as const), prompt }), weight: 1 },
  { arbitrary: fc.constant({ who: 'turn' as const }), weight: 3 },
  {
    arbitrary: fc.record({ who: fc.constant('killed turn' as const), at: fc.integer({ min: 1, max: 12 }) }),
    weight: 2,
  },
);

/** The real copies, which end at one of their calls as a killed process would. */
function killedAt(call: number): Repositories {
  let calls = 0;
  return {
    forget: (id) => place.repositories.forget(id),
    using: (id, remote, work) =>
      place.repositories.using(id, remote, (repository: Repository) =>
        work(
          new Proxy(repository, {
            get: (target, name) => {
              const found = Reflect.get(target, name) as (...given: unknown[]) => unknown;
              return (...given: unknown[]) => {
                if (++calls === call) throw new Error('killed');
                return found.apply(target, given);
              };
            },
          }),
        ),
      ),
  };
}

let walks = 0;
async function walk(steps: readonly Step[]): Promise<void> {
  const own = `walk ${++walks}`;
  const bare = place.remote();
  bare.commit({ 'other.txt': 'x' });
  const id = await place.set(bare, { folder: own });
  for (const one of steps) await carryOut(one, { own, bare, id });
  const choices = ['git', 'signalbox'] as const;
  for (let turns = 0; turns < 6; turns++) {
    const sync = await place.turn(id);
    expect(sync.error).toBeNull();
    for (const [at, { path }] of sync.conflicts.entries())
      await resolveConflict(place.world.ada, { id, path, take: choices[at % 2]!, reason: 'r' });
  }
  const last = await place.turn(id);
  expect(last).toMatchObject({ state: 'in_step', pulled: 0, pushed: 0, conflicts: [], problems: [] });
  await expectAlike(own, bare);
}

async function carryOut(one: Step, { own, bare, id }: { own: string; bare: Bare; id: string }): Promise<void> {
  if (one.who === 'turn') return void (await place.turn(id));
  if (one.who === 'killed turn') return void (await place.turn(id, killedAt(one.at)));
  const name = `${own} ${one.prompt}`;
  const path = `prompts/${name}.md`;
  if (one.who === 'git') return void bare.commit({ [path]: file(one.text) });
  if (one.who === 'git removes') return void (bare.paths().includes(path) && bare.commit({ [path]: null }));
  const there = await getPrompt(place.world.ada, name).catch(() => null);
  if (one.who === 'here archives') {
    if (there?.latest != null) await archivePrompt(place.world.ada, null, { id: name, reason: 'r' });
    return;
  }
  if (there?.archivedAt != null) return;
  if (there === null)
    await createPrompt(place.world.ada, { name, teamId: 'tea_1', folder: own, kind: 'text', tags: [] });
  await saveVersion(place.world.ada, { id: name, content: contentOf(one.text), message: '' });
}

/** Both sides have the same prompts with the same texts. */
async function expectAlike(own: string, bare: Bare): Promise<void> {
  for (const n of [0, 1, 2]) {
    const name = `${own} ${n}`;
    const here = await getPrompt(place.world.ada, name).catch(() => null);
    const isHere = here !== null && here.archivedAt === null && here.latest !== null;
    const path = `prompts/${name}.md`;
    expect([name, bare.paths().includes(path)]).toEqual([name, isHere]);
    if (!isHere) continue;
    const { body } = (await getVersion(place.world.ada, { id: name, at: 'latest' })).content;
    expect(bare.text(path).split('---\n').at(-1)).toBe(String(body));
  }
}

test('whatever both sides do, and wherever a turn is cut off, they come together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => walk(steps)),
    { numRuns: Number(process.env['SIGNALBOX_WALKS'] ?? 15) },
  );
}, 600_000);
