import { describe, expect, test } from 'vitest';
import { inBrowser, violations } from './stage.ts';

inBrowser((open) => {
  describe('the explorer', () => {
    test('words, a facet, a brush and a sort stand in the URL; two chosen rows are compared', async () => {
      const { page, fixture } = await open('full', '/runs?facets=open');
      await page.getByRole('complementary', { name: 'Facets' }).getByLabel('refund-clerk').check();
      await page.keyboard.press('/');
      await page.keyboard.type('late refund\n');
      await expect.poll(() => new URL(page.url()).searchParams.get('said')).toBe('late refund');
      const bars = (await page.getByRole('img', { name: /runs over time/ }).boundingBox())!;
      await page.mouse.move(bars.x + 5, bars.y + 20);
      await page.mouse.down();
      await page.mouse.move(bars.x + bars.width / 2, bars.y + 20);
      await page.mouse.up();
      await page.getByRole('button', { name: 'Duration' }).click();
      await expect.poll(() => new URL(page.url()).searchParams.get('sorted')).toBe('duration');
      const search = new URL(page.url()).searchParams;
      expect(JSON.parse(search.get('filter')!)).toEqual([{ by: 'agent', values: ['refund-clerk'] }]);
      expect(Date.parse(search.get('from')!)).toBeLessThan(Date.parse(search.get('to')!));
      await expect
        .poll(() => fixture.seen.some(({ line }) => /^GET \/api\/v1\/runs\?.*q=late\+refund&sort=duration/.test(line)))
        .toBe(true);
      await page.getByRole('grid', { name: 'Runs' }).focus();
      for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Compare' }).click();
      await page.getByText('The runs part').waitFor();
      expect(await violations(page)).toEqual([]);
    });

    test('what stands behind a press comes with it, by key, in its place, with the focus in it and back', async () => {
      const { page } = await open('full', '/runs');
      const focused = (): Promise<string> => page.evaluate(() => document.activeElement!.textContent);
      for (const [name, role, inside] of [
        ['Columns', 'dialog', 'Steps'],
        ['Export', 'menu', 'Export as CSV'],
      ] as const) {
        const button = page.getByRole('button', { name });
        const place = await button.boundingBox();
        await button.press('Enter');
        const part = page.getByRole(role);
        await part.getByText(inside).waitFor();
        await expect.poll(() => part.evaluate((el) => el.contains(document.activeElement))).toBe(true);
        await page.keyboard.press('Escape');
        await part.waitFor({ state: 'detached' });
        await expect.poll(focused).toBe(name);
        expect(await button.boundingBox()).toEqual(place);
        await button.click();
        await part.getByText(inside).click();
      }
      await expect.poll(() => new URL(page.url()).searchParams.get('cols')).toMatch(/^agent,(?!.*steps)/);
      // Typed before the suggestions are there, and in the middle of the text: nothing is lost or moved.
      await page.getByRole('combobox', { name: 'Agent' }).focus();
      await page.keyboard.type('clerk');
      await page.keyboard.press('Home');
      await page.keyboard.type('refund-');
      await page.getByRole('option', { name: 'refund-clerk' }).waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).searchParams.get('agent')).toBe('refund-clerk');
    });
  });
});
