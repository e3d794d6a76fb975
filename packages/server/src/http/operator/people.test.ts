import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../spine/ids.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { OperatorCommand, runOperatorCommand, type OperatorAnswer } from './commands.ts';

let edge: TestEdge;
beforeAll(async () => void (edge = await openTestEdge()));
afterAll(() => edge.stop());

const run = (command: object): Promise<OperatorAnswer> =>
  runOperatorCommand(
    { state: edge.state, backups: null, seal: edge.setting.seal, publicUrl: 'https://box.test/sub', otlpUrl: '' },
    OperatorCommand.parse(command),
  );
const invite = (email: string, over: object = {}): object => ({
  ...{ command: 'user-invite', email, name: 'New', role: 'operator', team: 'default', environment: null, until: null },
  ...over,
});
const signIn = (url: string): Promise<Response> =>
  edge.call(null, 'POST', '/api/v1/sign-in/link', { token: url.split('/').at(-1) });

test('an invited person has the role, and a link under the public address that works once', async () => {
  const email = `${newId('per')}@example.com`;
  const { url } = (await run(invite(email))) as { url: string };
  expect(url).toMatch(/^https:\/\/box\.test\/sub\/sign-in\/[0-9a-f]{48}$/);
  expect((await signIn(url)).status).toBe(204);
  expect((await signIn(url)).status).toBe(410);
  const { people } = (await run({ command: 'user-list' })) as { people: { email: string; grants: object[] }[] };
  expect(people.find((one) => one.email === email)?.grants).toMatchObject([
    { role: 'operator', teamId: edge.first.teamId },
  ]);
});

test('a team that is not there, or an auditor without an end, is said', async () => {
  const email = `${newId('per')}@example.com`;
  await expect(run(invite(email, { team: 'none' }))).rejects.toThrow('No team "none"');
  await expect(run(invite(email, { role: 'auditor' }))).rejects.toThrow('give --until');
  const { people } = (await run({ command: 'user-list' })) as { people: { email: string }[] };
  expect(people.map((one) => one.email)).not.toContain(email);
});

test('a reset ends sessions and earlier links; the new one works', async () => {
  const email = `${newId('per')}@example.com`;
  const { url } = (await run(invite(email))) as { url: string };
  const again = (await run({ command: 'user-reset', email: email.toUpperCase(), secondFactor: true })) as {
    url: string;
  };
  expect((await signIn(url)).status).toBe(410);
  expect((await signIn(again.url)).status).toBe(204);
  const nobody = run({ command: 'user-reset', email: 'nobody@example.com', secondFactor: false });
  await expect(nobody).rejects.toThrow('No person with the address nobody@example.com');
});

test('who could do what is answered from the ledger', async () => {
  const row = { id: newId('agt'), workspace_id: edge.first.workspaceId, team_id: edge.first.teamId };
  await edge.state.db
    .insertInto('agents')
    .values({ ...row, slug: 'clerk', key: 'clerk', name: 'clerk', created_at: new Date() })
    .execute();
  const answer = await run({ command: 'access-at', agent: 'clerk', at: new Date(Date.now() + 1000).toISOString() });
  expect(answer).toMatchObject({
    access: { people: expect.arrayContaining([expect.objectContaining({ name: 'Admin' })]) },
  });
});
