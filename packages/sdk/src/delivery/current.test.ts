import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Signalbox, signalbox } from '../client.ts';
import { openSdkEdge, type SdkEdge, until } from '../edge.fixture.ts';
import { configOf, type SignalboxOptions } from '../options.ts';
import { Current } from './current.ts';
import type { Release } from './release.ts';

let sdk: SdkEdge;
let one: { id: string; version: string; digest: string };
let two: { id: string; version: string; digest: string };
let cacheDir: string;
const open = new Set<Signalbox>();
beforeAll(async () => {
  sdk = await openSdkEdge();
  await sdk.savePrompt('greeting', {
    body: 'Hello {{ name }}.',
    variables: { type: 'object', properties: { name: {} } },
  });
  const prompts = [{ slot: 'system', prompt: 'greeting', version: 1 }];
  one = await sdk.release({ prompts, settings: { n: 1 } });
  two = await sdk.release({ prompts, settings: { n: 2 } });
  await sdk.deploy(one.id);
});
afterAll(() => sdk.stop());
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'signalbox-sdk-'));
});
afterEach(async () => {
  sdk.way.up();
  await Promise.all([...open].map((client) => client.close(100)));
  open.clear();
  await rm(cacheDir, { recursive: true, force: true });
});

function client(more: SignalboxOptions = {}): Signalbox {
  const made = signalbox(sdk.options(more));
  open.add(made);
  return made;
}
const runs = async (of: Signalbox): Promise<string> => (await of.release()).version;

