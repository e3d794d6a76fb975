import { expect, test } from 'vitest';
import { inBrowser, violations } from './stage.ts';

inBrowser((stage) => {
  test('a chart reads by keys and as a table, and comes back; widgets move by keys on the version that was read', async () => {
    const { page, fixture } = await stage('full', '/dashboards/dsh_1');
    const runs = page.getByRole('group', { name: 'Runs', exact: true });
    await runs.locator('canvas').waitFor();
    await runs.focus();
    await page.keyboard.press('t');
    await runs.getByRole('row').nth(1).waitFor();
    await page.keyboard.press('t');
    await runs.locator('canvas').waitFor();
    await page.keyboard.press('End');
    await expect.poll(() => runs.getByRole('status').innerText()).toMatch(/UTC\s+Runs\s+\d+/);
    expect(await violations(page)).toEqual([]);
    // What changed stands on the rim: reached by the tabulator, hidden by kind, and said in the table.
    const group = runs.getByRole('button', { name: /1 × Release, 1 × Model, 1 × Prompt/ });
    await group.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /◆ Model · .*gpt-5-mini/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Model', pressed: true }).click();
    await runs.getByRole('button', { name: /1 × Release, 1 × Prompt/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('marks')).toBe('release,prompt,freeze');
    await runs.focus();
    await page.keyboard.press('t');
    await runs.getByRole('button', { name: '▲ Release: refund-clerk 1.4.2 is deployed to production' }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: /^Move Runs:/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('Night shift is changed.').waitFor();
    const put = fixture.seen.find(({ line }) => line === 'PUT /api/v1/dashboards/dsh_1')!;
    const { widgets } = JSON.parse(put.body) as { widgets: { id: string; layout: { y: number } }[] };
    expect(widgets.find(({ id }) => id === 'runs')!.layout.y).toBe(4);
    expect(widgets.find(({ id }) => id === 'failures')!.layout.y).toBe(0);
  });

  test('on a phone, in the dark: one column, nothing sideways, nothing to drag', async () => {
    const device = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true };
    const { page } = await stage('full', '/dashboards/dsh_1', device);
    await page.getByRole('group', { name: 'Runs', exact: true }).locator('canvas').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.getByRole('button', { name: /^Move/ }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
});
