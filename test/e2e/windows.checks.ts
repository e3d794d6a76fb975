import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { failedRun, type Stage } from './stage.ts';

const long = 'eu-central-customer-operations-refund-and-returns-clerk-with-a-very-long-generated-name-v2';

/** Pixels by which the page, or a table on it, would have to be scrolled sideways. */
const sideways = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('[role=grid], [role=treegrid], main, header')]
      .map((el) => el.scrollWidth - el.clientWidth)
      .filter((over) => over > 0),
  );

/** Names of controls of which something else lies on top, or that reach out of the window. */
const covered = (page: Page, within: string): Promise<string[]> =>
  page.evaluate(
    (selector) =>
      [...document.querySelectorAll(`${selector} :is(button, a, h1)`)].flatMap((el) => {
        const { left, top, width, height, right } = el.getBoundingClientRect();
        if (width < 2 || height < 2) return [];
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return right > innerWidth || (hit && (el.contains(hit) || hit.contains(el))) === false ? [el.textContent] : [];
      }),
    within,
  );

export function windowChecks(open: Stage): void {
  test('from 720 px (1440 at 200 %) to 1920 px nothing scrolls sideways, with an inspector and endless names', async () => {
    const { page, fixture } = await open('full', '/runs');
    const top = fixture.runs[0]!;
    fixture.runs[0] = {
      ...top,
      agent: long,
      name: long,
      environment: long,
      conversation: long,
      user: long,
      release: long,
    };
    for (const path of ['/runs', `/runs?peek=${top.id}`, `/runs/${top.id}`, `/runs/${top.id}?step=a000000000000002`]) {
      await page.goto(fixture.url + path);
      await page.getByText('execute_tool').or(page.getByText('as of')).first().waitFor();
      for (const width of [1920, 1440, 1280, 1100, 1041, 1039, 900, 720]) {
        await page.setViewportSize({ width, height: width === 720 ? 450 : 900 });
        await expect.poll(() => sideways(page), { timeout: 4000 }).toEqual([]);
        // In a low window an inspector covers the head on purpose; see below.
        if (width > 720) expect([path, width, await covered(page, 'header')]).toEqual([path, width, []]);
      }
    }
  });

  test('where there is no room for both, the inspector lies over the list, and escape gives the list back', async () => {
    const { page } = await open('full', '/runs');
    await page.setViewportSize({ width: 800, height: 700 });
    const grid = page.getByRole('grid', { name: 'Runs' });
    const width = async (): Promise<number> => (await grid.boundingBox())!.width;
    await grid.getByRole('row').nth(2).waitFor();
    const before = await width();
    await grid.getByRole('row').nth(2).click();
    const peek = page.getByRole('complementary', { name: 'Run' });
    await peek.getByRole('link', { name: 'Open run' }).waitFor();
    expect(await width()).toBe(before);
    expect((await peek.boundingBox())!.width).toBe(420);
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await grid.getByRole('row').nth(2).click();
    await peek.waitFor();
    await expect.poll(width).toBe(1440 - (await page.getByRole('navigation').boundingBox())!.width - 420);
  });

  test('in a low window the inspector takes the whole height', async () => {
    const { page } = await open('full', (f) => `${failedRun(f)}?step=a000000000000002`);
    await page.setViewportSize({ width: 720, height: 450 });
    const step = page.getByRole('complementary', { name: 'Step' });
    await step.getByText('Read as').waitFor({ state: 'attached' });
    await expect.poll(async () => (await step.boundingBox())!.height).toBe(450);
    await step.getByRole('button', { name: 'Close' }).click();
    await step.waitFor({ state: 'detached' });
  });

  test('the tabulator goes through everything that can be pressed, in order, each with a ring that is seen', async () => {
    const { page } = await open('full', '/runs');
    await page.getByText('as of').waitFor();
    await page.getByRole('group', { name: 'Changes in this time' }).getByRole('button').waitFor();
    await page.getByRole('group', { name: 'Changes marked on charts' }).waitFor();
    const seen: string[] = [];
    for (let i = 0; i < 39; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const el = document.activeElement!;
        const { outlineStyle, outlineWidth } = getComputedStyle(el);
        const [label] = el instanceof HTMLInputElement ? (el.labels ?? []) : [];
        const name = el.getAttribute('aria-label') ?? label?.textContent ?? el.textContent ?? '';
        return { name, ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 };
      });
      expect(at).toEqual({ name: at.name, ring: true });
      seen.push(at.name.split(/ since|, /)[0]!);
    }
    expect(seen.slice(0, 19)).toEqual([
      'Skip to content',
      'Agents',
      'Connect',
      'Prompts',
      'Playground',
      'Runs',
      'Failures',
      'Dashboards',
      'SQL',
      'Releases',
      'Deployments',
      'Calendar',
      'Fleet score',
      'Dependencies',
      'Settings',
      'Fold sidebar',
      'Team',
      'Environment',
      'Time',
    ]);
    expect(seen.slice(20)).toEqual([
      'Runs',
      'Steps',
      'Users',
      'View',
      'Save view',
      'Live tail',
      'Columns',
      'Export',
      'Search in messages',
      'Agent',
      'Outcome',
      'State',
      'Facets',
      // The one change in this time, then which kinds are marked.
      'Prompt',
      ...['Release', 'Prompt', 'Model', 'Freeze'],
      'Runs',
    ]);
  });

  test('skip to content goes past the sidebar, and a folded sidebar stays folded', async () => {
    const { page } = await open('full', '/runs');
    await page.getByText('as of').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.getByRole('button', { name: 'Fold sidebar' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Unfold sidebar' }).waitFor();
    expect((await page.getByRole('navigation').boundingBox())!.width).toBe(48);
  });

  test('a narrow window folds the sidebar by itself, unless one chose', async () => {
    const { page } = await open('full', '/settings');
    await page.getByRole('button', { name: 'Fold sidebar' }).waitFor();
    await page.setViewportSize({ width: 800, height: 700 });
    await page.reload();
    await page.getByRole('button', { name: 'Unfold sidebar' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Fold sidebar' }).waitFor();
  });
}
