import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secondEndpoint } from '../ingest/tee/second-endpoint.fixture.ts';
import { loadConfig } from '../spine/config/load.ts';
import { teeCheck } from './doctor-tee.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-doctor-tee-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const check = (url: string | null) =>
  teeCheck(
    loadConfig({ env: {}, flags: { 'state.dataDir': dataDir, 'tee.url': url, 'tee.headers': 'x-key=secret' } }).config,
  );

test('without a second endpoint there is nothing to look at', async () => {
  expect(await check(null)).toMatchObject({ state: 'ok', says: 'none is set (tee.url)' });
});

test('one that answers and took all is well, and is sent nothing', async () => {
  const other = await secondEndpoint();
  expect(await check(`${other.url}/otel`)).toMatchObject({
    state: 'ok',
    says: `${other.url} answers; 0 requests sent, 0 dropped for want of room, 0 refused, 0 bytes waiting`,
  });
  expect(other.got.every(({ path, headers }) => path === '/' && headers['x-key'] === undefined)).toBe(true);
  await other.stop();
});

test('says what is missing there, and what waits', async () => {
  const other = await secondEndpoint();
  await other.stop();
  mkdirSync(join(dataDir, 'tee'));
  writeFileSync(join(dataDir, 'tee', 'counts.json'), '{"sent":5,"dropped":2,"refused":1}');
  writeFileSync(join(dataDir, 'tee', '000000000001.tee'), 'x'.repeat(2048));
  expect(await check(other.url)).toMatchObject({
    state: 'note',
    says: `${other.url} does not answer; 5 requests sent, 2 dropped for want of room, 1 refused, 2 KiB waiting`,
  });
});
