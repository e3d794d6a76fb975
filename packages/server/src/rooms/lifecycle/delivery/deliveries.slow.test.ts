import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../../spine/actor.ts';
import { systemClock } from '../../../spine/clock.ts';
import type { NewEvent } from '../../../spine/events.ts';
import { change } from '../../../spine/ledger/change.ts';
import type { Transactor } from '../../../spine/tx.ts';
import type { Delivery } from '../contract-delivery.ts';
import { openDeploymentWorld } from '../deployments/world.fixture.ts';
import { rollBack } from '../verbs/roll-back.ts';
import { Deliveries } from './deliveries.ts';
import { deliver, type Wish } from './deliver.ts';
import { deliveredFlags } from './flags.ts';
import { withPrompts } from './read-prompts.ts';
import { areElsewhere } from './set-aside.ts';
import type { Delivered } from './snapshot.ts';
import { deliveryStream } from './stream.ts';

let world: Awaited<ReturnType<typeof openDeploymentWorld>>;
let deliveries: Deliveries;
let errors: unknown[];
let away = false;
let skew = 0;
const actor: Actor = {
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
};
const who = { actor, workspaceId: 'wsp_1' };
const never = new AbortController().signal;
const wish: Wish = { agent: 'agent-1' };
const ask = (more: Partial<Wish> = {}, signal = never) => deliver(deliveries, who, { ...wish, ...more }, signal);
const told = async (more: Partial<Wish> = {}): Promise<Delivery> => JSON.parse((await ask(more)).body!) as Delivery;
const rollback = () => rollBack(world.ctx(), world.at(), { reason: 'because' });

/** The control state as `deliveries` sees it; it can be cut off. */
function cuttable(): ConstructorParameters<typeof Deliveries>[0]['state'] {
  const gone = (): never => {
    throw new Error('cut off');
  };
  const { state } = world;
  const transact: Transactor['transact'] = async (body) => (away ? gone() : state.transact(body));
  return {
    ...state,
    transact,
    get db() {
      return away ? gone() : state.db;
    },
  };
}

beforeAll(async () => {
  world = await openDeploymentWorld();
  await world.deploy('rel_1');
});
afterAll(() => world.close());
beforeEach(() => {
  [errors, away, skew] = [[], false, 0];
  const clock = { ...systemClock, monotonic: () => performance.now() + skew };
  deliveries = new Deliveries({ state: cuttable(), clock, onError: (error) => errors.push(error) });
});
afterEach(() => deliveries.close());

test('answers which release to run, and as of when', async () => {
  const head = (await world.events()).length;
  expect(await told()).toMatchObject({
    ...{ seq: head, stale: false, environment: 'production', agent: { id: 'agt_1', slug: 'agent-1' } },
    release: { id: (await told()).release.id, manifest: { schema: 'signalbox.release/v1' } },
  });
});

test('a deployment and a rollback are answered at once, and their ETag is another', async () => {
  await world.deploy('rel_2');
  const { headers, body } = await ask();
  expect(JSON.parse(body!)).toMatchObject({ release: { id: 'rel_2' } });
  const etag = headers['etag']!;
  expect(await ask({ etag })).toMatchObject({ status: 304, body: null, headers: { etag } });
  await rollback();
  await vi.waitFor(async () => expect(await told()).toMatchObject({ release: { id: 'rel_1' } }), 900);
  expect((await ask({ etag })).status).toBe(200);
});

test('twenty who come at once cost one reading', async () => {
  const spied = vi.spyOn(world.state, 'transact');
  await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect(spied.mock.calls.length).toBeLessThanOrEqual(2);
  spied.mockRestore();
});

describe('what else happens in the workspace', () => {
  const happen = (...events: NewEvent[]) =>
    change(world.ctx(), async ({ append }) => {
      for (const one of events) append(one);
    });
  const password: NewEvent = { type: 'person.password_set', v: 1, resource: 'per_1', payload: {} };
  const renamed: NewEvent = { type: 'team.renamed', v: 1, resource: 'tea_2', payload: { before: 'a', after: 'b' } };

  test.each([
    ['of people moves the place on and reads nothing anew', [password, password], 0],
    ['that might matter is read', [password, renamed], 1],
  ])('%s', async (_, events, readings) => {
    const { seq } = await told();
    const before = deliveries.peek('wsp_1')!.all;
    const spied = vi.spyOn(world.state, 'transact');
    // One of them is the event itself.
    await happen(...events);
    await vi.waitFor(() => expect(deliveries.peek('wsp_1')!.seq).toBe(seq + 2));
    expect(spied.mock.calls.length - 1).toBe(readings);
    spied.mockRestore();
    expect(deliveries.peek('wsp_1')!.all === before).toBe(readings === 0);
    expect(await told()).toMatchObject({ seq: seq + 2, stale: false, release: { id: 'rel_1' } });
  });

  test('does not hide a deployment among it', async () => {
    await told();
    await Promise.all([happen(password), world.deploy('rel_2'), happen(password)]);
    await vi.waitFor(async () => expect(await told()).toMatchObject({ release: { id: 'rel_2' } }), 900);
    await rollback();
  });

  test('is not believed to be all where the copy that tells it lags behind', async () => {
    const { seq } = await told();
    await happen(password);
    const at = { after: seq, upTo: seq + 1 };
    expect(await areElsewhere(world.state.db, 'wsp_1', at)).toBe(true);
    expect(await areElsewhere(world.state.db, 'wsp_1', { ...at, upTo: seq + 2 })).toBe(false);
    expect(await areElsewhere(world.state.db, 'wsp_1', { after: 0, upTo: seq + 1 })).toBe(false);
    expect(await areElsewhere(world.state.db, 'wsp_1', { after: seq, upTo: seq + 1_001 })).toBe(false);
  });
});

