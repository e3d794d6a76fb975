import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { systemClock } from '../../../spine/clock.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { Deliveries } from './deliveries.ts';
import type { Who } from './deliver.ts';
import { deliveredFlags } from './flags.ts';
import { changeStream, deliveryStream } from './stream.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
let deliveries: Deliveries;
let errors: unknown[];
beforeAll(async () => {
  world = await openDeploymentWorld();
  await world.deploy('rel_1');
});
afterAll(() => world.close());
beforeEach(async () => {
  errors = [];
  deliveries = new Deliveries({ state: world.state, clock: systemClock, onError: (error) => errors.push(error) });
  await deliveries.load('wsp_1');
});
afterEach(async () => {
  await deliveries.close();
  expect(errors).toEqual([]);
});

const key: Actor = {
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
};
const who: Who = { actor: key, workspaceId: 'wsp_1' };
const never = new AbortController().signal;
type Reader = ReadableStreamDefaultReader<Uint8Array>;
const read = async (reader: Reader): Promise<string | null> => {
  const { done, value } = await reader.read();
  return done ? null : Buffer.from(value).toString();
};
const wish = { agent: 'agent-1' };
const open = async (more: { again?: () => Promise<Who | null>; signal?: AbortSignal; who?: Who } = {}) =>
  (await deliveryStream({ deliveries, who, again: async () => who, signal: never, ...more }, wish)).getReader();
/** Serves rel_1 as before, by another change of the ledger. */
const rollback = () => rollBack(world.ctx(), world.at(), { reason: 'because' });

describe('a stream of deliveries', () => {
  test('begins with how soon to come back and with the whole answer, its id the place in the ledger', async () => {
    const reader = await open();
    const [retry, frame] = (await read(reader))!.split('\n\n');
    expect(retry).toBe('retry: 1000');
    const [id, event, data] = frame!.split('\n');
    const { seq } = deliveries.peek('wsp_1')!;
    expect([id, event]).toEqual([`id: ${seq}`, 'event: delivery']);
    expect(JSON.parse(data!.slice('data: '.length))).toMatchObject({ seq, stale: false, release: { id: 'rel_1' } });
    await reader.cancel();
  });

  test('says nothing to whom has seen more than this node, until it has caught up', async () => {
    const { seq } = deliveries.peek('wsp_1')!;
    const wished = { ...wish, after: seq + 1 };
    const listening = { deliveries, who, again: async () => who, signal: never };
    const reader = (await deliveryStream(listening, wished)).getReader();
    expect(await read(reader)).toBe('retry: 1000\n\n');
    await world.deploy('rel_2');
    expect(await read(reader)).toContain(`id: ${seq + 1}\n`);
    await rollback();
    expect(await read(reader)).toContain(`id: ${seq + 2}\n`);
    await reader.cancel();
  });

  test('says nothing of what leaves its answer as it is', async () => {
    const reader = await open();
    await read(reader);
    await world.deploy('rel_1', 100, 'staging');
    await world.deploy('rel_2');
    expect(await read(reader), 'staging is not told').toContain('"id":"rel_2"');
    await reader.cancel();
    await rollback();
  });

  test('that cannot be begun throws, as a question does', async () => {
    const stranger: Who = { ...who, actor: { ...key, teamId: 'tea_2' } as Actor };
    await expect(open({ who: stranger })).rejects.toMatchObject({ code: 'lifecycle.not_deployed' });
  });

  test('of a caller who has gone already is over, and hears nothing', async () => {
    const gone = new AbortController();
    gone.abort();
    expect(await read(await open({ signal: gone.signal }))).toBeNull();
  });

  test('ends when its reader goes', async () => {
    const caller = new AbortController();
    const reader = await open({ signal: caller.signal });
    await read(reader);
    caller.abort();
    expect(await read(reader)).toBeNull();
  });
});

