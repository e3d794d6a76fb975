import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import type { ReleaseUse, UsesOf } from '../uses.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { setReviewRule } from '../verbs/set-review-rule.ts';
import { promptDb } from '../tables.ts';
import { listNotices } from '../views/list-notices.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { saveVersion } from '../verbs/save-version.ts';
import { servedOwners } from './served-owners.ts';
import { tellOwners } from './tell-owners.ts';

let world: PromptWorld;
let job: Ctx;
beforeAll(async () => {
  world = await openPromptWorld();
  job = world.ctx({ kind: 'job', id: 'prompts.reminders' });
  const rule = { teamId: 'tea_1', folder: 'f', reviewerIds: [], needed: 1, labels: ['production'] };
  await setReviewRule(world.ctx(), { ...rule, owners: 'told' });
});
afterAll(() => world.close());

const use = (ownerId: string | null, name = 'Agent', servedIn = ['production']): ReleaseUse => ({
  ...{ releaseId: 'r', version: '1.0.0', digest: 'd', createdAt: '', number: 1, servedIn },
  agent: { id: name, key: name, name, teamId: 'tea_1', ownerId },
});
const byBen: UsesOf = async () => [use('per_Ben')];
async function versions(name: string, count: number): Promise<string> {
  const { id } = await createPrompt(world.ada, { name, teamId: 'tea_1', kind: 'text', folder: 'f', tags: [] });
  for (let n = 0; n < count; n++) await saveVersion(world.ada, { id, content: contentOf(`text ${n}`), message: '' });
  return id;
}
const told = async (promptId: string): Promise<(number | null)[]> => {
  const all = await listNotices(world.person('Ben', 'business_owner'));
  return all
    .filter((one) => one.promptId === promptId)
    .map((one) => one.number)
    .toSorted();
};
const catchUp = async (usesOf: UsesOf): Promise<void> => {
  while ((await tellOwners(job, usesOf)) > 0);
};

test('killed at any moment, each is told once of each change', async () => {
  await catchUp(byBen);
  const id = await versions('killed', 6);
  for (let at = 1; at <= 7; at++) {
    let asked = 0;
    const killed: UsesOf = async (...given) => {
      if (++asked === at) throw new Error('killed');
      return byBen(...given);
    };
    const failing = tellOwners(job, killed);
    if (at <= 6) await expect(failing).rejects.toThrow('killed');
    else await failing;
  }
  await catchUp(byBen);
  expect(await told(id)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('two nodes at once tell once', async () => {
  const id = await versions('twice', 3);
  await Promise.all([catchUp(byBen), catchUp(byBen)]);
  expect(await told(id)).toEqual([1, 2, 3]);
});

test('asks as itself, by every name the prompt has, and within the transaction that writes', async () => {
  const id = await versions('asked', 1);
  const seen: unknown[] = [];
  await catchUp(async (db, ctx, { names }) => {
    seen.push([ctx.actor.kind, ctx.workspaceId, names.toSorted(), db === world.state.db]);
    return [];
  });
  expect(seen).toEqual([['system', 'wsp_1', [id, 'asked'].toSorted(), false]]);
});

test('owners of agents that are served, each with the names of theirs', async () => {
  const uses = [
    use('per_Ben', 'One'),
    use('per_Ben', 'One', ['staging']),
    use('per_Ben', 'Two'),
    use('per_Ada', 'Three'),
    use('per_Cy', 'Unserved', []),
    use(null, 'Nobody’s'),
  ];
  const owners = await servedOwners(world.state.db, world.ada, { usesOf: async () => uses, promptId: 'prm_none' });
  expect([...owners]).toEqual([
    ['per_Ben', ['One', 'Two']],
    ['per_Ada', ['Three']],
  ]);
  expect(await servedOwners(world.state.db, world.ada, { usesOf: null, promptId: 'prm_none' })).toEqual(new Map());
});

test('another workspace’s events are its own', async () => {
  await versions('own', 1);
  const other = { ...job, workspaceId: 'wsp_2' };
  expect(await tellOwners(other, byBen)).toBe(0);
  const rows = promptDb(world.state.db).selectFrom('ops_prompt_notices').select('workspace_id').distinct();
  expect(await rows.execute()).toEqual([{ workspace_id: 'wsp_1' }]);
});
