import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProxy } from '../../packages/server/src/http/proxy.fixture.ts';
import { type Server, startServer, stopServer } from '../bench/server.ts';
import { browserIsHere, launch, openPage } from '../e2e/browser.ts';

/** A running server under a path behind a proxy, opened in a browser: every part of the web finds its way. */
describe.skipIf(!browserIsHere())('a person behind a proxy', () => {
  let dir: string;
  let server: Server;
  let browser: Browser;
  let proxy: Awaited<ReturnType<typeof openProxy>>;
  let publicUrl: string;
  const patient = { timeout: 15_000 };

  beforeAll(async () => {
    const [port, upstream] = [await freePort(), await freePort()];
    publicUrl = `http://127.0.0.1:${port}/signalbox`;
    proxy = await openProxy(upstream, '/signalbox', { strips: true, port });
    dir = mkdtempSync(join(tmpdir(), 'signalbox-path-'));
    const files = { dataDir: join(dir, 'data'), logFile: join(dir, 'server.log') };
    const env = { SIGNALBOX_SERVER_PUBLIC_URL: publicUrl };
    [server, browser] = await Promise.all([startServer({ ...files, port: upstream, otlpPort: 0, env }), launch()]);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    if (server !== undefined) await stopServer(server);
    rmSync(dir, { recursive: true, force: true });
  });

  test('signs in by the link, walks the pages, reloads one, and signs out', async () => {
    const signInUrl = `${publicUrl}/sign-in/${server.signInToken}`;
    const { page, errors, close } = await openPage(browser);
    const strays: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${publicUrl}/`)) strays.push(request.url());
    });
    await page.goto(signInUrl);
    await page.getByText('This link is for').waitFor(patient);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('No runs yet').first().waitFor(patient);
    expect(page.url()).toBe(`${publicUrl}/runs`);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'Members' }).click();
    await page.reload();
    await page.getByText('admin@signalbox.internal').waitFor(patient);
    await page.getByRole('link', { name: 'You' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor(patient);
    expect(page.url().startsWith(`${publicUrl}/sign-in`)).toBe(true);
    expect(strays).toEqual([]);
    // Asked before anybody was signed in: the only refusals there are.
    expect(errors.filter((error) => !error.includes('401'))).toEqual([]);
    await close();
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
