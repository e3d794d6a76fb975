import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { browserIsHere, launch, openPage } from '../e2e/browser.ts';
import { signedIn } from '../e2e/prompts.fixture.ts';
import { type LiveServer, liveServer } from './live-server.ts';
import { looks, type Shown } from './page-list.ts';
import { openWalkers, type Walkers } from './walk.ts';

/** For a machine on which much else is tested at once; alone each walk takes half a minute. */
const patience = 240_000;
const repository = join(import.meta.dirname, '..', '..');

/** Every page there is, on a phone: on a server where nothing has happened yet, and on one where a fleet is at work. */
describe.skipIf(!browserIsHere())('every page of the web, at 390 px', () => {
  let live: LiveServer;
  let browser: Browser;
  let walkers: Walkers;

  beforeAll(async () => {
    [live, browser] = await Promise.all([liveServer(), launch()]);
    const { person } = await live.get<Me>('/api/v1/me');
    const link = await live.post(`/api/v1/people/${person.id}/sign-in-link`, undefined);
    const { page, close } = await openPage(browser);
    await signedIn(page, ((await link.json()) as { signInUrl: string }).signInUrl);
    walkers = await openWalkers(browser, live.server.url, await page.context().storageState());
    await close();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await live?.close();
  });

  test('each page of the router is walked', async () => {
    // Not part of this program: it is written for a browser.
    const router = join(repository, 'packages/web/src/app/router.tsx');
    const { makeRouter } = (await import(router)) as { makeRouter: () => { routesByPath: object } };
    expect(Object.keys(looks).toSorted()).toEqual(Object.keys(makeRouter().routesByPath).toSorted());
  });

  test(
    'where nothing has happened yet, each page fits, says so, and is content',
    async () => {
      const nowhere = { agent: 'agt_0', release: 'rel_0', run: 'none', other: 'none', prompt: 'prm_0' };
      const empty = Object.values(looks)
        .flat()
        .flatMap(({ none, ...look }) => (none === null ? [] : [{ ...look, words: none }]));
      expect(await walkers.walk(empty, nowhere, 0)).toEqual([]);
    },
    patience,
  );

  test(
    'where a fleet is at work, each page fits, shows it, and is content',
    async () => {
      const args = ['packages/server/dist/cli/main.js', 'demo', '--days', '0.5', '--no-live'];
      const env = { ...process.env, SIGNALBOX_STATE_DATA_DIR: live.dataDir };
      await promisify(execFile)(process.execPath, args, { cwd: repository, env });
      const found = <Item>(path: string): Promise<Item[]> =>
        live.get<{ items: Item[] }>(path).then(({ items }) => items);
      const failedRuns = () => found<RunList['items'][number]>('/api/v1/runs?limit=50&agent=coding');
      await expect.poll(async () => (await failedRuns()).length, { timeout: 20_000, interval: 200 }).toBeGreaterThan(1);
      const runs = await failedRuns();
      const agents = await found<{ id: string; slug: string }>('/api/v1/agents');
      const agent = agents.find(({ slug }) => slug === 'refunds')!.id;
      const releases = await found<{ id: string; agentId: string }>('/api/v1/releases');
      const prompts = await found<{ id: string; name: string }>('/api/v1/prompts');
      const shown: Shown = {
        ...{ agent, run: runs[0]!.id, other: runs[1]!.id },
        release: releases.find(({ agentId }) => agentId === agent)!.id,
        prompt: prompts.find(({ name }) => name === 'onboarding')!.id,
      };
      // The themes change places, so that each page is seen in both.
      expect(await walkers.walk(Object.values(looks).flat(), shown, 1)).toEqual([]);
    },
    patience,
  );
});
