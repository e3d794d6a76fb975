import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLedger } from '../../spine/ledger/read-ledger.ts';
import { openTestEdge, type TestEdge } from '../edge.fixture.ts';
import { askRunningServer } from './client.ts';
import { runOperatorCommand, type OperatorCommand } from './commands.ts';
import { nonceHeader, proofHeader, proofOf } from './proof.ts';
import { operatorFile, operatorServer, type OperatorFile } from './server.ts';

let edge: TestEdge;
let dataDir: string;
let server: Awaited<ReturnType<typeof operatorServer>>;
beforeAll(async () => {
  edge = await openTestEdge();
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-operator-'));
  server = await operatorServer(dataDir, (command) =>
    runOperatorCommand(
      {
        ...{ state: edge.state, backups: null, seal: edge.setting.seal, publicUrl: 'http://box.test', otlpUrl: '' },
        retryQuarantine: (ids, limit) => (ids ?? ['seg_1', 'seg_2']).slice(0, limit),
      },
      command,
    ),
  );
});
afterAll(async () => {
  await server.close();
  await edge.stop();
});

const link = (email: string | null = null): OperatorCommand => ({ command: 'login-link', email });
const key: OperatorCommand = {
  command: 'key-create',
  name: 'n',
  scopes: ['read'],
  team: null,
  agent: null,
  environment: null,
};

describe('the operator', () => {
  test('gets a link that signs the admin in', async () => {
    const answer = (await askRunningServer(dataDir, link())) as { url: string };
    expect(answer.url).toMatch(/^http:\/\/box\.test\/sign-in\/[0-9a-f]{48}$/);
    expect(
      (await edge.call(null, 'POST', '/api/v1/sign-in/link', { token: answer.url.split('/').at(-1) })).status,
    ).toBe(204);
  });

  test('gets a key that works, for the team named', async () => {
    const { secret } = (await askRunningServer(dataDir, { ...key, team: 'default' })) as { secret: string };
    expect((await edge.call(secret, 'GET', '/api/v1/teams')).status).toBe(200);
  });

  test('gets a key for feedback from pages', async () => {
    const origins = ['https://shop.example.com'];
    const command: OperatorCommand = { ...key, scopes: ['feedback'], origins };
    const { id } = (await askRunningServer(dataDir, command)) as { id: string };
    const admin = await edge.signIn(edge.first.adminId);
    const { items } = (await (await edge.call(admin, 'GET', '/api/v1/keys?limit=200')).json()) as { items: object[] };
    expect(items).toContainEqual(expect.objectContaining({ id, scopes: ['feedback'], origins }));
    const both = askRunningServer(dataDir, { ...command, scopes: ['feedback', 'read'] });
    await expect(both).rejects.toThrow('with the scope feedback alone');
  });

  test('is told what is wrong', async () => {
    await expect(askRunningServer(dataDir, link('who@example.com'))).rejects.toThrow(
      'No person with the address who@example.com',
    );
    await expect(askRunningServer(dataDir, { ...key, team: 'none' })).rejects.toThrow('No team "none"');
    await expect(askRunningServer(dataDir, { command: 'backup' })).rejects.toThrow('Use pg_dump and pg_restore');
    await expect(askRunningServer(dataDir, { ...key, scopes: [] })).rejects.toThrow('Mend the fields');
  });

  test('is known by a file that only its owner reads', async () => {
    expect(statSync(operatorFile(dataDir)).mode & 0o777).toBe(0o600);
    const { port } = JSON.parse(readFileSync(operatorFile(dataDir), 'utf8')) as OperatorFile;
    const body = JSON.stringify(link());
    const { token } = JSON.parse(readFileSync(operatorFile(dataDir), 'utf8')) as OperatorFile;
    const other = proofOf(token, { of: 'question', nonce: 'n', text: JSON.stringify(link('a@example.com')) });
    const answered = proofOf(token, { of: 'answer', nonce: 'n', text: body });
    for (const proof of ['', 'x', '0'.repeat(64), token, other, answered]) {
      const headers = { [proofHeader]: proof, [nonceHeader]: 'n' };
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      expect(answer.status).toBe(401);
    }
  });

  test('takes no word from a program that has got the port of a killed server, and tells it no secret', async () => {
    const left = mkdtempSync(join(tmpdir(), 'signalbox-operator-'));
    const heard: string[] = [];
    const squatter = createServer((request, response) => {
      heard.push(JSON.stringify(request.headers));
      const proof = request.headers[proofHeader];
      response.writeHead(200, { [proofHeader]: String(proof) }).end('{"url":"http://evil.example/sign-in/x"}');
    });
    await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done));
    const { port } = squatter.address() as AddressInfo;
    const token = 'f'.repeat(64);
    writeFileSync(operatorFile(left), JSON.stringify({ pid: 1, port, token }));
    expect(await askRunningServer(left, link())).toBeNull();
    expect(heard).toHaveLength(1);
    expect(heard[0]).not.toContain(token);
    squatter.closeAllConnections();
    squatter.close();
  });
});

test('segments put back are told in the ledger, by their ids; none, nothing', async () => {
  const asked = { command: 'quarantine-retry', ids: null, limit: 5 } as const;
  expect(await askRunningServer(dataDir, asked)).toEqual({ retried: ['seg_1', 'seg_2'] });
  expect(await askRunningServer(dataDir, { ...asked, ids: [] })).toEqual({ retried: [] });
  const events = await readLedger(edge.state.db, edge.first.workspaceId, 0, 1000);
  expect(events.filter(({ type }) => type === 'quarantine.retried')).toMatchObject([
    { actor: 'system', resource: 'seg_1', payload: { segments: ['seg_1', 'seg_2'] } },
  ]);
});

test('without a server, or with the file of one that was killed, there is no answer', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'signalbox-operator-'));
  expect(await askRunningServer(empty, link())).toBeNull();
  const gone = await operatorServer(empty, () => Promise.reject(new Error('unused')));
  const left = readFileSync(operatorFile(empty), 'utf8');
  await gone.close();
  expect(existsSync(operatorFile(empty))).toBe(false);
  for (const content of [left, '', '{"port":']) {
    writeFileSync(operatorFile(empty), content);
    expect(await askRunningServer(empty, link())).toBeNull();
  }
});
