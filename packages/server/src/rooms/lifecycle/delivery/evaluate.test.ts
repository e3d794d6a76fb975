import { expect, test } from 'vitest';
import { bucketOf } from '../model/assignment/bucket.ts';
import { answerOf, etagOf } from './answer.ts';
import { evaluate } from './evaluate.ts';
import { environmentFor, findServed } from './find-served.ts';
import { type Delivered, type Found, type Served, snapshotOf } from './snapshot.ts';

const release = (n: number): Delivered => ({
  ...{ id: `rel_${n}`, version: `1.${n}.0`, digest: String(n).repeat(64) },
  manifest: { schema: 'signalbox.release/v1', settings: { n } },
  prompts: [],
});
const served = (changes: Partial<Served> = {}): Served => ({
  ...{ agentId: 'agt_1', teamId: 'tea_1', slug: 'agent-1', key: 'Agent 1', environment: 'production', version: 3 },
  ...{ stable: release(1), candidate: null, history: [], since: 7 },
  ...changes,
});
const now = 1_800_000_000_000;
const split = (share: number) => served({ candidate: { release: release(2), share, salt: 's' } });

test('without a candidate, and without a unit, it is the stable release and nothing was drawn', () => {
  const stable = { release: release(1), variant: 'stable', reason: 'STATIC', unit: null, pinned: false };
  expect(evaluate(served(), { user: 'u' }, now)).toEqual(stable);
  expect(evaluate(split(99_999), {}, now)).toEqual(stable);
});

test('whoever stands below the share gets the candidate, everybody else the stable one', () => {
  for (let n = 0; n < 300; n++) {
    const isCandidate = bucketOf('s', `user:${n}`) < 30_000;
    const variant = isCandidate ? 'candidate' : 'stable';
    expect(evaluate(split(30_000), { user: String(n) }, now)).toMatchObject({ variant, reason: 'SPLIT', unit: 'user' });
  }
});

test('a draw that fails serves the stable release', () => {
  expect(evaluate(split(-1), { user: 'u' }, now)).toMatchObject({ variant: 'stable', reason: 'STATIC' });
  expect(evaluate(split(Number.NaN), { user: 'u' }, now)).toMatchObject({ variant: 'stable', reason: 'STATIC' });
});

test('a history that breaks serves the stable release, and one that is not asked for breaks nothing', () => {
  const one = served({ candidate: { release: release(2), share: 99_999, salt: 's' } });
  Object.defineProperty(one, 'history', {
    get: () => {
      throw new Error('broken');
    },
  });
  const since = new Date(now - 1_000).toISOString();
  expect(evaluate(one, { user: 'u', since }, now)).toMatchObject({ variant: 'stable', reason: 'STATIC' });
  expect(evaluate(one, { user: 'u' }, now)).toMatchObject({ variant: 'candidate' });
});

test('an answer says as of when; its ETag is that of the deployment and the draw', () => {
  const one = served();
  const assignment = evaluate(one, {}, now);
  const first = answerOf(one, assignment, { seq: 9, stale: false });
  const later = answerOf(one, assignment, { seq: 12, stale: true });
  expect(first.etag).toBe(later.etag);
  const { prompts: _, ...known } = release(1);
  expect(JSON.parse(later.body)).toEqual({
    ...{ seq: 12, stale: true, assignment: { variant: 'stable', reason: 'STATIC', unit: null, pinned: false } },
    ...{ agent: { id: 'agt_1', slug: 'agent-1' }, environment: 'production', deployment: 3 },
    ...{ release: known, prompts: [], tools: null, settings: { n: 1 } },
  });
  expect(etagOf(served({ version: 4 }), assignment)).not.toBe(first.etag);
  expect(etagOf(split(99_999), evaluate(split(99_999), { user: 'x' }, now))).not.toBe(first.etag);
});

const found = (seq: number, version: number): Found => ({
  ...{
    seq,
    names: [{ agentId: 'agt_1', name: 'old-slug' }],
    releases: new Map([['rel_1', release(1)]]),
    steps: new Map(),
  },
  rows: [
    {
      ...{ agentId: 'agt_1', teamId: 'tea_1', slug: 'agent-1', key: 'Agent 1', environment: 'production' },
      state: { version, releaseId: 'rel_1', candidate: null, past: [] },
    },
  ],
});

test('a snapshot remembers since when a deployment stands so', () => {
  const first = snapshotOf(found(5, 1), null);
  const same = snapshotOf(found(8, 1), first);
  const changed = snapshotOf(found(9, 2), same);
  expect([first, same, changed].map((one) => one.all[0]!.since)).toEqual([5, 5, 9]);
});

test('an agent is found by each of its names, for whoever may have it', () => {
  const snapshot = snapshotOf(found(5, 1), null);
  const key = (changes: object = {}) =>
    ({
      ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null, scopes: ['deliver'] },
      ...changes,
    }) as Parameters<typeof findServed>[1];
  const at =
    (agent: string, actor = key(), environment = 'production') =>
    () =>
      findServed(snapshot, actor, { agent, environment });
  for (const name of ['agt_1', 'agent-1', 'Agent 1', 'old-slug']) expect(at(name)().slug).toBe('agent-1');
  expect(at('Agent 1', key({ agent: 'Agent 1', environment: 'production' }))().slug).toBe('agent-1');
  const refused = expect.objectContaining({ code: 'lifecycle.not_deployed' });
  expect(at('agent-2')).toThrow(refused);
  expect(at('agent-1', key(), 'staging')).toThrow(refused);
  expect(at('agent-1', key({ teamId: 'tea_2' }))).toThrow(refused);
  expect(at('agent-1', key({ agent: 'Other' }))).toThrow(refused);
  expect(at('agent-1', key({ environment: 'staging' }))).toThrow(refused);
  expect(at('agent-1', key({ scopes: ['read'] }))).toThrow(refused);
});

test('the environment is what was asked for, else that of the key, else production', () => {
  const bound = { kind: 'key', id: 'k', teamId: 't', agent: null, environment: 'staging', scopes: [] } as const;
  expect(environmentFor(bound, 'qa')).toBe('qa');
  expect(environmentFor(bound, undefined)).toBe('staging');
  expect(environmentFor({ ...bound, environment: null }, undefined)).toBe('production');
});
