import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Fixture } from './fixture-server.ts';
import { inBrowser, phone, violations } from './stage.ts';

/** Dialogs and the keyboard of releases and deployments, where the real server would need much to stand so. */
const dialog = (page: Page) => page.getByRole('dialog');
const posts = (f: Fixture): [string, unknown][] =>
  f.seen
    .filter((one) => one.line.startsWith('POST') && !/preview|\/query$/.test(one.line))
    .map((one) => [one.line.replace('POST /api/v1', ''), one.body === '' ? null : (JSON.parse(one.body) as unknown)]);

inBrowser((open) => {
  describe('deployments', () => {
    test('rolling back names the release it came from, so that nobody else’s change is undone', async () => {
      const { page, fixture } = await open('full', '/agents/agent-1?tab=deployments');
      await page.getByRole('button', { name: 'Roll back to 1.4.2' }).last().click();
      await dialog(page).getByText('From now on 1.4.2 serves all').waitFor();
      await dialog(page).getByLabel('Why').fill('It loops');
      await dialog(page).getByRole('button', { name: 'Roll back to 1.4.2' }).click();
      await expect
        .poll(() => posts(fixture))
        .toEqual([
          [
            expect.stringMatching(/\/deployments\/staging\/roll-back$/),
            { to: 'rel_agent-1_1', reason: 'It loops', expectedVersion: 9 },
          ],
        ]);
    });

    test('a release is planned for later under a freeze, which a deployment now is not', async () => {
      const { page, fixture } = await open('full', '/agents/agent-1');
      await page.getByRole('button', { name: 'Deploy' }).click();
      await dialog(page).getByLabel('Why').fill('After the closing');
      const act = dialog(page).getByRole('button', { name: /^(Deploy|Plan) 1\.5\.0/ });
      await dialog(page).getByText('Frozen until').waitFor();
      expect(await act.isDisabled()).toBe(true);
      await dialog(page).getByLabel('At (UTC)').fill('2027-01-04T08:00');
      await dialog(page).getByLabel('Share, %').fill('12,5');
      await act.click();
      await expect
        .poll(() => posts(fixture))
        .toEqual([
          [
            expect.stringMatching(/\/deployments\/production\/schedule$/),
            {
              ...{ releaseId: 'rel_agent-1_0', percent: 12.5, reason: 'After the closing' },
              dueAt: '2027-01-04T08:00:00.000Z',
            },
          ],
        ]);
    });

    test('agents are chosen by key and changed at once: what would be is shown, then what was done', async () => {
      const { page, fixture } = await open('full', '/agents');
      await page.getByRole('grid', { name: 'Agents' }).focus();
      for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
      await page.getByText('4 agents chosen').waitFor();
      await page.getByRole('button', { name: 'Change them' }).click();
      await dialog(page).getByText('2 agents would change, 1 stays as it is, 1 is refused.').waitFor();
      expect(await violations(page)).toEqual([]);
      await dialog(page).getByRole('button', { name: 'Claim: 2 agents' }).click();
      await dialog(page).getByText('2 agents changed, 1 stayed as it is, 1 is refused.').waitFor();
      expect(posts(fixture)).toEqual([
        ['/agents/bulk', { agents: expect.objectContaining({ length: 4 }), act: { kind: 'claim' } }],
      ]);
    });

    test('the keyboard walks the map and opens an agent; the calendar turns by arrows', async () => {
      const { page } = await open('full', '/map');
      await page.getByRole('grid', { name: 'Dependencies' }).focus();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What runs where' }).waitFor();
      await page.getByRole('link', { name: 'Calendar' }).click();
      const month = page.getByRole('heading', { level: 1 });
      await month.waitFor();
      const before = await month.textContent();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => month.textContent()).not.toBe(before);
    });

    test.each(['/releases', '/deployments', '/calendar', '/fleet', '/map'])('%s fits a phone', async (path) => {
      const { page } = await open('full', path, phone);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    });

    test('what cannot be read says why, with a way to try again', async () => {
      const { page } = await open('broken', '/deployments');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('Warehouse is restarting');
    });
  });
});
