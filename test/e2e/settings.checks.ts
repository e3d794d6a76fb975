import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { calm, settingsMood } from './fixture-settings.ts';
import type { Fixture } from './fixture-server.ts';
import { failedRun, phone, violations, type Stage } from './stage.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const changes = (f: Fixture): [string, unknown][] =>
  f.seen
    .filter((s) => !s.line.startsWith('GET'))
    .map((s) => [s.line.replace('/api/v1', ''), s.body === '' ? null : (JSON.parse(s.body) as unknown)]);
const wide = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Prices, demo data, what is kept of a key's content, and text that one may not read. */
export function settingsChecks(open: Stage): void {
  afterEach(calm);

  test('a price is set for a model without one, followed until costs have come after, and taken back', async () => {
    const { page, fixture } = await open('full', '/settings/prices');
    await page.getByRole('heading', { name: 'Without a price' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('list', { name: 'Models without a price' }).getByRole('button').click();
    await dialog(page).getByLabel('Input').fill('1.25');
    await dialog(page).getByLabel('Output').fill('10');
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Set price' }).click();
    await page.getByText('300 of 1,200 traces').waitFor();
    expect(await violations(page)).toEqual([]);
    settingsMood.recalculation = null;
    await page.getByText('Costs have followed the changed prices.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    const model = 'our-own-deployment-of-gpt-5-in-sweden-central-with-a-long-name';
    await expect
      .poll(() => changes(fixture))
      .toEqual([
        ['PUT /prices', { model, provider: 'azure.ai.openai', rates: { input: 1.25, output: 10 } }],
        ['DELETE /prices/prc_3', null],
      ]);
  });

  test('a price that is said is changed as what it is, and removed with the way back', async () => {
    const { page, fixture } = await open('full', '/settings/prices');
    await page.getByRole('button', { name: 'Change the price of claude-sonnet-4-5' }).click();
    const field = dialog(page).getByLabel('Off the list price, %');
    expect(await field.inputValue()).toBe('12.5');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove the price of house-*' }).click();
    await dialog(page).getByText('in 0.40, out 1.60, cache read 0.04').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Remove price' }).click();
    await page.getByText('house-* has the list price again.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    const rates = { input: 0.4, output: 1.6, cacheRead: 0.04 };
    await expect
      .poll(() => changes(fixture))
      .toEqual([
        ['DELETE /prices/prc_1', null],
        ['PUT /prices', { model: 'house-*', rates }],
      ]);
  });

  test('prices stay within a phone, in the dark too', async () => {
    const { page } = await open('full', '/settings/prices', { ...phone, colorScheme: 'dark' });
    await page.getByText('gpt-5-mini-2025-08-07').first().waitFor();
    expect(await wide(page)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set price of house-large' }).click();
    await dialog(page).getByLabel('Cache read').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('more models than a page has come when asked for', async () => {
    const { page, fixture } = await open('empty', '/runs');
    const asked: (string | null)[] = [];
    await page.route(/prices\/used/, (route) => {
      const cursor = new URL(route.request().url()).searchParams.get('cursor');
      asked.push(cursor);
      const model = cursor === null ? 'model-of-page-one' : 'model-of-page-two';
      const rates = { input: 1, output: 2 };
      const price = { version: 'v', rates, above: null, overrideId: null, source: null, validFrom: null };
      const item = { provider: null, model, calls: 1, unknownCalls: 0, inputTokens: null, outputTokens: 5, price };
      const range = { from: '2026-10-23T12:00:00.000Z', to: '2026-11-22T12:00:00.000Z' };
      return route.fulfill({ json: { items: [item], nextCursor: cursor === null ? 'c2' : null, ...range } });
    });
    await page.goto(`${fixture.url}/settings/prices`);
    await page.getByText('model-of-page-one').waitFor();
    await page.getByRole('button', { name: 'Show more models' }).click();
    await page.getByText('model-of-page-two').waitFor();
    expect(await page.getByText('model-of-page-one').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Show more models' }).count()).toBe(0);
    expect(asked).toEqual([null, 'c2']);
  });

  test('from the note below the runs to the end of the demo', async () => {
    settingsMood.demo = 'present';
    const { page, fixture } = await open('full', '/runs');
    await page.getByRole('note').getByText('runs of the demo team are made up').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Remove demo data' }).click();
    await page.getByText(/Demo data is here: \d+ agents?, [\d,]+ runs?/).waitFor();
    await page.getByRole('button', { name: 'Remove demo data' }).click();
    const confirm = dialog(page).getByRole('button', { name: 'Remove for good' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByLabel(/^Type/).fill('tea_demo');
    expect(await violations(page)).toEqual([]);
    await confirm.click();
    await page.getByText('Demo data is being removed').waitFor();
    expect(changes(fixture)).toEqual([['POST /demo/remove', null]]);
    settingsMood.demo = 'none';
    await page.getByText('Demo data is gone.').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('what is kept of a key’s content is changed from now on, and changed back', async () => {
    const { page, fixture } = await open('full', '/settings/keys');
    await page.getByRole('button', { name: 'Content of First key' }).click();
    await dialog(page).getByText('Now: content kept.').waitFor();
    expect(
      await dialog(page)
        .getByRole('button', { name: /from now on/ })
        .isDisabled(),
    ).toBe(true);
    await dialog(page).getByRole('radio', { name: /^Drop/ }).check();
    await dialog(page).getByText('What was kept stays as it is').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Drop content from now on' }).click();
    await page.getByText('First key: content dropped from now on.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    const path = 'POST /keys/key_0193a5b2c4d87e9f8a1b2c3d4e5f6071/content-mode';
    await expect
      .poll(() => changes(fixture))
      .toEqual([
        [path, { contentMode: 'drop' }],
        [path, { contentMode: 'keep' }],
      ]);
  });

  test('a run whose text is withheld says so in each of its views, and offers no export', async () => {
    settingsMood.readable = false;
    const { page, fixture } = await open('full', failedRun, phone);
    await page.getByRole('note').getByText('You may not read what was said in this run').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Transcript' }).click();
    await page.getByRole('heading', { name: 'You may not read what was said here' }).waitFor();
    expect(await wide(page)).toBeLessThanOrEqual(0);
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0);
    expect(fixture.seen.filter((s) => s.line.endsWith('/transcript'))).toEqual([]);
  });

  test('a run is taken out as a file, after saying what that means', async () => {
    const { page, fixture } = await open('full', failedRun);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export with content' }).click();
    await dialog(page).getByText('The ledger records that you took it.').waitFor();
    expect(await violations(page)).toEqual([]);
    const file = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Export' }).click();
    const taken = await file;
    const run = fixture.runs.find((r) => r.outcome.value === 'failed')!;
    expect(taken.suggestedFilename()).toBe(`run-${run.id}.json`);
    const held = JSON.parse(await readFile(await taken.path(), 'utf8')) as { run: { id: string }; turns: unknown[] };
    expect([held.run.id, held.turns.length > 0]).toEqual([run.id, true]);
    await dialog(page).getByText('More was sent than one file holds').waitFor();
  });
}
