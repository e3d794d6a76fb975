import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Signalbox, signalbox } from '../client.ts';
import { openSdkEdge, type SdkEdge, until } from '../edge.fixture.ts';
import type { SignalboxOptions } from '../options.ts';

let sdk: SdkEdge;
let one: { id: string; version: string };
let two: { id: string; version: string };
const open = new Set<Signalbox>();
beforeAll(async () => {
  sdk = await openSdkEdge();
  one = await sdk.release({ settings: { n: 1 } });
  two = await sdk.release({ settings: { n: 2 } });
});
afterAll(() => sdk.stop());
beforeEach(() => sdk.serve(one.id));
afterEach(async () => {
  sdk.way.up();
  await Promise.all([...open].map((client) => client.close(100)));
  open.clear();
});

function client(more: SignalboxOptions = {}): Signalbox {
  const made = signalbox(sdk.options(more));
  open.add(made);
  return made;
}
const users = Array.from({ length: 40 }, (_, n) => `user-${n}`);
const arms = (of: Signalbox) => Promise.all(users.map(async (user) => (await of.release({ user })).version));
const asked = (part: string): number => sdk.way.asked.filter((one) => one.path.includes(part)).length;

describe('a candidate for half of them', () => {
  test('is drawn by the server, the same for each from client to client, and asked for once', async () => {
    const [first, second] = [client(), client()];
    await first.release();
    await sdk.deploy(two.id, 50);
    await until(async () => new Set(await arms(first)).size === 2);
    const drawn = await arms(first);
    expect(await arms(second)).toEqual(drawn);
    const before = sdk.way.asked.length;
    expect(await arms(first)).toEqual(drawn);
    expect(sdk.way.asked.length).toBe(before);
    expect((await first.release()).version).toBe(one.version);
    const candidate = await first.release({ user: users[drawn.indexOf(two.version)]! });
    expect(candidate).toMatchObject({ variant: 'candidate', settings: { n: 2 }, source: 'server' });
  });

  test('is nobody’s any more once it is rolled back', async () => {
    const own = client();
    await own.release();
    await sdk.deploy(two.id, 50);
    await until(async () => new Set(await arms(own)).size === 2);
    await sdk.rollBack();
    await until(async () => new Set(await arms(own)).size === 1);
    expect(new Set(await arms(own))).toEqual(new Set([one.version]));
  });

  test('goes on for those who had it while the server is away; who comes new gets the stable one', async () => {
    const own = client();
    await own.release();
    await sdk.deploy(two.id, 50);
    await until(async () => new Set(await arms(own)).size === 2);
    const drawn = await arms(own);
    sdk.way.down();
    // The line has noticed, so that nobody waits for a server that is known to be away.
    await new Promise((next) => setTimeout(next, 100));
    for (const user of ['new-1', 'new-2']) expect((await own.release({ user })).version).toBe(one.version);
    expect(asked('new-')).toBe(0);
    expect(await arms(own)).toEqual(drawn);
  });
});

describe('nothing is drawn', () => {
  test('and who asks is answered without the body', async () => {
    const own = client();
    await own.release();
    const before = sdk.way.asked.length;
    expect(new Set(await arms(own))).toEqual(new Set([one.version]));
    const unitAsks = sdk.way.asked.slice(before).filter((call) => call.path.includes('user='));
    expect(unitAsks).toHaveLength(users.length);
    expect(unitAsks.every((call) => call.headers.get('if-none-match') !== null)).toBe(true);
  });

  test('two who ask for the same at once ask once', async () => {
    const own = client();
    await own.release();
    await Promise.all(Array.from({ length: 20 }, () => own.release({ user: 'same' })));
    expect(asked('user=same')).toBe(1);
  });
});

describe('a conversation', () => {
  test('keeps the release it began with through a deployment, and gives it up where that is rolled back', async () => {
    const own = client();
    const began = await own.release({ conversation: 'c-1' });
    expect(began).toMatchObject({ version: one.version, pinned: false });
    await new Promise((next) => setTimeout(next, 20));
    await sdk.deploy(two.id);
    await until(async () => (await own.release()).version === two.version);
    expect(await own.release({ conversation: 'c-1' })).toMatchObject({ version: one.version, pinned: true });
    expect(await own.release({ conversation: 'c-2' })).toMatchObject({ version: two.version, pinned: false });
    await sdk.rollBack();
    await until(async () => (await own.release()).version === one.version);
    expect((await own.release({ conversation: 'c-2' })).version).toBe(one.version);
  });

  test('that began before this process is pinned by what the caller knows', async () => {
    const began = new Date();
    await new Promise((next) => setTimeout(next, 20));
    await sdk.deploy(two.id);
    const own = client();
    await until(async () => (await own.release()).version === two.version);
    expect((await own.release({ conversation: 'c-3', since: began })).version).toBe(one.version);
    expect((await own.release({ conversation: 'c-3', since: began.toISOString() })).version).toBe(one.version);
    expect((await own.release({ conversation: 'c-3', since: 'yesterday' })).version).toBe(two.version);
  });
});
