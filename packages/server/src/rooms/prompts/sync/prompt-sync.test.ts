import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { getPrompt } from '../views/get-prompt.ts';
import { PromptSync } from './prompt-sync.ts';
import { openSyncWorld, type SyncWorld } from './world.fixture.ts';

let place: SyncWorld;
beforeAll(async () => void (place = await openSyncWorld()));
afterAll(() => place.close());

test('the loop gives a new sync its turn, another when woken, and ends with its lease given back', async () => {
  const bare = place.remote();
  bare.commit({ 'prompts/looped.md': '---\n---\none\n' });
  const id = await place.set(bare, { folder: 'looped' });
  const loop = new PromptSync(place.deps);
  loop.start();
  const latest = async () => (await getPrompt(place.world.ada, 'looped')).latest;
  await vi.waitFor(async () => expect(await latest()).toBe(1), 10_000);
  bare.commit({ 'prompts/looped.md': '---\n---\ntwo\n' });
  const wanted = { wanted_at: new Date() };
  await place.world.state.db
    .updateTable('ops_prompt_syncs' as never)
    .set(wanted as never)
    .execute();
  loop.wake();
  await vi.waitFor(async () => expect(await latest()).toBe(2), 10_000);
  await loop.stop();
  expect(await place.world.state.db.selectFrom('ops_leases').selectAll().execute()).toEqual([]);
  expect([place.errors, typeof id]).toEqual([[], 'string']);
});