describe('waiting', () => {
  test('is over when the deployment changes, not when something else does', async () => {
    const { seq } = await told();
    const began = performance.now();
    const waiting = ask({ wait: 20, after: seq });
    let answered = false;
    void waiting.then(() => (answered = true));
    await change(world.ctx(), async ({ append }) => {
      append({ type: 'team.renamed', v: 1, resource: 'tea_2', payload: { before: 'a', after: 'b' } });
    });
    await vi.waitFor(() => expect(deliveries.peek('wsp_1')!.seq).toBeGreaterThan(seq));
    expect(answered).toBe(false);
    await world.deploy('rel_3');
    const now = JSON.parse((await waiting).body!) as Delivery;
    expect(now.release.id).toBe('rel_3');
    expect(now.seq).toBeGreaterThan(seq);
    expect(performance.now() - began).toBeLessThan(5_000);
    await rollback();
  });

  test('ends unchanged after its time, at once with the server, and with the caller', async () => {
    const { seq } = await told();
    expect(await ask({ wait: 0.05, after: seq })).toMatchObject({
      status: 304,
      headers: { 'x-signalbox-seq': String(seq) },
    });
    const caller = new AbortController();
    const gone = ask({ wait: 30, after: seq }, caller.signal);
    caller.abort();
    expect((await gone).status).toBe(304);
    const waiting = ask({ wait: 30, after: seq });
    deliveries.end();
    expect((await waiting).status).toBe(304);
  });

  test('whoever has seen more than this node is answered when it has caught up, and never with less', async () => {
    const { seq } = await told();
    away = true;
    await world.deploy('rel_4');
    const waiting = ask({ after: seq + 1 });
    setTimeout(() => (away = false), 100);
    expect(JSON.parse((await waiting).body!)).toMatchObject({ release: { id: 'rel_4' } });
    away = true;
    expect((await ask({ after: 1_000_000, wait: 0.05 })).status).toBe(304);
    away = false;
    await rollback();
  });
});

describe('while the control state is away', () => {
  test('answers go on, and say that they are stale after five seconds', async () => {
    const before = await told();
    away = true;
    skew = 6_000;
    expect(await told()).toEqual({ ...before, stale: true });
    // One look each second fails, and the first is told.
    await vi.waitFor(() => expect(errors).toHaveLength(1), 3_000);
    away = false;
    await vi.waitFor(async () => expect((await told()).stale).toBe(false), 3_000);
  });

  test('what was never read cannot be answered', async () => {
    away = true;
    await expect(ask()).rejects.toThrow(expect.objectContaining({ code: 'state.unavailable' }));
  });

  test('a copy that lags behind does not put it back', async () => {
    const copy = await openDeploymentWorld();
    await copy.deploy('rel_5');
    let lagging = false;
    const state = { ...world.state };
    state.transact = (body) => (lagging ? copy.state : world.state).transact(body);
    const own = new Deliveries({ state, clock: systemClock, onError: (error) => errors.push(error) });
    try {
      const { seq } = await own.load('wsp_1');
      lagging = true;
      await world.deploy('rel_4');
      await new Promise((done) => setTimeout(done, 100));
      expect(own.peek('wsp_1')).toMatchObject({ seq, all: [{ stable: { id: 'rel_1' } }] });
      lagging = false;
      await rollback();
      await vi.waitFor(() => expect(own.peek('wsp_1')!.seq).toBe(seq + 2));
      expect(errors).toEqual([]);
    } finally {
      await own.close();
      await copy.close();
    }
  });
});

