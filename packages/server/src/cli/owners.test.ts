import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPerson } from '../access/verbs/create-person.ts';
import { agentFile, type ApiServer, openApiServer } from './api-server.fixture.ts';
import { apply } from './apply.ts';
import { readOwners } from './owner-files.ts';
import { owners } from './owners.ts';

let server: ApiServer;
let flags: { url: string; key: string };
const root = mkdtempSync(join(tmpdir(), 'signalbox-owners-'));
beforeAll(async () => {
  server = await openApiServer();
  flags = { url: server.url, key: await server.edge.key({ scopes: ['read', 'write'] }) };
  for (const name of ['Ada', 'Bo'])
    await createPerson(server.edge.system, { name, email: `${name.toLowerCase()}@example.com` });
  const agents = ['billing', 'refunds', 'search'].map((name) => agentFile(root, { name, purpose: 'x', tools: [] }));
  expect((await told(() => apply({ ...flags, file: agents }))).code).toBe(0);
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(root, name), text);
  return join(root, name);
}
async function told(command: () => Promise<void>) {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {});
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await command();
    return {
      code: process.exitCode,
      out: out.mock.calls.flat().join('\n'),
      errors: errors.mock.calls.flat().join('\n'),
    };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    errors.mockRestore();
  }
}
const ownerOf = async (agent: string): Promise<string | undefined> => {
  const answer = await server.edge.call(flags.key, 'GET', `/api/v1/agents/${agent}/profile`);
  return ((await answer.json()) as { owner: { name: string } | null }).owner?.name;
};

test('a CSV is shown first, then done, a result for each; a second time nothing is left', async () => {
  const path = file('owners.csv', 'Agent,Team,Owner\nbilling,x,ada@example.com\nrefunds,x,bo@example.com\n');
  const planned = await told(() => owners(path, flags));
  expect(planned).toMatchObject({ code: 2, errors: '' });
  expect(planned.out).toBe(
    [
      `billing (${path}:2)`,
      '  ~ Owner: ada@example.com',
      `refunds (${path}:3)`,
      '  ~ Owner: bo@example.com',
      '2 of 2 agents would change.',
    ].join('\n'),
  );
  expect(await ownerOf('billing')).toBeUndefined();
  expect(await told(() => owners(path, { ...flags, apply: true }))).toMatchObject({ code: 0 });
  expect([await ownerOf('billing'), await ownerOf('refunds')]).toEqual(['Ada', 'Bo']);
  expect((await told(() => owners(path, flags))).out).toContain('All 2 agents are as their files say.');
});

test('rows that cannot be done are told with their line, and do not keep the others', async () => {
  const rows = ['agent,owner', 'nobody,ada@example.com', 'search,', 'search,gone@example.com', 'search,bo@example.com'];
  const path = file('some.csv', rows.join('\n'));
  const { code, errors } = await told(() => owners(path, { ...flags, apply: true }));
  expect(code).toBe(1);
  expect(errors).toContain(`${path}:2: nobody: signalbox: No agent with this address is visible to you.`);
  expect(errors).toContain(`${path}:3: search: signalbox: names no agent, or no owner.`);
  expect(errors).toContain(`${path}:4: search: signalbox: No person with this id or address is visible to you.`);
  expect(await ownerOf('search')).toBe('Bo');
});

test('a Backstage catalogue names users by their e-mail address; groups and strangers are told', () => {
  const component = (name: string, owner: string, agent: string | null = name) => ({
    ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component', spec: { owner, type: 'service' } },
    metadata: { name, ...(agent !== null && { annotations: { 'signalbox/agent': agent } }) },
  });
  const user = { kind: 'User', metadata: { name: 'ada' }, spec: { profile: { email: 'ada@example.com' } } };
  const entities = [
    ...[user, component('one', 'user:default/ada', 'billing'), component('two', 'user:ada')],
    ...[component('three', 'payments'), component('four', 'user:bo'), component('plain', 'user:ada', null)],
  ];
  const path = file('catalog-info.yaml', entities.map((one) => JSON.stringify(one)).join('\n---\n'));
  expect(readOwners(path)).toEqual([
    { place: `${path}: one`, agent: 'billing', owner: 'ada@example.com', problem: null },
    { place: `${path}: two`, agent: 'two', owner: 'ada@example.com', problem: null },
    { place: `${path}: three`, agent: 'three', owner: '', problem: expect.stringContaining('a person answers') },
    {
      place: `${path}: four`,
      agent: 'four',
      owner: '',
      problem: expect.stringContaining('the user bo is not in this file'),
    },
  ]);
});

test.each([
  ['a.csv', 'name,owner\nx,y\n', 'must name the columns agent and owner'],
  ['b.csv', '', 'must name the columns agent and owner'],
  ['c.csv', 'agent,owner\n', 'names no agent'],
  ['d.yaml', 'kind: [', 'd.yaml: '],
  ['e.yaml', 'kind: Component\nmetadata: { name: x }\n', 'names no agent'],
])('%s with %j is refused', async (name, text, why) => {
  await expect(owners(file(name, text), flags)).rejects.toThrow(why);
});
