import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePrompt } from '../verbs/change-prompt.ts';
import { moveLabel, moveWithin } from '../verbs/move-label.ts';
import { openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { promptIds } from './prompt-ids.ts';
import { promptToMove } from './prompt-to-move.ts';
import { promptVersion } from './prompt-version.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const codeOf = (failing: Promise<unknown>): Promise<string> =>
  failing.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

test('a prompt that is to move tells where its label stands, and what it is to stand for', async () => {
  const id = await world.prompt('mover', 'One', 'Two');
  const asked = { prompt: 'mover', label: 'live', number: 2 };
  const { digest } = await promptVersion(world.ada, id, '2');
  expect(await promptToMove(world.ada, asked)).toEqual({ id, name: 'mover', before: null, digest });
  await moveLabel(world.ada, null, { id, label: 'live', number: 1, reason: 'r' });
  await moveLabel(world.ada, null, { id, label: 'other', number: 2, reason: 'r' });
  expect((await promptToMove(world.ada, asked)).before).toBe(1);
  await changePrompt(world.ada, { id, name: 'moved' });
  expect(await promptToMove(world.ada, asked)).toMatchObject({ id, name: 'moved' });
  expect(await promptToMove(world.ada, { ...asked, prompt: id })).toMatchObject({ id });
});

test('only for who may move it, and only where it is', async () => {
  await world.prompt('walled', 'One');
  const asked = { prompt: 'walled', label: 'live', number: 1 };
  expect(await codeOf(promptToMove(world.person('Ben', 'viewer'), asked))).toBe('access.denied');
  expect(await codeOf(promptToMove(world.person('Ben', 'prompt_engineer', 'tea_2'), asked))).toBe('prompts.not_found');
  expect(await codeOf(promptToMove(world.ada, { ...asked, number: 2 }))).toBe('prompts.not_found');
  expect(await codeOf(promptToMove(world.ada, { ...asked, prompt: 'nobody' }))).toBe('prompts.not_found');
});

test('ids are found by id, name and former name, of one workspace', async () => {
  const id = await world.prompt('first name', 'One');
  await changePrompt(world.ada, { id, name: 'second name' });
  const find = async (workspace: string, ...named: string[]) => [
    ...(await promptIds(world.state.db, workspace, named)),
  ];
  expect(await find('wsp_1', 'first name', 'second name', id, 'nobody')).toEqual(
    expect.arrayContaining([
      ['first name', id],
      ['second name', id],
      [id, id],
    ]),
  );
  expect(await find('wsp_1', 'first name', 'second name', id, 'nobody')).toHaveLength(3);
  expect(await find('wsp_2', 'first name', id)).toEqual([]);
  expect(await find('wsp_1')).toEqual([]);
});

test('a label that moves within a transaction is gone with it, its event too', async () => {
  const id = await world.prompt('undone', 'One');
  const { length } = await world.events(id);
  const undone = world.state.transact(async (tx) => {
    const appended: string[] = [];
    const unit = { tx, append: (event: { type: string }) => void appended.push(event.type) };
    await moveWithin(unit, world.ada, null, { id, label: 'live', number: 1, reason: 'r' });
    expect(appended).toEqual(['prompt.label_moved']);
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  expect(await world.events(id)).toHaveLength(length);
  expect((await promptToMove(world.ada, { prompt: id, label: 'live', number: 1 })).before).toBeNull();
  const other = world.state.transact((tx) =>
    moveWithin({ tx, append: () => {} }, world.ctx({ kind: 'guest', id: 'guest' }), null, {
      ...{ id, label: 'live', number: 1, reason: 'r' },
    }),
  );
  expect(await codeOf(other)).toBe('access.denied');
});