describe('which release to run', () => {
  test('is what the environment serves, with its prompts, settings and tools', async () => {
    expect(await client().release()).toMatchObject({
      ...{ id: one.id, version: one.version, digest: one.digest, environment: 'production', settings: { n: 1 } },
      ...{
        prompts: [{ slot: 'system', prompt: 'greeting', version: 1 }],
        tools: null,
        variant: 'stable',
        pinned: false,
      },
      ...{ source: 'server', seq: expect.any(Number) },
    });
  });

  test('brings the texts that its prompts refer to, and all is filled in here', async () => {
    await sdk.savePrompt('tone', { body: 'Be {{ mood }}.', variables: { type: 'object', properties: { mood: {} } } });
    const body = 'You help. {% prompt "tone@1" %}';
    await sdk.savePrompt('with-tone', {
      body,
      variables: { type: 'object', properties: { mood: { default: 'kind' } } },
    });
    const prompts = [{ slot: 'system', prompt: 'with-tone', version: 1 }];
    const { id } = await sdk.release({ prompts }, 'referring');
    await sdk.deploy(id, 100, 'referring');
    const own = client({ agent: 'referring' });
    expect(await own.prompt('system')).toMatchObject({ text: 'You help. Be kind.', name: 'with-tone', version: 1 });
    expect((await own.prompt('system', { mood: 'brief' })).text).toBe('You help. Be brief.');
  });

  test('is asked for once, however often somebody wants to know', async () => {
    const own = client();
    await own.release();
    const before = sdk.way.asked.length;
    for (let n = 0; n < 50; n++) await own.release();
    expect(sdk.way.asked.length).toBe(before);
  });

  test('changes within moments of a deployment, and back with a rollback; each is told once', async () => {
    const told: string[] = [];
    const own = client({ onRelease: (release) => told.push(release.version) });
    await own.release();
    await sdk.deploy(two.id);
    await until(async () => (await runs(own)) === two.version);
    await sdk.rollBack();
    await until(async () => (await runs(own)) === one.version);
    expect(told).toEqual([one.version, two.version, one.version]);
  });

  test('of an environment where nothing is deployed is an error that says so', async () => {
    await expect(client({ environment: 'staging' }).release()).rejects.toMatchObject({
      code: 'not_deployed',
      status: 404,
    });
  });

  test('is heard of soon where it is deployed for the first time', async () => {
    const { id, version } = await sdk.release({ settings: { n: 3 } }, 'late');
    const errors: string[] = [];
    const own = client({ agent: 'late', onError: (error) => errors.push(error.message) });
    await expect(own.release()).rejects.toMatchObject({ code: 'not_deployed' });
    const askedFor = (): number => sdk.way.asked.filter((call) => call.path.includes('/late/stream')).length;
    await until(() => askedFor() >= 3);
    expect(errors).toHaveLength(1);
    await sdk.deploy(id, 100, 'late');
    const runsOrNot = (): Promise<string> => runs(own).catch(() => '');
    await until(async () => (await runsOrNot()) === version, 10_000);
  });

  test('with a key that is nobody’s is refused', async () => {
    await expect(client({ key: 'sbx_0000_0000' }).release()).rejects.toMatchObject({ code: 'refused', status: 401 });
  });

  test('after close is not told any more', async () => {
    const own = client();
    await own.release();
    await own.close();
    await expect(own.release()).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('where events do not come through', () => {
  const without = (isHeld: (path: string) => boolean): SignalboxOptions => ({
    fetch: async (url, init) => {
      if (!isHeld(url)) return sdk.way.fetch(url, init);
      return new Response('', { headers: { 'content-type': 'text/html' } });
    },
  });

  test('requests that wait bring the same', async () => {
    const own = client(without((url) => url.includes('/stream')));
    await own.release();
    expect(sdk.way.asked.at(-1)!.path).toContain('wait=25');
    await sdk.deploy(two.id);
    await until(async () => (await runs(own)) === two.version);
    await sdk.rollBack();
    await until(async () => (await runs(own)) === one.version);
  });
});

test('somebody else’s word that another release is served is followed where nothing else comes through', async () => {
  let isHeld = false;
  const config = configOf(
    sdk.options({
      fetch: (url, init) =>
        isHeld && /stream|wait=/.test(url) ? Promise.reject(new TypeError('fetch failed')) : sdk.way.fetch(url, init),
    }),
  );
  let changes = 0;
  const current = new Current(config, () => changes++);
  const { seq } = await current.release({});
  isHeld = true;
  sdk.way.down();
  sdk.way.up();
  await sdk.deploy(two.id);
  current.hint(seq, two.digest);
  current.hint(seq + 1, one.digest);
  current.hint(seq + 1, null);
  expect(current.now).toMatchObject({ digest: one.digest });
  current.hint(seq + 1, two.digest);
  await until(() => current.now?.digest === two.digest);
  expect(changes).toBe(2);
  await current.close();
  await sdk.rollBack();
});

describe('the server is away', () => {
  test('what was told goes on, and a change is heard of once it is back', async () => {
    const own = client();
    await own.release();
    sdk.way.down();
    expect(await own.release({ user: 'u' })).toMatchObject({ version: one.version, source: 'server' });
    await sdk.deploy(two.id);
    await new Promise((next) => setTimeout(next, 50));
    expect(await runs(own)).toBe(one.version);
    sdk.way.up();
    await until(async () => (await runs(own)) === two.version);
    await sdk.rollBack();
    await until(async () => (await runs(own)) === one.version);
  });

  test('from the start: the last answer from the disk, with its age; else an error; else the caller’s own', async () => {
    const before = client({ cacheDir });
    await before.release();
    await before.close();
    sdk.way.down();
    const release = await client({ cacheDir }).release({ user: 'u' });
    expect(release).toMatchObject({ version: one.version, source: 'disk', settings: { n: 1 } });
    expect(release.ageMs).toBeGreaterThanOrEqual(0);
    expect(release.ageMs).toBeLessThan(60_000);
    await expect(client({ timeoutMs: 50 }).release()).rejects.toMatchObject({ code: 'unavailable' });
    const fallback = { version: '0.0.0', prompts: [{ slot: 'system', body: 'Hi.' }], settings: { n: 0 } };
    const own = client({ timeoutMs: 50, fallback });
    expect(await own.release()).toMatchObject({ version: '0.0.0', source: 'fallback', ageMs: null, digest: null });
    expect((await own.prompt('system')).text).toBe('Hi.');
    sdk.way.up();
    await until(async () => (await runs(own)) === one.version);
  });

  test('a hundred who start meanwhile come up to the server when it is back', async () => {
    sdk.way.down();
    const fallback = { version: '0.0.0' };
    const all = Array.from({ length: 100 }, () => client({ fallback }));
    expect(new Set(await Promise.all(all.map(runs)))).toEqual(new Set(['0.0.0']));
    sdk.way.up();
    await until(async () => new Set(await Promise.all(all.map(runs))).has('0.0.0') === false, 10_000);
    expect(new Set(await Promise.all(all.map(runs)))).toEqual(new Set([one.version]));
  });
});

describe('on the disk', () => {
  const files = async (): Promise<string[]> => readdir(cacheDir);

  test('one whole file for its owner alone, the newest answer in it', async () => {
    const own = client({ cacheDir });
    await own.release();
    await sdk.deploy(two.id);
    await until(async () => (await runs(own)) === two.version);
    await own.close();
    const [name, ...more] = await files();
    expect(more).toEqual([]);
    expect((await stat(join(cacheDir, name!))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(cacheDir, name!), 'utf8'))).toMatchObject({
      delivery: { release: { id: two.id } },
    });
    await sdk.rollBack();
  });

  test('of another server, key, agent or environment is not taken; nor what somebody wrote over', async () => {
    const own = client({ cacheDir });
    await own.release();
    await own.close();
    sdk.way.down();
    const others = [
      { url: 'http://elsewhere.test' },
      { key: 'sbx_other_x' },
      { agent: 'other' },
      { environment: 'staging' },
    ];
    for (const more of others)
      await expect(client({ cacheDir, timeoutMs: 20, ...more }).release()).rejects.toMatchObject({
        code: 'unavailable',
      });
    await writeFile(join(cacheDir, (await files())[0]!), '{"format":1');
    await expect(client({ cacheDir, timeoutMs: 20 }).release()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a folder that cannot be written is told, and nothing else fails', async () => {
    const errors: Error[] = [];
    await writeFile(join(cacheDir, 'file'), '');
    const own = client({ cacheDir: join(cacheDir, 'file'), onError: (error) => errors.push(error) });
    expect(await runs(own)).toBe(one.version);
    await own.close();
    expect(errors).toHaveLength(1);
  });

  test('where the server refuses now, what was kept does not stand in for it', async () => {
    const own = client({ cacheDir });
    await own.release();
    await own.close();
    const refusing = async (): Promise<Response> =>
      Response.json({ code: 'access.unauthenticated', detail: 'No.' }, { status: 401 });
    await expect(client({ cacheDir, fetch: refusing }).release()).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('an older answer', () => {
  test('is never taken, whoever sends it', async () => {
    const before = await client().release();
    await sdk.deploy(two.id);
    let old = '';
    const own = client({
      cacheDir,
      fetch: async (url, init) => {
        if (old === '') return sdk.way.fetch(url, init);
        // A server that was put back to an earlier day.
        return url.includes('/stream')
          ? new Response(`event: delivery\ndata: ${old}\n\n`, { headers: { 'content-type': 'text/event-stream' } })
          : new Response(old, { headers: { 'content-type': 'application/json' } });
      },
    });
    const now = await own.release();
    expect(now.seq).toBeGreaterThan(before.seq);
    old = JSON.stringify({ ...deliveryOf(before), seq: before.seq });
    sdk.way.down();
    await new Promise((next) => setTimeout(next, 400));
    expect(await own.release({ user: 'u' })).toMatchObject({ version: two.version, seq: now.seq });
    await own.close();
    // Nor by the process that comes after it.
    const next = client({ cacheDir, fetch: own_(old) });
    expect(await next.release()).toMatchObject({ version: two.version, seq: now.seq });
    sdk.way.up();
    await sdk.rollBack();
  });

  const own_ = (old: string) => async (): Promise<Response> =>
    new Response(`event: delivery\ndata: ${old}\n\n`, { headers: { 'content-type': 'text/event-stream' } });
  const deliveryOf = ({ id, version, digest, manifest, ...rest }: Release): object => ({
    ...rest,
    ...{ release: { id, version, digest, manifest }, agent: { id: 'a', slug: 'a' }, deployment: 1, stale: false },
    assignment: { variant: 'stable', reason: 'STATIC', unit: null },
  });
});
