import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { agentFile, type ApiServer, openApiServer } from './api-server.fixture.ts';
import { apply, plan } from './apply.ts';
import { releaseVerify } from './release.ts';

let server: ApiServer;
let key: string;
const root = mkdtempSync(join(tmpdir(), 'signalbox-apply-'));
beforeAll(async () => {
  server = await openApiServer();
  key = await server.edge.key({ scopes: ['read', 'write'] });
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => server.watch(null));

const fileOf = (name: string, purpose: string, tools: string[]): string => agentFile(root, { name, purpose, tools });
const flags = (...file: string[]) => ({ file, url: server.url, key });
/** What a command printed, and the exit code it left. */
async function run(command: (with_: ReturnType<typeof flags>) => Promise<void>, ...files: string[]) {
  return told(() => command(flags(...files)));
}
async function told(command: () => Promise<void>) {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {});
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await command();
    const text = (spy: typeof out): string => spy.mock.calls.flat().join('\n');
    return { code: process.exitCode, out: text(out), errors: text(errors) };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    errors.mockRestore();
  }
}
const ledgerHead = async () => {
  const rows = server.edge.state.db.selectFrom('ledger_heads').select('seq');
  return (await rows.where('workspace_id', '=', server.edge.first.workspaceId).executeTakeFirstOrThrow()).seq;
};

test('plan tells and changes nothing, apply does it, and both say so when there is nothing left', async () => {
  const file = fileOf('one', 'Bills', ['issue_refund']);
  const before = await ledgerHead();
  const planned = await run(plan, file);
  expect(planned).toMatchObject({ code: 2, errors: '' });
  expect(planned.out).toBe(
    [
      `one (${file})`,
      '  + declared as a new agent',
      '  ~ Purpose: unknown → Bills',
      '  + release 1.0.0, high risk',
      '    ! high    Tool `issue_refund` added. What it does cannot be taken back.',
      '1 of 1 agent would change.',
    ].join('\n'),
  );
  expect(await ledgerHead()).toBe(before);
  expect(await run(apply, file)).toMatchObject({ code: 0, out: planned.out.replace('would change', 'changed') });
  const after = await ledgerHead();
  for (const command of [plan, apply]) {
    const again = await run(command, file);
    expect(again).toMatchObject({ code: 0, errors: '' });
    expect(again.out).toContain('= as the file says, release 1.0.0\nThe agent is as its file says.');
  }
  expect(await ledgerHead()).toBe(after);
});

test('an answer that is lost on the way is an error, and the next apply finds everything done', async () => {
  const file = fileOf('lost', 'Bills', ['a']);
  server.watch((request, response) => {
    if (request.url!.endsWith('/apply')) response.writeHead = () => (response.socket?.destroy(), response);
  });
  const lost = await run(apply, file);
  expect(lost).toMatchObject({ code: 1, errors: expect.stringContaining('No Signalbox answers at') });
  server.watch(null);
  expect((await run(apply, file)).out).toContain('= as the file says, release 1.0.0');
});

test('of two who apply at once, who was slower is told, and loses nothing of the other', async () => {
  await run(apply, fileOf('both', 'first', ['a']));
  const [mine, theirs] = [fileOf('both', 'mine', ['a', 'b']), fileOf('both', 'theirs', ['a', 'c'])];
  server.watch(async (request) => {
    if (!request.url!.endsWith('/apply')) return;
    server.watch(null);
    // Between my look and my deed somebody else applies.
    await apply(flags(theirs));
  });
  const slow = await run(apply, mine);
  expect(slow.code).toBe(1);
  expect(slow.errors).toContain('What is said about both is at version 2 by now, not 1: somebody was faster.');
  expect((await run(plan, theirs)).code).toBe(0);
  expect((await run(plan, mine)).out).toContain('Purpose: theirs → mine');
});

test('one that fails does not keep the others; the exit code is 1', async () => {
  const good = fileOf('good', 'Bills', ['a']);
  const bad = fileOf('bad', 'Bills', ['a']);
  await run(apply, bad);
  await server.edge.state.db.updateTable('agents').set({ put_away: 'removed' }).where('key', '=', 'bad').execute();
  const { code, errors, out } = await run(apply, bad, good);
  expect(code).toBe(1);
  expect(errors).toContain(`${bad}: bad: signalbox: This agent stands in no list any more (removed).`);
  expect(out).toContain('good (');
  expect((await run(plan, good)).code).toBe(0);
});

test('a key that may only read is refused in words; no key and no server are, too', async () => {
  const file = fileOf('refused', 'Bills', []);
  const reader = await server.edge.key({ scopes: ['read'] });
  const refused = await told(() => plan({ ...flags(file), key: reader }));
  expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('agent.change') });
  const away = await told(() => plan({ ...flags(file), url: 'http://127.0.0.1:9' }));
  expect(away).toMatchObject({
    code: 1,
    errors: expect.stringContaining('No Signalbox answers at http://127.0.0.1:9.'),
  });
  await expect(plan({ file: [file], url: server.url })).rejects.toThrow('SIGNALBOX_CLIENT_KEY');
});

test('release verify computes here what the server claims', async () => {
  await run(apply, fileOf('verified', 'Bills', ['a']));
  const call = (path: string) => server.edge.call(key, 'GET', `/api/v1${path}`);
  const { items } = (await (await call('/agents/verified/releases')).json()) as {
    items: { id: string; keyId: string }[];
  };
  const [{ id, keyId }] = items as [{ id: string; keyId: string }];
  const verify = (pinned?: string) =>
    told(() => releaseVerify(id, { url: server.url, key, ...(pinned && { keyId: pinned }) }));
  expect(await verify(keyId)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Release 1\.0\.0 holds: sha256 [0-9a-f]{64}/),
  });
  expect(await verify('0'.repeat(16))).toMatchObject({
    code: 1,
    errors: expect.stringContaining(`signed with key ${keyId}, not 0000`),
  });
  await expect(releaseVerify('rel_none', { url: server.url, key })).rejects.toThrow(
    'No release with this id is visible',
  );
});