test('prompts of a release come with it, those that are kept under its digest', async () => {
  const { db } = world.state;
  await sql`insert into prompts (id, workspace_id, team_id, name, folder, kind, tags, latest, created_by, created_at)
    values ('pro_1', 'wsp_1', 'tea_1', 'system', '', 'text', '[]', 2, 'per_1', now())`.execute(db);
  await sql`insert into prompt_names (workspace_id, name, prompt_id) values ('wsp_1', 'system', 'pro_1')`.execute(db);
  for (const n of [1, 2])
    await sql`insert into prompt_versions (id, workspace_id, prompt_id, number, content, digest, estimated_tokens, message,
        author_id, created_at)
      values (${`prv_${n}`}, 'wsp_1', 'pro_1', ${n}, ${JSON.stringify({ body: `Hello ${n}` })}, ${String(n).repeat(64)}, 1, '',
        'per_1', now())`.execute(db);
  const named = (prompt: string, version: number, digest: string) => ({
    slot: `${prompt}${version}`,
    prompt,
    version,
    digest,
  });
  const prompts = [
    named('system', 1, '1'.repeat(64)),
    named('system', 2, '9'.repeat(64)),
    named('system', 7, '7'.repeat(64)),
    named('elsewhere', 1, '1'.repeat(64)),
  ];
  await sql`insert into releases (id, workspace_id, agent_id, digest, version, schema, manifest, signature, key_id, why,
      expected_effect, evidence, notes, created_by, created_at)
    values ('rel_p', 'wsp_1', 'agt_1', 'd', '2.0.0', 's', ${JSON.stringify({ prompts })}, '', 'k', '', '', '[]', '', '', now())`.execute(
    db,
  );
  await world.deploy('rel_p');
  expect((await told()).prompts).toEqual([
    { ...prompts[0], content: { body: 'Hello 1' } },
    ...prompts.slice(1).map((one) => ({ ...one, content: null })),
  ]);
  await rollback();
});

test('prompts that releases have in common are read once', async () => {
  const slot = { slot: 'one', prompt: 'system', version: 1, digest: '1'.repeat(64) };
  const absent = { slot: 'gone', prompt: 'elsewhere', version: 1, digest: '1'.repeat(64) };
  const release = (id: string, ...slots: (typeof slot)[]): Delivered => ({
    ...{ id, version: '1.0.0', digest: id, prompts: [] },
    manifest: { schema: 'signalbox.release/v1', prompts: slots },
  });
  const reading = async (...releases: Delivered[]) => {
    let asked = 0;
    const state = {
      ...world.state,
      get db() {
        asked++;
        return world.state.db;
      },
    };
    const all = new Map(releases.map((one) => [one.id, one]));
    const found = await withPrompts({ state, clock: systemClock, workspaceId: 'wsp_1' }, all, new Map());
    return { asked, contents: [...found.values()].map((one) => one.prompts.map(({ content }) => content)) };
  };
  const content = { body: 'Hello 1' };
  const once = await reading(release('a', slot, absent));
  const often = await reading(release('a', slot, absent), release('b', { ...slot, slot: 'two' }, absent, slot));
  expect(once.contents).toEqual([[content, null]]);
  expect(often.contents).toEqual([
    [content, null],
    [content, null, content],
  ]);
  expect(once.asked).toBeGreaterThan(0);
  expect(often.asked).toBe(once.asked);
});

/** The next frame with data; null = the stream ended. */
async function frame(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | null> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return null;
    const text = Buffer.from(value).toString();
    if (text.includes('data:')) return text;
  }
}

test('a stream tells what is served, again when it changes, and ends with its key', async () => {
  let still = true;
  const again = async () => (still ? who : null);
  const reader = (await deliveryStream({ deliveries, who, again, signal: never }, wish)).getReader();
  expect(await frame(reader)).toMatch(/event: delivery\ndata: .*"id":"rel_1"/);
  await world.deploy('rel_2');
  expect(await frame(reader)).toContain('"id":"rel_2"');
  still = false;
  await rollback();
  expect(await frame(reader)).toContain('"id":"rel_1"');
  expect(await frame(reader)).toBeNull();
});

test('a stream ends with the server', async () => {
  const reader = (await deliveryStream({ deliveries, who, again: async () => who, signal: never }, wish)).getReader();
  await frame(reader);
  deliveries.end();
  expect(await frame(reader)).toBeNull();
});

test('flags: one for each agent that is served, its subject said by the context', async () => {
  const flags = deliveredFlags(deliveries);
  await flags.load(who);
  const flag = flags.one(who, 'agent:agent-1', { targetingKey: 'u' });
  expect(flag).toMatchObject({
    ...{ key: 'agent:agent-1', reason: 'STATIC', variant: 'stable', value: { releaseId: 'rel_1', settings: { n: 1 } } },
    metadata: { environment: 'production', stale: false },
  });
  expect(flags.all(who, {})).toEqual([flag]);
  expect(flags.all(who, { environment: 'staging' })).toEqual([]);
  expect(flags.one(who, 'agent:other', {})).toBeNull();
  expect(flags.one(who, 'agent-1', {})).toBeNull();
  await world.deploy('rel_2', 50);
  await vi.waitFor(() => expect(flags.one(who, 'agent:agent-1', { targetingKey: 'u' })?.reason).toBe('SPLIT'));
  expect(flags.one(who, 'agent:agent-1', {})?.reason).toBe('STATIC');
  await rollback();
});
