import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { killStarted, leftBehind, run, start, type Started } from './process.fixture.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-cli-'));
const inDir = ['--data-dir', dataDir];
afterAll(() => {
  killStarted();
  rmSync(dataDir, { recursive: true, force: true });
});

async function up(...args: string[]): Promise<Started> {
  const one = start(['up', ...inDir, ...args]);
  await one.until('OTEL_EXPORTER_OTLP_PROTOCOL');
  return one;
}
const found = (text: string, form: RegExp): string => form.exec(text)?.[1] ?? '';

describe('signalbox', () => {
  test('up starts, tells how to open and connect, serves, helps beside, and stops without a trace', async () => {
    const one = await up();
    const said = one.text();
    const link = found(said, /Open\s+(http\S+)/);
    const base = link.replace(/\/sign-in\/.*/, '');
    const key = found(said, /OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=(\S+)/);
    const otlp = found(said, /OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/);
    expect(key).toMatch(/^sbx_[0-9a-f]{32}_[0-9a-f]{48}$/);
    const sent = await fetch(`${otlp}/v1/traces`, {
      method: 'POST',
      headers: { 'x-signalbox-key': key, 'content-type': 'application/json' },
      body: '{"resourceSpans":[]}',
    });
    expect(sent.status).toBe(200);
    const signIn = (url: string): Promise<Response> =>
      fetch(`${base}/api/v1/sign-in/link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: url.trim().split('/').at(-1) }),
      });
    expect((await signIn(link)).status).toBe(204);

    const beside = run(['login-link', ...inDir]);
    expect(beside.stderr).toBe('');
    expect((await signIn(beside.stdout)).status).toBe(204);
    const made = run(['key', 'create', '--scopes', 'read', ...inDir]).stdout.trim();
    expect((await fetch(`${base}/api/v1/teams`, { headers: { 'x-signalbox-key': made } })).status).toBe(200);
    expect(run(['up', ...inDir])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`belongs to process ${one.child.pid}`),
    });
    const examined = run(['doctor', ...inDir]).stdout;
    expect(examined).toMatch(/✓ Server: \S+ runs on this data directory/);
    expect(examined).toMatch(/✓ Warehouse: up since .*\n.*✓ Spool: \d+ segments.*\n.*✓ Runs: \d+ s behind/);
    expect(examined).toMatch(/. Disk: .* free .*\n.*Backups: none yet; one is made a minute after a start/);

    one.child.kill('SIGTERM');
    expect(await one.exited).toBe(0);
    expect(leftBehind(one)).toBe(false);
    expect(existsSync(join(dataDir, 'operator.json'))).toBe(false);
  }, 120_000);

  test('a later start shows no key and says how to make one; a taken port is named; login-link works without a server', async () => {
    const taken: Server = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as AddressInfo;
    const again = await up('--port', String(port));
    expect(again.text()).toContain('x-signalbox-key=<your key>');
    expect(again.text()).toContain('signalbox key create');
    expect(again.text()).toContain(`Port ${port} is taken: web, API and OTLP are on ${port + 1}`);
    again.child.kill('SIGINT');
    expect(await again.exited).toBe(0);
    taken.close();
    expect(run(['login-link', ...inDir], { env: { SIGNALBOX_SERVER_PORT: '7460' } }).stdout).toMatch(
      /^http:\/\/127\.0\.0\.1:7460\/sign-in\/[0-9a-f]{48}\n$/,
    );
  }, 120_000);

  test('doctor shows each value with its source, hides secrets, and fails on what is broken', () => {
    const answer = run(['doctor', ...inDir], {
      env: { SIGNALBOX_LOG_LEVEL: 'warn', DATABASE_URL: 'postgres://box:hush@127.0.0.1:1/x' },
    });
    expect(answer.stdout).toMatch(/log\.level\s+warn\s+SIGNALBOX_LOG_LEVEL/);
    expect(answer.stdout).toMatch(/state\.databaseUrl\s+postgres:\/\/•••@127\.0\.0\.1:1\/x\s+DATABASE_URL/);
    expect(answer.stdout).not.toContain('hush');
    expect(answer.stdout).toMatch(/✗ Control state/);
    expect(answer.status).toBe(1);
  }, 60_000);

  test('a wrong setting is one clear line, not a stack', () => {
    const answer = run(['up'], { env: { SIGNALBOX_SERVER_PROT: '1' } });
    expect(answer.status).toBe(1);
    expect(answer.stderr.trim()).toBe(
      'signalbox: unknown variable SIGNALBOX_SERVER_PROT. Did you mean SIGNALBOX_SERVER_PORT?',
    );
  });

  test('version, openapi and errors print', () => {
    expect(run(['version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse(run(['openapi']).stdout)).toMatchObject({ openapi: '3.1.0' });
    expect(run(['errors']).stdout).toContain('### access.denied');
  });
});