describe('who listens is asked for again with each change', () => {
  // Once a person whose grant had gone was told on, for as long as the page stood open.
  test('whose rights there have gone hears no more', async () => {
    let now: Who = who;
    const reader = await open({ again: async () => now });
    await read(reader);
    now = { ...who, actor: { ...key, environment: 'nowhere' } as Actor };
    await world.deploy('rel_2');
    const rest: (string | null)[] = [];
    do rest.push(await read(reader));
    while (rest.at(-1) !== null);
    await rollback();
    expect(rest.filter((text) => text?.includes('rel_1'))).toEqual([]);
  });

  test('who belongs to another workspace by now hears no more', async () => {
    const reader = await open({ again: async () => ({ ...who, workspaceId: 'wsp_2' }) });
    await read(reader);
    await world.deploy('rel_2');
    while ((await read(reader)) !== null);
    await rollback();
  });

  test('while nobody can say who it is, what was known stands', async () => {
    let asked = 0;
    const again = async (): Promise<never> => {
      asked++;
      throw new Error('cut off');
    };
    const reader = await open({ again });
    await read(reader);
    await world.deploy('rel_2');
    expect(await read(reader)).toContain('"id":"rel_2"');
    await rollback();
    expect(await read(reader)).toContain('"id":"rel_1"');
    expect(asked).toBeGreaterThanOrEqual(2);
    await reader.cancel();
  });
});

describe('a stream of anything that follows what is served', () => {
  const listening = { who, again: async () => who, signal: never };

  test('ends when what is to be said throws, and takes nobody with it', async () => {
    let fails = false;
    const failing = changeStream({ ...listening, deliveries }, () => {
      if (fails) throw new Error('gone');
      return 'data: one\n\n';
    }).getReader();
    const other = await open();
    expect(await read(failing)).toBe('retry: 1000\n\ndata: one\n\n');
    await read(other);
    fails = true;
    await world.deploy('rel_2');
    expect(await read(failing)).toBeNull();
    expect(await read(other)).toContain('"id":"rel_2"');
    await other.cancel();
    await rollback();
  });

  test('drops a reader who is a megabyte behind, after what was said before', async () => {
    let n = 0;
    const long = 'x'.repeat(700_000);
    const stream = changeStream({ ...listening, deliveries }, () => `data: ${++n}${long}\n\n`);
    for (const environment of ['s1', 's2', 's3', 's4']) {
      const before = deliveries.peek('wsp_1')!.seq;
      await world.deploy('rel_1', 100, environment);
      await caughtUp(before);
    }
    const reader = stream.getReader();
    const got: string[] = [];
    for (let text = await read(reader); text !== null; text = await read(reader)) got.push(text.slice(0, 24));
    expect(got.length).toBe(2);
    expect(got[0]).toMatch(/^retry: 1000\n\ndata: 1x/);
    expect(got[1]).toMatch(/^data: 2x/);
  });

  test('tells flags by the rights of now', async () => {
    const flags = deliveredFlags(deliveries);
    let now: Who = who;
    const told = flags.changes({ ...listening, again: async () => now }, (whose) => {
      const keys = flags.all(whose, {}).map((flag) => flag.key);
      return `data: ${keys.join() || 'none'}\n\n`;
    });
    const reader = told.getReader();
    expect(await read(reader)).toContain('data: agent:agent-1');
    now = { ...who, actor: { ...key, agent: 'Agent 2' } as Actor };
    await world.deploy('rel_1', 100, 'qa');
    const rest = [await read(reader), await read(reader)];
    expect(rest).toEqual(['data: agent:agent-1\n\n', 'data: none\n\n']);
    await reader.cancel();
  });
});

/** Until this node has read beyond this place. */
async function caughtUp(seq: number): Promise<void> {
  if (deliveries.peek('wsp_1')!.seq > seq) return;
  await new Promise<void>((resolve) => {
    const stop = deliveries.onChange('wsp_1', () => {
      stop();
      resolve();
    });
  });
}
