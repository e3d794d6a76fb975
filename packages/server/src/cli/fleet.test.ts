import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson } from '../access/verbs/create-person.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { beginFreeze } from '../rooms/lifecycle/index.ts';
import { createPrompt } from '../rooms/prompts/verbs/create-prompt.ts';
import { saveVersion } from '../rooms/prompts/verbs/save-version.ts';
import { agentFile, type ApiServer, openApiServer } from './api-server.fixture.ts';
import { apply } from './apply.ts';
import { actOf, agentsBulk, type BulkFlags } from './bulk.ts';
import { fleet, fleetLines } from './fleet.ts';
import { calendar } from './freezes.ts';
import { labelMove } from './label-move.ts';
import { told } from './told.fixture.ts';

let server: ApiServer;
let flags: { url: string; key: string };
let personId: string;
const root = mkdtempSync(join(tmpdir(), 'signalbox-fleet-'));
beforeAll(async () => {
  server = await openApiServer();
  flags = { url: server.url, key: await server.edge.key({ scopes: ['read', 'write', 'admin'] }) };
  personId = (await createPerson(server.edge.system, { name: 'Ada', email: 'ada@example.com' })).person.id;
  const file = ['billing', 'refunds'].map((name) => agentFile(root, { name, purpose: 'x', tools: ['pay'] }));
  expect((await told(() => apply({ ...flags, file }))).code).toBe(0);
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

const call = async <T>(path: string, body?: object): Promise<T> => {
  const answer = await server.edge.call(flags.key, body === undefined ? 'GET' : 'POST', `/api/v1${path}`, body);
  return (await answer.json()) as T;
};
type Releases = { items: { id: string }[] };
const deploy = async (agent: string, environment: string): Promise<void> => {
  const { items } = await call<Releases>(`/agents/${agent}/releases`);
  const wish = { releaseId: items[0]!.id, reason: 'because' };
  await call(`/agents/${agent}/deployments/${environment}/deploy`, wish);
};

describe('agents bulk', () => {
  const bulk = (agents: string[], more: BulkFlags) => told(() => agentsBulk(agents, { ...flags, ...more }));

  test('says first what would change, then does it; again it is unchanged', async () => {
    const act = { claimFor: personId };
    expect(await bulk(['billing', 'refunds'], act)).toEqual({
      code: 2,
      out: [
        'changed  billing  Owner: nobody → Ada',
        'changed  refunds  Owner: nobody → Ada',
        '2 would change, 0 unchanged, 0 refused',
      ],
    });
    expect(await bulk(['billing'], { ...act, apply: true })).toMatchObject({ code: 0 });
    expect((await bulk(['billing'], act)).out.at(-1)).toBe('0 would change, 1 unchanged, 0 refused');
  });

  test('one that is refused makes the exit code 1, and the others are done', async () => {
    const { code, out } = await bulk(['refunds', 'nobody'], { tag: ['eu'], apply: true });
    expect([code, out.at(-1)]).toEqual([1, '1 changed, 0 unchanged, 1 refused']);
    expect(out[0]).toContain('Tags: unknown → eu');
  });

  test.each<[BulkFlags, object]>([
    [{ owner: '' }, { kind: 'owner', person: null }],
    [{ risk: ['data=high', 'spend=low'] }, { kind: 'risk', risk: { data: 'high', spend: 'low' } }],
    [
      { onCall: '#x', runbook: 'https://r' },
      { kind: 'describe', onCall: '#x', runbook: 'https://r' },
    ],
    [
      { promote: 'a:b', reason: 'r' },
      { kind: 'promote', from: 'a', to: 'b', reason: 'r' },
    ],
    [{ untag: ['x'] }, { kind: 'remove_tags', tags: ['x'] }],
  ])('%j is %j', (asked, act) => {
    expect(actOf(asked)).toEqual(act);
  });

  test.each<[BulkFlags, string]>([
    [{}, 'one change'],
    [{ tag: ['a'], untag: ['b'] }, 'one change'],
    [{ promote: 'staging', reason: 'r' }, 'staging:production'],
    [{ promote: 'a:b' }, '--reason'],
  ])('%j is refused', (asked, why) => {
    expect(() => actOf(asked)).toThrow(why);
  });
});

describe('fleet', () => {
  test('nothing works there', async () => {
    const { code, out } = await told(() => fleet({ ...flags, environment: 'moon', atLeast: '1' }));
    expect(out[0]).toBe('No agent works in moon, nor is one deployed there.');
    expect(code).toBe(2);
  });

  test('each rule, each miss with what mends it, and an exit code for CI', async () => {
    await deploy('billing', 'production');
    await told(() => agentsBulk(['billing'], { ...flags, claimFor: personId, apply: true }));
    const { code, out } = await told(() => fleet({ ...flags, atLeast: '20' }));
    expect(out[0]).toBe('40 % of what is asked of 1 agent in production');
    expect(out).toContainEqual(expect.stringMatching(/^ {2}Somebody answers for it +1 of 1$/));
    expect(out).toContain(
      '  billing  Only one release was ever deployed here. Deploy a second release; the first is the way back then.',
    );
    expect(out.at(-1)).toContain('Telemetry cannot be read now');
    expect(code).toBe(0);
    expect((await told(() => fleet({ ...flags, atLeast: '41' }))).code).toBe(2);
    await expect(fleet({ ...flags, atLeast: 'most' })).rejects.toThrow('--at-least');
  });

  test('a name steers no terminal', () => {
    const fix = { action: 'claim', sentence: 'Claim it.', bulk: 'claim', link: '/' } as const;
    const miss = { agentId: 'a', slug: 's', name: 'x\u001b[2J', teamId: 't', why: 'Why.', fix };
    const rule = { id: 'owner', title: 'Owner', about: '', applicable: 2, passed: 1, misses: [miss], more: 3 };
    const lines = fleetLines({ environment: 'p', agents: 2, score: 0.5, rules: [rule], readable: true, asOf: '' });
    expect(lines).toEqual([
      '50 % of what is asked of 2 agents in p',
      '  Owner  1 of 2',
      '',
      'Owner',
      '  x\ufffd[2J  Why. Claim it.',
      '  … and 3 more',
    ]);
  });
});

test('the calendar is a line for each', async () => {
  const window = { from: '2098-01-01T00:00:00Z', until: '2098-01-02T00:00:00Z', timeZone: 'UTC', reason: 'New Year' };
  const { id } = await beginFreeze(server.edge.system, { ...window, environment: 'moon' });
  const seen = await told(() => calendar({ ...flags, from: '2097-12-31', to: '2098-02-01', environment: 'moon' }));
  expect(seen.out).toEqual([`${id}  2098-01-01 00:00Z  2098-01-02 00:00Z  standing  Frozen (moon): New Year`]);
  const none = await told(() => calendar({ ...flags, from: '2097-12-31', to: '2098-02-01', environment: 'mars' }));
  expect(none.out).toEqual(['Nothing was deployed, is planned or frozen.']);
});

test('label move shows who follows, then moves with them', async () => {
  const { system, first } = server.edge;
  const { id } = await createPrompt(system, {
    name: 'hello',
    teamId: first.teamId,
    kind: 'text',
    folder: '',
    tags: [],
  });
  for (const body of ['One', 'Two']) await saveVersion(system, { id, content: contentOf(body), message: '' });
  const move = (version: string, more: { apply?: true } = {}) =>
    told(() => labelMove({ ...flags, prompt: 'hello', label: 'live', version, reason: 'r', ...more }));
  expect((await move('1')).out.at(-1)).toBe('It would be moved. No deployed agent follows it.');
  await move('1', { apply: true });
  const path = join(root, 'greeter.yaml');
  const prompts = [{ slot: 'system', prompt: 'hello', version: 'live' }];
  const agent = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'greeter' } };
  writeFileSync(path, JSON.stringify({ ...agent, release: { why: 'x', manifest: { prompts } } }));
  await told(() => apply({ ...flags, file: [path] }));
  await deploy('greeter', 'production');
  expect(await move('2')).toEqual({
    code: 2,
    out: [
      'live of hello: version 1 → 2',
      '  greeter  production  1.1.0  Prompt `system`: version 1 → 2',
      'It would be moved. Who follows it is deployed so.',
    ],
  });
  expect((await move('2', { apply: true })).out.at(-1)).toBe('It is moved. Who follows it is deployed so.');
  expect((await move('2', { apply: true })).out.at(-1)).toBe('It stands there already.');
  await expect(labelMove({ ...flags, prompt: 'hello', label: 'live', version: 'two', reason: 'r' })).rejects.toThrow(
    'number',
  );
});
