import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('first starts at the same time end with one key, which all of them use', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-key-'));
  const children = Array.from({ length: 4 }, () =>
    fork(new URL('./root-key.fixture.ts', import.meta.url), [dataDir], { execArgv: [] }),
  );
  const keys = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0] as string));
  expect(new Set(keys)).toEqual(new Set([readFileSync(join(dataDir, 'key'), 'utf8').trim()]));
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  expect(readdirSync(dataDir)).toEqual(['key']);
  rmSync(dataDir, { recursive: true });
});
