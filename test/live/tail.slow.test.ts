import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { browserIsHere, launch, openPage } from '../e2e/browser.ts';
import { signedIn } from '../e2e/prompts.fixture.ts';
import { type LiveServer, liveServer } from './live-server.ts';
import { send } from './replay.ts';
import { watchTail } from './tail-watch.ts';

const perMinute = 500;
const phaseMs = 8000;
/** Runs that are there before anybody looks: more than two screens of them. */
const earlier = 150;

/** 500 runs a minute arrive at a running server while a person reads the list of runs: nothing moves but what they ask for. */
describe.skipIf(!browserIsHere())('the list of runs while many arrive', () => {
  let live: LiveServer;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  let sent = 0;
  const patient = { timeout: 15_000 };
  const runs = () => page.getByRole('grid', { name: 'Runs' });
  const news = () => page.getByRole('button', { name: /^\d+\+? new$/ });
  const announced = async (): Promise<number> => {
    const [button] = await news().allTextContents();
    return button === undefined ? 0 : Number.parseInt(button, 10);
  };

  /** One run in two parts: what it called, and later itself, as clients send what lasts. Its number is its name. */
  async function sendRun(): Promise<void> {
    const at = sent++;
    const trace = `${Date.now().toString(16).padStart(16, '0')}${at.toString(16).padStart(16, '0')}`;
    const top = { trace, span: 'a'.repeat(16), name: `arrival ${at}` };
    await send(live.server, {
      ...{ trace, span: 'b'.repeat(16), parent: top.span, name: `chat ${at}`, from: 400, to: 200 },
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-1' },
    });
    const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': `desk-${at % 7}` };
    await send(live.server, { ...top, parent: null, from: 500, to: 100, attributes });
  }
  /** Sends at the pace until the time is over; late ones are made up for. @returns how many. */
  async function arrive(ms: number): Promise<number> {
    const [began, before] = [performance.now(), sent];
    const going: Promise<void>[] = [];
    for (let past = 0; past < ms; past = performance.now() - began) {
      while (sent - before < (past / 60_000) * perMinute) going.push(sendRun());
      await sleep(40);
    }
    await Promise.all(going);
    return sent - before;
  }

  beforeAll(async () => {
    [live, browser] = await Promise.all([liveServer(), launch()]);
    while (sent < earlier) await Promise.all(Array.from({ length: 10 }, sendRun));
    const { person } = await live.get<Me>('/api/v1/me');
    const link = await live.post(`/api/v1/people/${person.id}/sign-in-link`, undefined);
    ({ page, errors } = await openPage(browser));
    await page.addInitScript(watchTail);
    await signedIn(page, ((await link.json()) as { signInUrl: string }).signInUrl);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await live?.close();
  });

  /** What moved meanwhile, and how far the count of new ones came. */
  async function readThrough(): Promise<{ moved: unknown; counted: number }> {
    const before = await announced();
    await page.evaluate(() => globalThis.tailWatch.begin());
    const came = await arrive(phaseMs);
    // What came last is counted a little later.
    await expect.poll(announced, { timeout: 8000 }).toBeGreaterThanOrEqual(Math.min(200, before + came * 0.9));
    const moved = await page.evaluate(() => globalThis.tailWatch.end());
    return { moved, counted: (await announced()) - before };
  }
  const still = { shifts: [], moves: [] };

  test('at the head of the list: rows stay where they are, new ones are counted', async () => {
    const listed = async () => (await live.get<RunList>('/api/v1/runs?limit=200')).items.length;
    await expect.poll(listed, { timeout: 20_000, interval: 200 }).toBe(earlier);
    await page.goto(`${live.server.url}/runs`);
    await runs().getByText('arrival').nth(15).waitFor(patient);
    await page.getByText('as of').waitFor(patient);
    await page.getByRole('img', { name: /runs over time/ }).waitFor(patient);
    await page.getByText('Live', { exact: true }).waitFor(patient);
    const { moved, counted } = await readThrough();
    expect(moved).toEqual(still);
    expect(counted).toBeGreaterThan(50);
    expect(Number(await runs().getAttribute('aria-rowcount'))).toBeLessThanOrEqual(earlier + 1);
  });

  test('with a row in focus: it keeps the focus and its place', async () => {
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key);
    const focused = () =>
      runs().evaluate((el) => document.getElementById(el.getAttribute('aria-activedescendant')!)!.textContent);
    const row = await focused();
    const { moved } = await readThrough();
    expect(moved).toEqual(still);
    expect(await focused()).toBe(row);
  });

  test('in the middle of the list: it does not jump, and what is new is one press away', async () => {
    await runs().hover();
    await page.mouse.wheel(0, 1400);
    await expect.poll(() => runs().evaluate((el) => el.scrollTop)).toBeGreaterThan(1000);
    const at = await runs().evaluate((el) => el.scrollTop);
    const { moved } = await readThrough();
    expect(moved).toEqual(still);
    expect(await runs().evaluate((el) => el.scrollTop)).toBe(at);
    const newest = new RegExp(`arrival (${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => sent - n).join('|')})\\b`);
    await news().click();
    await runs().getByText(newest).first().waitFor(patient);
    expect(await runs().evaluate((el) => el.scrollTop)).toBe(0);
    await expect.poll(announced).toBe(0);
  });

  test('the browser’s console had nothing to complain about', () => {
    expect(errors).toEqual([]);
  });
});
