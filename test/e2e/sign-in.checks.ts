import { expect, test } from 'vitest';
import { violations, type Stage } from './stage.ts';

export function signInChecks(open: Stage): void {
  test('without a session every page leads to sign-in, and back to where one was', async () => {
    const { page, fixture } = await open('signed-out', '/settings?tz=local');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('After 4 more tries');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(new URL(page.url()).search).toContain('tz=local');
    expect(fixture.seen.filter((s) => s.line.startsWith('POST')).map((s) => s.line)).toEqual([
      'POST /api/v1/sign-in',
      'POST /api/v1/sign-in',
    ]);
  });

  test('opening a link uses nothing up; the button does', async () => {
    const { page, fixture } = await open('signed-out', '/sign-in/good');
    const button = page.getByRole('button', { name: 'Sign in' });
    await button.waitFor();
    await page.getByText('This link is for').waitFor();
    const before = fixture.seen.filter((s) => s.line.includes('sign-in'));
    expect(before.map((s) => s.line)).toEqual(['POST /api/v1/sign-in/link/peek']);
    await button.click();
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    expect(fixture.seen.find((s) => s.line === 'POST /api/v1/sign-in/link')?.body).toBe('{"token":"good"}');
    await page.goBack();
    expect(page.url()).not.toContain('good');
  });

  test('a used link says so and names the command', async () => {
    const { page } = await open('signed-out', '/sign-in/used');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('signalbox login-link');
    expect(await page.getByRole('button', { name: 'Sign in' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  test('another site is no place to go after sign-in', async () => {
    const { page, fixture } = await open('signed-out', '/sign-in?next=%2F%2Fevil.example%2Fruns');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    expect(page.url().startsWith(fixture.url)).toBe(true);
  });

  test('settings: password and sign-out are sent with the csrf token', async () => {
    const { page, fixture } = await open('full', '/settings');
    await page.getByText('Appearance').waitFor();
    await page.getByLabel('Set a password').fill('short');
    expect(await page.getByRole('button', { name: 'Set password' }).isDisabled()).toBe(true);
    await page.getByLabel('Set a password').fill('long enough now');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Password set.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const posts = fixture.seen.filter((s) => s.line.startsWith('POST'));
    expect(posts.map((p) => [p.line, p.csrf])).toEqual([
      ['POST /api/v1/me/password', 'csrf-token-of-the-fixture'],
      ['POST /api/v1/sign-out', 'csrf-token-of-the-fixture'],
    ]);
  });

  test('a session that ends while reading leads to sign-in', async () => {
    const { page, fixture } = await open('full', '/runs');
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    fixture.scenario = 'signed-out';
    await page.getByRole('row').nth(3).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(page.url()).toContain('next=');
  });
}
