import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Signalbox, signalbox } from '../client.ts';
import { openSdkEdge, type SdkEdge, until } from '../edge.fixture.ts';
import type { SignalboxOptions } from '../options.ts';
import { sdkName } from '../version.ts';

type Instance = { instance: string; release: string | null; seq: number; sdk: string; state: string; current: boolean };

let sdk: SdkEdge;
let one: { id: string; digest: string };
let two: { id: string; digest: string };
const open = new Set<Signalbox>();
beforeAll(async () => {
  sdk = await openSdkEdge();
  one = await sdk.release({ settings: { n: 1 } });
  two = await sdk.release({ settings: { n: 2 } });
  await sdk.deploy(one.id);
});
afterAll(() => sdk.stop());
afterEach(async () => {
  sdk.way.up();
  await Promise.all([...open].map((client) => client.close(100)));
  open.clear();
});

function client(instance: string, more: SignalboxOptions = {}): Signalbox {
  const made = signalbox(sdk.options({ heartbeat: true, instance, ...more }));
  open.add(made);
  return made;
}
async function told(instance: string): Promise<Instance | undefined> {
  const answer = await sdk.edge.call(sdk.admin, 'GET', '/api/v1/agents/helper/instances');
  const { items } = (await answer.json()) as { items: Instance[] };
  return items.find((one) => one.instance === instance);
}

test('an instance tells what it runs, again after a change, and that it stops', async () => {
  const own = client('pod-1');
  const { seq } = await own.release();
  await until(async () => (await told('pod-1'))?.release === one.digest);
  const first = (await told('pod-1'))!;
  expect(first).toMatchObject({ sdk: sdkName, state: 'alive', current: true });
  expect(first.seq).toBeGreaterThanOrEqual(seq);
  expect(own.authority).toBe('full');
  await sdk.deploy(two.id);
  await until(async () => (await told('pod-1'))?.release === two.digest);
  await own.close();
  await until(async () => (await told('pod-1'))?.state === 'stopped');
  await sdk.rollBack();
});

test('a server that knows nothing of instances hurts nothing', async () => {
  const errors: Error[] = [];
  const own = client('pod-3', {
    onError: (error) => errors.push(error),
    fetch: async (url, init) =>
      init.method === 'PUT' ? new Response('{}', { status: 404 }) : sdk.way.fetch(url, init),
  });
  expect((await own.release()).digest).toBe(one.digest);
  await own.close(100);
  expect(errors).toEqual([]);
});

test('none is told where it is not wished', async () => {
  const own = client('pod-4', { heartbeat: false });
  await own.release();
  await own.close();
  expect(sdk.way.asked.some((call) => call.path.includes('pod-4'))).toBe(false);
  expect(await told('pod-4')).toBeUndefined();
});

test('a heartbeat on its way is waited for, so that the last word is the last to arrive', async () => {
  const states: string[] = [];
  let isFree = (): void => {};
  const freed = new Promise<void>((resolve) => (isFree = resolve));
  const own = client('pod-5', {
    fetch: async (url, init) => {
      if (init.method === 'PUT') {
        const { state } = JSON.parse(String(init.body)) as { state: string };
        if (state === 'started') await freed;
        states.push(state);
      }
      return sdk.way.fetch(url, init);
    },
  });
  await own.release();
  await new Promise((next) => setTimeout(next, 1_100));
  const closed = own.close();
  isFree();
  await closed;
  expect(states).toEqual(['started', 'stopping']);
  expect((await told('pod-5'))?.state ?? 'stopped').toBe('stopped');
});
