import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { chdbChildOf } from '../bench/processes.ts';
import { browserIsHere, launch, openPage } from '../e2e/browser.ts';
import { violations } from '../e2e/stage.ts';
import { type LiveServer, liveServer } from './live-server.ts';
import { captures, replay, send } from './replay.ts';

/** What a person does in a browser, at a running server with what real clients sent. One after another, on one page. */
describe.skipIf(!browserIsHere())('a person at a running server', () => {
  let live: LiveServer;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  let link: string;
  const patient = { timeout: 15_000 };
  const soon = { timeout: 15_000, interval: 100 };

  beforeAll(async () => {
    [live, browser] = await Promise.all([liveServer(), launch()]);
    for (const folder of captures) await replay(live.server, folder);
    const { person } = await live.get<Me>('/api/v1/me');
    link = await linkFor(person.id);
    ({ page, errors } = await openPage(browser));
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await live?.close();
  });
  const linkFor = async (person: string): Promise<string> =>
    ((await (await live.post(`/api/v1/people/${person}/sign-in-link`, undefined)).json()) as { signInUrl: string })
      .signInUrl;
  const runs = (at: Page) => at.getByRole('grid', { name: 'Runs' });
  const steps = (at: Page) => at.getByRole('treegrid', { name: 'Steps' });
  const enter = async (at: Page, by: string): Promise<void> => {
    await at.goto(by);
    await at.getByRole('button', { name: 'Sign in' }).click(patient);
    await at.getByRole('button', { name: 'UTC' }).waitFor(patient);
  };

  test('the link leads in, once', async () => {
    await enter(page, link);
    expect(new URL(page.url()).pathname).toBe('/runs');
    const { page: second, close } = await openPage(browser);
    await second.goto(link);
    await expect.poll(() => second.getByRole('alert').textContent(), soon).toContain('signalbox login-link');
    await close();
  });

  test('the list shows every run that was sent', async () => {
    await page.goto(`${live.server.url}/runs?range=all`);
    await runs(page).waitFor(patient);
    // Asked anew each time: the agent of a run is known when its top span is, which may be after its first steps.
    const missing = async (): Promise<string[]> => {
      const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
      if (Number(await runs(page).getAttribute('aria-rowcount')) <= items.length) return ['rows'];
      const agents = [...new Set(items.map((run) => run.agent))];
      const seen = await Promise.all(
        agents.map((agent) => runs(page).getByText(agent, { exact: true }).first().isVisible()),
      );
      return items.length === 0 ? ['runs'] : agents.filter((_, at) => !seen[at]);
    };
    await expect.poll(missing, soon).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  test('a run opens: its tree, a transcript with the tool calls of the client, a step with its messages', async () => {
    const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
    const run = items.find((r) => r.tools.length > 0 && r.toolCalls > 0)!;
    await page.goto(`${live.server.url}/runs/${run.id}`);
    await expect.poll(() => steps(page).getAttribute('aria-rowcount'), soon).toBe(String(run.steps + 1));
    await page.keyboard.press('2');
    const transcript = page.getByRole('region', { name: 'Transcript' });
    await transcript.getByText(`calls ${run.tools[0]}`).first().waitFor(patient);
    await transcript.getByText('result').first().waitFor(patient);
    await transcript.getByRole('button', { name: 'Open step' }).last().click();
    const inspector = page.getByRole('complementary', { name: 'Step' });
    await inspector.getByText('Read as').waitFor(patient);
    await inspector.getByRole('tab', { name: 'Resource' }).click();
    await inspector.getByText('service.name').waitFor(patient);
    expect(await violations(page)).toEqual([]);
  });

  test('a run that goes on: its child first, then the parent, without a reload and under the same address', async () => {
    const trace = `${'ab'.repeat(12)}${Date.now().toString(16).padStart(8, '0').slice(-8)}`;
    await send(live.server, {
      trace,
      span: 'c'.repeat(16),
      parent: 'a'.repeat(16),
      name: 'chat early-bird',
      from: 900,
      to: 500,
    });
    const found = async () =>
      (await live.get<RunList>('/api/v1/runs?limit=200')).items.find((r) => r.traceId === trace);
    await expect.poll(found, soon).toMatchObject({ state: 'running' });
    const address = `${live.server.url}/runs/${(await found())!.id}`;
    await page.goto(address);
    await steps(page).getByText('chat early-bird').waitFor(patient);
    await page.getByText('Running').first().waitFor(patient);
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    await send(live.server, {
      trace,
      span: 'a'.repeat(16),
      parent: null,
      name: 'invoke_agent late-parent',
      from: 1000,
      to: 100,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'late-parent' },
    });
    await steps(page).getByText('invoke_agent late-parent').waitFor(patient);
    await page.getByRole('heading', { name: 'late-parent', level: 1 }).waitFor(patient);
    expect(await page.evaluate(() => 'stayed' in globalThis)).toBe(true);
    await page.goto(address);
    await steps(page).getByText('invoke_agent late-parent').waitFor(patient);
    await steps(page).getByText('chat early-bird').waitFor(patient);
  });

  test('the warehouse dies: it is said while it is so, and the list comes back by itself', async () => {
    await page.goto(`${live.server.url}/runs?range=all`);
    await runs(page).waitFor(patient);
    await page.getByText('Live', { exact: true }).waitFor(patient);
    const banner = page.getByText(/Warehouse is (restarting|starting)/).first();
    const killed = performance.now();
    process.kill(chdbChildOf(live.server.pid)!, 'SIGKILL');
    await banner.waitFor({ timeout: 6000 });
    expect(await runs(page).getByRole('row').count()).toBeGreaterThan(2);
    await banner.waitFor({ state: 'detached', timeout: 15_000 });
    console.log(`banner gone ${Math.round(performance.now() - killed)} ms after the kill`);
    await page.reload();
    await runs(page).getByRole('row').nth(2).waitFor(patient);
  });

  test('a viewer of another team sees no run, and no text of one by its address', async () => {
    const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
    const run = items.find((r) => (r.inputPreview ?? '').length > 20)!;
    const made = async <T>(path: string, body: unknown): Promise<T> =>
      (await (await live.post(path, body)).json()) as T;
    const team = await made<{ id: string }>('/api/v1/teams', { name: 'Elsewhere' });
    const { person, signInUrl } = await made<{ person: { id: string }; signInUrl: string }>('/api/v1/people', {
      name: 'Eva',
      email: 'eva@example.com',
    });
    await made('/api/v1/grants', { personId: person.id, role: 'viewer', teamId: team.id });
    const { page: hers, close } = await openPage(browser);
    await enter(hers, signInUrl);
    await hers.goto(`${live.server.url}/runs?range=all`);
    await hers
      .getByText(/No runs? /)
      .first()
      .waitFor(patient);
    for (const path of [`/runs/${run.id}`, `/runs/${run.id}?view=transcript`, `/runs?range=all&peek=${run.id}`]) {
      await hers.goto(live.server.url + path);
      await hers.getByRole('alert').first().waitFor(patient);
      expect(await hers.locator('body').textContent()).not.toContain(run.inputPreview!.slice(0, 40));
    }
    await close();
  });

  test('who may read runs but no content gets the run without a word that was said', async () => {
    const { items } = await live.get<RunList>('/api/v1/runs?limit=200');
    const run = items.find((r) => (r.inputPreview ?? '').length > 20)!;
    const asked = { name: 'no content', teamId: run.teamId, scopes: ['read'] };
    const { secret } = (await (await live.post('/api/v1/keys', asked)).json()) as { secret: string };
    const get = async (path: string): Promise<string> => {
      const answer = await fetch(live.server.url + path, { headers: { 'x-signalbox-key': secret } });
      expect(answer.status === 200 || (path.endsWith('transcript') && answer.status === 403)).toBe(true);
      return answer.text();
    };
    const text = run.inputPreview!.slice(0, 20);
    expect(await get(`/api/v1/runs/${run.id}`)).toContain(run.topSpanId);
    for (const path of ['', '/transcript', `/steps/${run.topSpanId}`])
      expect(await get(`/api/v1/runs/${run.id}${path}`)).not.toContain(text);
  });

  test('the browser’s console had nothing to complain about', () => {
    expect(errors.filter((e) => !/503|ERR_|EventSource/.test(e))).toEqual([]);
  });
});
