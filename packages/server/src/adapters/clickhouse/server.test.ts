import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from './server.ts';
import { startSupervisor, type Supervisor } from './supervisor.ts';
import { createWarehouse, openWarehouse } from './warehouse.ts';

let dir: string;
let child: Supervisor;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'signalbox-server-'));
  child = await startSupervisor({ dataDir: dir });
});
afterAll(async () => {
  await child.stop();
  await rm(dir, { recursive: true, force: true });
});

const address = (token = child.endpoint()?.token, path = ''): string =>
  `${child.endpoint()?.url.replace('//', `//me:${token}@`)}${path}`;

test('opens a server by its URL, with or without the database in the path', async () => {
  for (const path of ['', '/', '/signalbox']) {
    const warehouse = await openWarehouse({ url: address(undefined, path) });
    expect(await warehouse.query('SELECT currentDatabase() AS d')).toEqual([{ d: 'signalbox' }]);
    expect(warehouse.health()).toMatchObject({ state: 'up', restarts: 0 });
    await warehouse.close();
    expect(warehouse.health().state).toBe('down');
  }
});

test('says at once why a server cannot be used', async () => {
  await expect(openServer(address('wrong'))).rejects.toThrow(/127\.0\.0\.1:\d+ cannot be used: .*token/s);
  await expect(openServer('http://127.0.0.1:1')).rejects.toThrow(/127\.0\.0\.1:1 cannot be used/);
  await expect(openServer('http://127.0.0.1:1/a-b')).rejects.toThrow(/database "a-b".*letters, digits/);
});

test('a server that goes away is unavailable, and its health says so', async () => {
  const other = await startSupervisor({ dataDir: join(dir, 'other') });
  const backend = await openServer(other.endpoint()?.url.replace('//', `//me:${other.endpoint()?.token}@`) ?? '');
  const warehouse = createWarehouse(backend);
  await other.stop();
  await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'warehouse.unavailable' });
  await expect.poll(() => warehouse.health().state, { timeout: 6_000 }).toBe('down');
  await warehouse.close();
});
