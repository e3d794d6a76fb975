import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { AgentRecord, Freeze } from '../../packages/server/src/rooms/lifecycle/contract.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';
import { browserIsHere, launch, openPage } from './browser.ts';
import { signedIn } from './prompts.fixture.ts';
import { violations } from './stage.ts';

/** From an agent that nobody answers for to a release served under a freeze, as two people do it. One after another. */
describe.skipIf(!browserIsHere())('releases at a running server', () => {
  let live: LiveServer;
  let browser: Browser;
  let ada: Page;
  let ben: Page;
  let slug: string;
  const errors: string[][] = [];
  const patient = { timeout: 15_000 };
  const dialog = (page: Page) => page.getByRole('dialog');
  const at = (path: string): string => live.server.url + path;
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click(patient);
  const served = async (): Promise<string> =>
    (await live.get<{ items: { release: { version: string } }[] }>(`/api/v1/agents/${slug}/deployments`)).items
      .map((one) => one.release.version)
      .join();

  beforeAll(async () => {
    [live, browser] = await Promise.all([liveServer(), launch()]);
    const made = async <T>(path: string, body: unknown): Promise<T> =>
      (await (await live.post(path, body)).json()) as T;
    const me = await live.get<Me>('/api/v1/me');
    const { signInUrl: link } = await made<{ signInUrl: string }>(
      `/api/v1/people/${me.person.id}/sign-in-link`,
      undefined,
    );
    const ben_ = await made<{ person: { id: string }; signInUrl: string }>('/api/v1/people', {
      ...{ name: 'Ben Osei', email: 'ben@example.com' },
    });
    for (const personId of [me.person.id, ben_.person.id])
      await made('/api/v1/grants', { personId, role: 'release_manager', teamId: null });
    const file = { apiVersion: 'signalbox/v1', kind: 'Agent', metadata: { name: 'clerk', team: me.teams[0]!.slug } };
    const { agentId } = await made<{ agentId: string }>('/api/v1/apply', { file });
    slug = (await live.get<AgentRecord>(`/api/v1/agents/${agentId}/profile`)).slug;
    const [first, second] = await Promise.all([openPage(browser), openPage(browser)]);
    errors.push(first.errors, second.errors);
    [ada, ben] = [first.page, second.page];
    await Promise.all([signedIn(ada, link), signedIn(ben, ben_.signInUrl)]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await live?.close();
  });

  test('who takes an agent on answers for it by one press, and can undo it', async () => {
    await ada.goto(at(`/agents/${slug}`));
    await press(ada, 'Claim');
    await ada.getByText('You answer for clerk.').waitFor(patient);
    await press(ada, 'Undo');
    await ada.getByText('Unclaimed', { exact: true }).first().waitFor(patient);
    await press(ada, 'Claim');
    await ada.getByText('You answer for clerk.').waitFor(patient);
    await press(ada, 'Describe');
    await dialog(ada).getByLabel('Purpose').fill('Answers refund requests');
    await dialog(ada).getByLabel('Completed, %').fill('95');
    await press(ada, 'Save');
    await ada.getByText('Answers refund requests').waitFor(patient);
    await ada.getByText('≥ 95 %').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
  });

  const make = async (manifest: object, why: string, version: string): Promise<void> => {
    await ada.goto(at(`/agents/${slug}/new-release`));
    await press(ada, 'JSON');
    await ada.getByLabel('What it is made of').fill(JSON.stringify(manifest));
    await press(ada, 'Fields');
    await ada.getByLabel('Model', { exact: true }).waitFor(patient);
    await ada.getByText(version, { exact: true }).waitFor(patient);
    await ada.getByLabel('Why').fill(why);
    await press(ada, `Make release ${version}`);
    await ada.getByRole('heading', { name: `clerk ${version}` }).waitFor(patient);
  };
  const model = (temperature: number) => ({ provider: 'openai', name: 'gpt-5', parameters: { temperature } });

  test('a release is made, seen in words before, and its signature holds', async () => {
    await ada.goto(at(`/agents/${slug}?tab=releases`));
    await ada.getByText('No release yet').waitFor(patient);
    await make({ model: model(0.2) }, 'The first', '1.0.0');
    await press(ada, 'Verify');
    await ada.getByText('this workspace signed it').waitFor(patient);
    const tool = { name: 'issue_refund', schemaHash: 'a'.repeat(64), effect: { kind: 'irreversible' } };
    await make({ model: model(0.7), tools: [tool] }, 'Refunds', '2.0.0');
    await ada.goto(at(`/agents/${slug}/new-release`));
    await ada.getByLabel('Schema hash of issue_refund').fill('none');
    await ada.getByText('must be a SHA-256 digest').first().waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await ada.goBack();
    await ada.getByText('High risk').first().waitFor(patient);
    expect(await violations(ada)).toEqual([]);
  });

  const deploy = async (page: Page, version: string): Promise<void> => {
    await page.getByRole('button', { name: 'Deploy', exact: true }).first().click(patient);
    await dialog(page).getByRole('combobox', { name: 'Release' }).click(patient);
    await page.getByRole('option', { name: version }).click();
    await dialog(page).getByRole('combobox', { name: 'Environment' }).fill('production');
    await dialog(page).getByLabel('Why').fill('As agreed');
    await dialog(page)
      .getByRole('button', { name: `Deploy ${version} to production` })
      .click(patient);
    await page.getByText(`${version} is deployed to production.`).waitFor(patient);
  };

  test('it is deployed, and the next one in its place with what differs said', async () => {
    await ada.goto(at(`/agents/${slug}?tab=deployments`));
    await deploy(ada, '1.0.0');
    await press(ada, 'Deploy to production');
    await dialog(ada).getByText('2.0.0 will take the place of 1.0.0 in production.').waitFor(patient);
    await dialog(ada).getByText('High risk').first().waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await dialog(ada).getByLabel('Why').fill('Refunds');
    await dialog(ada).getByRole('button', { name: 'Deploy 2.0.0 to production' }).click(patient);
    await expect.poll(served, patient).toBe('2.0.0');
  });

  test('it is rolled back by one action with a reason', async () => {
    await press(ada, 'Roll back to 1.0.0');
    const confirm = dialog(ada).getByRole('button', { name: 'Roll back to 1.0.0' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(ada).getByLabel('Why').fill('Refunds went twice');
    await confirm.click();
    await ada.getByText('Rolled production back from 2.0.0 to 1.0.0').waitFor(patient);
    expect(await served()).toBe('1.0.0');
    await ada.getByText('Refunds went twice').first().waitFor(patient);
  });

  test('two releases are chosen and compared', async () => {
    await ada.goto(at(`/agents/${slug}?tab=releases`));
    for (const version of ['1.0.0', '2.0.0']) await ada.getByLabel(`Choose ${version} to compare`).check(patient);
    await press(ada, 'Compare');
    await ada.getByRole('heading', { name: 'clerk 2.0.0' }).waitFor(patient);
    await ada
      .getByText(/temperature/)
      .first()
      .waitFor(patient);
    expect(new URL(ada.url()).searchParams.get('base')).toMatch(/^rel_/);
  });

  test('a freeze holds until two different people have overridden it; rolling back stays open', async () => {
    await ada.goto(at('/calendar'));
    await press(ada, 'Freeze');
    await dialog(ada).getByLabel('Why').fill('Quarter-end closing');
    await dialog(ada).getByRole('button', { name: 'Freeze' }).click(patient);
    await ada.getByText('Frozen: Quarter-end closing').first().waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    const [freeze] = (await live.get<{ items: Freeze[] }>('/api/v1/freezes')).items;
    expect(freeze).toMatchObject({ reason: 'Quarter-end closing', environment: null });
    for (const [page, agreed] of [
      [ada, '1 of 2 agreed'],
      [ben, null],
    ] as const) {
      await page.goto(at(`/agents/${slug}?tab=deployments`));
      await press(page, 'Deploy to production');
      await dialog(page).getByText('Frozen until').waitFor(patient);
      await dialog(page).getByLabel('Why').fill('Cannot wait');
      expect(
        await dialog(page)
          .getByRole('button', { name: /^Deploy/ })
          .isDisabled(),
      ).toBe(true);
      await page.keyboard.press('Escape');
      await press(page, 'Override');
      await dialog(page).getByLabel('Why').fill('The law asks for it by tomorrow');
      await press(page, 'Agree to override');
      if (agreed !== null) await page.getByText(agreed).waitFor(patient);
    }
    await expect.poll(() => ben.getByText('Frozen until').count(), patient).toBe(0);
    await deploy(ben, '2.0.0');
    expect(await served()).toBe('2.0.0');
  });

  test.each([
    ['/releases', 'Choose two of an agent'],
    ['/deployments?shows=changes', 'rolled back to 1.0.0'],
    ['/fleet', 'Fleet score, production'],
    ['/agents/clerk', 'What runs where'],
    ['/agents/clerk?tab=deployments', 'What was changed'],
  ])('%s shows what was done, in the dark and on a phone, and nothing scrolls sideways', async (path, ready) => {
    await ben.emulateMedia({ colorScheme: 'dark' });
    await ben.goto(at(path.replace('clerk', slug)));
    await ben.getByText(ready).first().waitFor(patient);
    expect(await violations(ben)).toEqual([]);
    await ben.setViewportSize({ width: 390, height: 844 });
    await ben.getByText(ready).first().waitFor(patient);
    expect(await ben.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await ben.setViewportSize({ width: 1440, height: 900 });
  });

  test('the browsers’ consoles had nothing to complain about', () => {
    expect(errors.flat().filter((e) => !/EventSource/.test(e))).toEqual([]);
  });
});
