import { expect, test } from 'vitest';
import { phone, type Stage } from './stage.ts';

export function failuresChecks(open: Stage): void {
  test('a failure is opened by key, resolved with a reason, and that is undone', async () => {
    const { page, fixture } = await open('full', '/failures');
    const grid = page.getByRole('grid', { name: 'Failures' });
    await grid.getByText('order <num> was not found').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const peek = page.getByRole('complementary', { name: 'Failure' });
    await peek.getByText('Latest runs').waitFor();
    await peek.getByRole('button', { name: 'Resolve', exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Resolve failure' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Why').fill('mended');
    await dialog.getByRole('button', { name: 'Resolve failure' }).click();
    await page.getByText('Resolved.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => fixture.seen.some((s) => s.line.startsWith('POST /api/v1/failures/fai_0/undo'))).toBe(true);
    const said = fixture.seen.find((s) => s.line.startsWith('POST /api/v1/failures/fai_0/resolve'));
    expect(JSON.parse(said!.body)).toEqual({ reason: 'mended' });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).not.toContain('peek');
  });

  test('on a phone the list fits, and a failure covers it', async () => {
    const { page } = await open('full', '/failures', phone);
    await page.getByText('Rate limited, refund-clerk').click();
    await page.getByRole('complementary', { name: 'Failure' }).getByText('By release').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}
