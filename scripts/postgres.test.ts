import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { expect, test } from 'vitest';

const script = new URL('./postgres.mjs', import.meta.url).pathname;
const installed = existsSync('/usr/lib/postgresql');

test.runIf(installed)('runs a command beside a real server, passes its exit code on, and leaves nothing', async () => {
  const ask = `const c = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL }); await c.connect();
    const { rows } = await c.query('show server_version_num'); console.log(rows[0].server_version_num, process.env.TEST_DATABASE_URL); await c.end();`;
  const code = `import pg from 'pg'; ${ask}`;
  const out = execFileSync(process.execPath, [script, process.execPath, '--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  const [version, url] = out.trim().split(' ');
  expect(Number(version)).toBeGreaterThanOrEqual(150000);
  expect(url).toMatch(/^postgres:\/\/signalbox@127\.0\.0\.1:\d+\/postgres$/);
  await expect(new pg.Client({ connectionString: url! }).connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const failed = spawnSync(process.execPath, [script, process.execPath, '-e', 'process.exit(3)']);
  expect(failed.status).toBe(3);
});
