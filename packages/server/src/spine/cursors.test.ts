import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../adapters/postgres/state-database.fixture.ts';
import type { StateDatabase } from '../adapters/postgres/state-database.ts';
import { lockCursor, moveCursor } from './cursors.ts';

let state: StateDatabase;
beforeAll(async () => void (state = await openTestDatabase()));
afterAll(() => state.close());

const key = { subscription: 'facts', workspaceId: 'wsp_1' };
const position = (of = key) => state.transact((tx) => lockCursor(tx, of));

test('a position is any text, kept per subscription and workspace', async () => {
  expect(await position()).toBe('');
  const place = JSON.stringify(['00000000000000000042', 'run-1']);
  await state.transact((tx) => moveCursor(tx, key, place));
  expect(await position()).toBe(place);
  expect(await position({ ...key, workspaceId: 'wsp_2' })).toBe('');
  expect(await position({ ...key, subscription: 'other' })).toBe('');
});

test('a move is undone with its transaction', async () => {
  const before = await position();
  const undone = state.transact(async (tx) => {
    await lockCursor(tx, key);
    await moveCursor(tx, key, 'further');
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await position()).toBe(before);
});

test('readers of one subscription wait for each other, so no move is lost', async () => {
  const count = { subscription: 'count', workspaceId: 'wsp_1' };
  const step = () =>
    state.transact(async (tx) => {
      const at = Number(await lockCursor(tx, count));
      await new Promise((resolve) => setTimeout(resolve, 2));
      await moveCursor(tx, count, String(at + 1));
    });
  await Promise.all(Array.from({ length: 20 }, step));
  expect(await position(count)).toBe('20');
});
