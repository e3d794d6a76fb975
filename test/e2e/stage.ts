import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { browserIsHere, launch, newContext, openPage, openPageIn } from './browser.ts';
import { type Fixture, type Scenario, startFixture } from './fixture-server.ts';

/** `clock`: time of the page that `later` can move. */
type Options = BrowserContextOptions & { clock?: true };

/** What each browser test is given: a page that remembers nothing, on a server that answers as in this scenario. */
export type Stage = (
  scenario: Scenario,
  path: string | ((f: Fixture) => string),
  options?: Options,
) => Promise<{ page: Page; fixture: Fixture }>;

/** Tests with one browser, one server and one warm context; what a test leaves behind is taken away. */
export function inBrowser(tests: (stage: Stage) => void): void {
  describe.skipIf(!browserIsHere())('in the browser', () => {
    let browser: Browser;
    let fixture: Fixture;
    beforeAll(async () => {
      [browser, fixture] = await Promise.all([launch(), startFixture('full')]);
    });
    afterAll(async () => {
      await browser.close();
      await fixture.close();
    });
    tests(
      stageOn(
        () => browser,
        () => fixture,
      ),
    );
  });
}

/** One server and one context for all tests, so that programs are fetched and compiled once; contexts of their own for other devices. */
function stageOn(browser: () => Browser, server: () => Fixture): Stage {
  let shared: Promise<BrowserContext> | undefined;
  return async (scenario, path, { clock, ...device } = {}) => {
    const fixture = server();
    fixture.play(scenario);
    const own = Object.keys(device).length > 0;
    shared ??= newContext(browser());
    const { page, errors, close } = own ? await openPage(browser(), device) : await openPageIn(await shared);
    onTestFinished(async () => {
      await close();
      // A blocked style, a thrown render, a refused font: none of them passes.
      expect(errors).toEqual([]);
    });
    if (clock) await page.clock.install();
    await page.goto(fixture.url + (typeof path === 'string' ? path : path(fixture)));
    return { page, fixture };
  };
}

/** Moves the page's clock on by seconds until this is seen: what comes after a time is not waited for in real time. */
export const later = (page: Page, what: Locator): Promise<void> =>
  expect
    .poll(
      async () => {
        await page.clock.fastForward(1000);
        return what.isVisible();
      },
      { timeout: 8000, interval: 40 },
    )
    .toBe(true);

export const failedRun = (f: Fixture): string => `/runs/${f.runs.find((r) => r.outcome.value === 'failed')!.id}`;
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** What axe finds on the page as it stands, as "rule: element". */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Two copies of playwright's types differ in name only.
  const axe = new AxeBuilder({ page: page as never });
  const report = await (rules ? axe.withRules(rules) : axe).analyze();
  return report.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
}
