import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentFile, type ApiServer, openApiServer } from './api-server.fixture.ts';
import { killStarted, start } from './process.fixture.ts';

let server: ApiServer;
let env: Record<string, string>;
const root = mkdtempSync(join(tmpdir(), 'signalbox-apply-'));
beforeAll(async () => {
  server = await openApiServer();
  const key = await server.edge.key({ scopes: ['read', 'write'] });
  env = { SIGNALBOX_CLIENT_URL: server.url, SIGNALBOX_CLIENT_KEY: key };
});
afterAll(async () => {
  killStarted();
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

test('a process ends with the same codes', async () => {
  const file = agentFile(root, { name: 'process', purpose: 'Bills', tools: ['a'] });
  const [planned, bad] = [start(['plan', '-f', file], { env }), start(['plan', '-R', join(root, 'none')], { env })];
  expect([await planned.exited, await bad.exited]).toEqual([2, 1]);
  expect(planned.text()).toContain('process (');
  expect(bad.errors()).toMatch(/^signalbox: \S+ is no folder\.\n$/);
});

test('an apply that is killed after the server took it can be repeated', async () => {
  const file = agentFile(root, { name: 'killed', purpose: 'Bills', tools: ['a'] });
  const one = start(['apply', '-f', file], { env });
  server.watch(async (request) => {
    if (!request.url!.endsWith('/apply')) return;
    one.child.kill('SIGKILL');
    await one.exited;
  });
  expect(await one.exited).toBe('SIGKILL');
  server.watch(null);
  // Whether it was carried out or not: now it is, once.
  const again = async (command: string) => start([command, '-f', file], { env }).exited;
  expect([await again('apply'), await again('plan')]).toEqual([0, 0]);
  const rows = await server.edge.state.db.selectFrom('agents').select('id').where('key', '=', 'killed').execute();
  expect(rows).toHaveLength(1);
});
