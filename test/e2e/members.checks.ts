import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Fixture } from './fixture-server.ts';
import { phone, violations, type Stage } from './stage.ts';

const changes = (f: Fixture): [string, unknown][] =>
  f.seen
    .filter((s) => s.line.startsWith('POST'))
    .map((s) => [s.line.replace('POST /api/v1', ''), s.body === '' ? null : (JSON.parse(s.body) as unknown)]);
const dialog = (page: Page) => page.getByRole('dialog');

/** Members, keys, and setting up a second factor, as a person does them. */
export function memberChecks(open: Stage): void {
  test('an invitation makes a person with a role, and shows the link once', async () => {
    const { page, fixture } = await open('full', '/settings/members');
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await dialog(page).getByLabel('Name').fill('Bo');
    await dialog(page).getByLabel('E-mail').fill('bo@example.com');
    await dialog(page).getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Operator' }).click();
    await dialog(page).getByRole('combobox', { name: 'Where' }).click();
    await page.getByRole('option', { name: 'Finance' }).click();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Invite' }).click();
    await dialog(page).getByText('https://signalbox.example/sign-in/').waitFor();
    expect(changes(fixture)).toEqual([
      ['/people', { name: 'Bo', email: 'bo@example.com' }],
      ['/grants', { personId: 'per_2', role: 'operator', teamId: 'tea_finance', environment: null, until: null }],
    ]);
    await page.keyboard.press('Escape');
    expect(await page.getByText('https://signalbox.example/sign-in/').count()).toBe(0);
  });

  test('disabling says what ends, asks why, and can be undone', async () => {
    const { page, fixture } = await open('full', '/settings/members');
    await page.getByRole('button', { name: 'Disable Jonas Okafor' }).click();
    const confirm = dialog(page).getByRole('button', { name: 'Disable' });
    await dialog(page).getByText('Every session of jonas.okafor@example.com ends at once').waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Why').fill('left the company');
    expect(await violations(page)).toEqual([]);
    await confirm.click();
    await page.getByText('Jonas Okafor is shut out.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(() => changes(fixture).map(([line]) => line))
      .toEqual(['/people/per_2/disable', '/people/per_2/enable']);
    expect(changes(fixture)[0]![1]).toEqual({ reason: 'left the company' });
  });

  test('a role is taken back with the keyboard alone, and given again by undo', async () => {
    const { page, fixture } = await open('full', '/settings/members');
    await page.getByRole('button', { name: 'Take back: Operator of Support, of Jonas Okafor' }).focus();
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('button', { name: 'Take back' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    const again = { personId: 'per_1', role: 'operator', teamId: 'tea_support', agentId: null, environment: null };
    await expect
      .poll(() => changes(fixture))
      .toEqual([
        ['/grants/grt_2/revoke', null],
        ['/grants', { ...again, until: null }],
      ]);
  });

  test('a key is made with what was chosen; its secret is shown once', async () => {
    const { page, fixture } = await open('full', '/settings/keys', phone);
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog(page).getByLabel('Name', { exact: true }).fill('Laptop');
    await dialog(page).getByRole('checkbox', { name: /^read/ }).check();
    await dialog(page).getByRole('radio', { name: /^Mask/ }).check();
    await dialog(page).getByLabel('Only this environment').fill('staging');
    await dialog(page).getByLabel('Last day').fill('2027-01-31');
    await dialog(page).getByRole('button', { name: 'Make key' }).click();
    await dialog(page).getByText('sbx_0193a5b2').waitFor();
    expect(changes(fixture)).toEqual([
      [
        '/keys',
        {
          ...{ name: 'Laptop', teamId: 'tea_support', scopes: ['ingest', 'read'], agent: null, environment: 'staging' },
          ...{ expiresAt: '2027-01-31T23:59:59.999Z', serviceAccountId: null, contentMode: 'mask', origins: [] },
        },
      ],
    ]);
    expect(await violations(page)).toEqual([]);
  });

  test('revoking a key needs its name and a reason, since nothing brings it back', async () => {
    const { page, fixture } = await open('full', '/settings/keys');
    await page.getByRole('button', { name: 'Revoke Nightly export' }).click();
    const confirm = dialog(page).getByRole('button', { name: 'Revoke for good' });
    await dialog(page).getByLabel('Why').fill('leaked');
    await dialog(page).getByLabel(/^Type/).fill('nightly');
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByLabel(/^Type/).fill('Nightly export');
    await confirm.click();
    await page.getByText('Nightly export is refused from now on.').waitFor();
    expect(changes(fixture)).toEqual([['/keys/key_0193a5b2c4d87e9f8a1b2c3d4e5f6072/revoke', { reason: 'leaked' }]]);
  });

  test('a second factor is set up with its first code, and recovery codes are shown once', async () => {
    const { page, fixture } = await open('owes', '/runs', phone);
    await page.getByText('asks everybody for a second factor').waitFor();
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    await page.getByText('JBSW Y3DP').waitFor();
    const code = await page.getByRole('img', { name: 'QR code of the secret' }).boundingBox();
    expect([code?.width, code?.height]).toEqual([192, 192]);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Code that the app shows').fill('123456');
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('abcd-efgh-ijkl-mnop').waitFor();
    expect(changes(fixture).at(-1)).toEqual(['/me/second-factor/confirm', { code: '123456' }]);
  });
}
