import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changePrompt } from '../verbs/change-prompt.ts';
import { createPrompt } from '../verbs/create-prompt.ts';
import { promptDb } from '../tables.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { type Here, readHere } from './here.ts';
import { pairUp, sidesOf } from './pairs.ts';
import type { FileRow, SyncRow } from './store.ts';
import type { There } from './there.ts';

let world: PromptWorld;
let sync: SyncRow;
beforeAll(async () => {
  world = await openPromptWorld();
  sync = {
    ...{ id: 'psy_1', workspace_id: 'wsp_1', team_id: 'tea_1', folder: 'in', remote: '/r', branch: 'main', path: '' },
    ...{ direction: 'both', owner: 'signalbox', author_name: 'B', author_email: 'b@x', credential: null },
    ...{ set_by: 'per_Ada', set_at: new Date() },
  };
});
afterAll(() => world.close());

async function promptIn(folder: string, name: string, by = world.ada, teamId = 'tea_1'): Promise<string> {
  const { id } = await createPrompt(by, { name, teamId, folder, kind: 'text', tags: [] });
  await world.save(id, 'text', by);
  return id;
}
const fileOf = (name: string, more: Partial<There> = {}): There => ({
  ...{ path: `${name}.md`, blob: 'b', digest: 'there', promptId: null },
  item: { source: 'f', name, labels: [], message: '', content: contentOf('x') },
  ...more,
});
const rowOf = (prompt_id: string): FileRow => ({
  sync_id: 'psy_1',
  prompt_id,
  path: 'p.md',
  blob: 'b',
  digest: 'base',
  number: 1,
});
async function pairs(files: There[], rows: FileRow[] = []) {
  const here = await readHere(promptDb(world.state.db), sync, rows);
  const found = await pairUp(world.ctx(), sync, { files, rows, here });
  const told = found.pairs.map(({ there, here: ours, row }) => [
    there?.path ?? null,
    ours?.name ?? null,
    row?.digest ?? null,
  ]);
  return { told, problems: found.problems, pairs: found.pairs };
}

describe('files and prompts', () => {
  test('meet by present and former names; what only one side has stands alone', async () => {
    const one = await promptIn('in', 'pair one');
    await promptIn('in/deep', 'pair alone');
    await changePrompt(world.ada, { id: one, name: 'pair renamed' });
    const { told, problems } = await pairs([fileOf('pair one'), fileOf('pair new')], [rowOf(one)]);
    expect(told).toEqual([
      ['pair one.md', 'pair renamed', 'base'],
      ['pair new.md', null, null],
      [null, 'pair alone', null],
    ]);
    expect(problems).toEqual([]);
  });

  test('of other teams and folders are left alone, and told', async () => {
    await promptIn('out', 'pair outside');
    await promptIn('in', 'pair theirs', world.person('Cy', 'prompt_engineer', 'tea_2'), 'tea_2');
    const { problems } = await pairs([fileOf('pair outside'), fileOf('pair theirs')]);
    expect(problems).toEqual([
      { path: 'pair outside.md', problem: '"pair outside" is here in the folder "out", outside of this sync.' },
      { path: 'pair theirs.md', problem: 'Another team has a prompt of this name.' },
    ]);
  });

  test('one prompt is one file: a second that names it is told', async () => {
    const id = await promptIn('in', 'pair twice');
    const second = fileOf('pair twice', { path: 'copy.md' });
    const { told, problems } = await pairs([fileOf('pair twice', { promptId: id, item: null }), second], [rowOf(id)]);
    expect(told.filter(([, name]) => name === 'pair twice')).toHaveLength(1);
    expect(problems).toEqual([{ path: 'copy.md', problem: 'Another file is the same prompt.' }]);
  });

  test('a prompt that was in the sync and moved out stays in it; one without a version has nothing to say', async () => {
    const moved = await promptIn('in', 'pair moved');
    await changePrompt(world.ada, { id: moved, folder: 'elsewhere' });
    await createPrompt(world.ada, { name: 'pair empty', teamId: 'tea_1', folder: 'in', kind: 'text', tags: [] });
    const names = async (rows: FileRow[]) => (await pairs([], rows)).told.map(([, name]) => name);
    expect(await names([rowOf(moved)])).toContain('pair moved');
    expect(await names([])).not.toContain('pair moved');
    const empty = (await pairs([])).pairs.find(({ here }) => here?.name === 'pair empty')!;
    expect(sidesOf(empty)).toEqual({ base: null, there: null, here: null });
  });
});

test('an archived prompt says nothing, whatever its newest version is', () => {
  const here: Here = { id: 'prm', name: 'n', folder: '', tags: [], archived: true, number: 3, digest: 'd' };
  expect(sidesOf({ there: fileOf('n'), here, row: rowOf('prm') })).toEqual({
    base: 'base',
    there: 'there',
    here: null,
  });
  expect(sidesOf({ there: null, here: { ...here, archived: false }, row: null })).toEqual({
    base: null,
    there: null,
    here: 'd',
  });
});
