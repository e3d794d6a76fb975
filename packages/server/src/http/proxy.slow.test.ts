import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '../access/contract.ts';
import { issueSignInLink } from '../access/verbs/issue-sign-in-link.ts';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';
import { openProxy, send, type Answered } from './proxy.fixture.ts';
import { openEdge, type EdgeServer } from './server.ts';
import { runOperatorCommand } from './operator/commands.ts';

const publicUrl = 'https://tools.example.com/signalbox';
const page = `<!doctype html><html><head><meta name="signalbox-base" content="" />
<link rel="icon" href="/favicon.svg" /><script type="module" src="/assets/main.js"></script></head></html>`;
let edge: TestEdge;
let server: EdgeServer;
beforeAll(async () => {
  const web = { 'index.html': page, 'assets/main.js': 'export {};' };
  edge = await openTestEdge({ env: { SIGNALBOX_SERVER_PUBLIC_URL: publicUrl }, web });
  const ports = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl };
  server = await openEdge({ app: edge.app, telemetry: null, ports });
});
afterAll(async () => {
  await server.close();
  await edge.stop();
});

describe.each([
  ['takes the path off', true],
  ['leaves the path on', false],
])('a proxy that %s', (_, strips) => {
  let proxy: Awaited<ReturnType<typeof openProxy>>;
  beforeAll(async () => void (proxy = await openProxy(server.port, '/signalbox', { strips })));
  afterAll(() => proxy.close());
  const ask = (path: string, more: Parameters<typeof proxy.ask>[1] = {}): Promise<Answered> =>
    proxy.ask(`/signalbox${path}`, more);

  test('serves the page, which finds its parts and the API under the path, at any depth', async () => {
    for (const path of ['', '/', '/runs/abc', '/sign-in/token?next=/runs']) {
      const { status, text } = await ask(path);
      expect(status).toBe(200);
      expect(text).toContain('<meta name="signalbox-base" content="/signalbox" />');
      expect(text).toContain('src="/signalbox/assets/main.js"');
      expect(text).toContain('href="/signalbox/favicon.svg"');
    }
    expect((await ask('/assets/main.js')).headers['content-type']).toContain('javascript');
    expect((await ask('/api/v1/sign-in/ways')).status).toBe(200);
  });

  test('signs in by a link under the public address; the cookie is for the path and for https only', async () => {
    const command = { command: 'login-link', email: null } as const;
    const ground = { state: edge.state, backups: null, seal: edge.setting.seal, publicUrl, otlpUrl: '' };
    const answer = (await runOperatorCommand(ground, command)) as { url: string };
    expect(answer.url).toMatch(/^https:\/\/tools\.example\.com\/signalbox\/sign-in\/[0-9a-f]{48}$/);
    const body = JSON.stringify({ token: answer.url.split('/').at(-1) });
    const { status, headers } = await ask('/api/v1/sign-in/link', { method: 'POST', body });
    expect(status).toBe(204);
    const [cookie] = headers['set-cookie']!;
    expect(cookie).toMatch(/; Path=\/signalbox; HttpOnly; Secure; SameSite=Lax$/);
    const as = { cookie: cookie!.split(';')[0]! };
    const me = JSON.parse((await ask('/api/v1/me', { headers: as })).text) as Me;
    const rename = (headers: Record<string, string>): Promise<Answered> =>
      ask(`/api/v1/teams/${edge.first.teamId}/rename`, { method: 'POST', headers, body: '{"name":"By proxy"}' });
    expect((await rename(as)).status).toBe(403);
    expect((await rename({ ...as, 'x-signalbox-csrf': me.csrf })).status).toBe(200);
    const out = await ask('/api/v1/sign-out', { method: 'POST', headers: { ...as, 'x-signalbox-csrf': me.csrf } });
    expect(out.headers['set-cookie']![0]).toMatch(/^signalbox_session=; Max-Age=0; Path=\/signalbox/);
  });

  test('what a client claims of itself changes neither links nor counts', async () => {
    await sql`delete from ops_throttle`.execute(edge.state.db);
    const guess = (n: number, from: string): Promise<Answered> =>
      ask('/api/v1/sign-in', {
        method: 'POST',
        body: JSON.stringify({ email: `n${n}@example.com`, password: 'x' }),
        headers: { 'x-forwarded-for': `9.9.9.${n}`, 'x-forwarded-host': 'evil.example', forwarded: 'for=8.8.8.8' },
        from,
      });
    for (let i = 0; i < 30; i++) expect((await guess(i, '127.0.0.2')).status).toBe(401);
    expect((await guess(31, '127.0.0.2')).status).toBe(429);
    expect((await guess(32, '127.0.0.3')).status).toBe(401);
    // Thirty passwords take their time on a busy machine.
  }, 90_000);
});

test('who comes past the proxy from an address that is none of its hops is counted as who they are', async () => {
  await sql`delete from ops_throttle`.execute(edge.state.db);
  const guess = (n: number): Promise<Answered> =>
    send(server.port, '/api/v1/sign-in', {
      ...{ method: 'POST', from: '127.0.0.9', headers: { 'x-forwarded-for': `9.9.9.${n}` } },
      body: JSON.stringify({ email: `m${n}@example.com`, password: 'x' }),
    });
  for (let i = 0; i < 30; i++) await guess(i);
  expect((await guess(31)).status).toBe(429);
}, 90_000);

test('a link made through the API is under the public address too', async () => {
  const token = await issueSignInLink(edge.system, { personId: edge.first.adminId });
  expect(token).toMatch(/^[0-9a-f]{48}$/);
  const admin = await edge.signIn(edge.first.adminId);
  const answer = await edge.call(admin, 'POST', `/api/v1/people/${edge.first.adminId}/sign-in-link`);
  expect(((await answer.json()) as { signInUrl: string }).signInUrl).toMatch(
    /^https:\/\/tools\.example\.com\/signalbox\/sign-in\/[0-9a-f]{48}$/,
  );
});
