import { AxeBuilder } from '@axe-core/playwright';
import { expect, onTestFinished } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage } from './browser.ts';
import { startFixture, type Fixture, type Scenario } from './fixture-server.ts';

/** What each browser test is given: a page of its own context on a server of its own, both gone afterwards. */
export type Stage = (
  scenario: Scenario,
  path: string | ((f: Fixture) => string),
  options?: BrowserContextOptions,
) => Promise<{ page: Page; fixture: Fixture }>;

export const stageOn =
  (browser: () => Browser): Stage =>
  async (scenario, path, options) => {
    const fixture = await startFixture(scenario);
    const { page, errors, close } = await openPage(browser(), options);
    onTestFinished(async () => {
      await close();
      await fixture.close();
      // A blocked style, a thrown render, a refused font: none of them passes.
      expect(errors).toEqual([]);
    });
    await page.goto(fixture.url + (typeof path === 'string' ? path : path(fixture)));
    return { page, fixture };
  };

export const failedRun = (f: Fixture): string => `/runs/${f.runs.find((r) => r.outcome.value === 'failed')!.id}`;
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** What axe finds on the page as it stands, as "rule: element". */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Two copies of playwright's types differ in name only.
  const axe = new AxeBuilder({ page: page as never });
  const report = await (rules ? axe.withRules(rules) : axe).analyze();
  return report.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
}
