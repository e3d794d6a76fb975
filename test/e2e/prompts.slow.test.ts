import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeProvider, startFakeProvider } from '../../packages/demo/src/provider/index.ts';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { PromptDetail, PromptList } from '../../packages/server/src/rooms/prompts/contract.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';
import { browserIsHere, launch, openPage } from './browser.ts';
import { answer, fits, signedIn } from './prompts.fixture.ts';
import { violations } from './stage.ts';

/** From an empty list to a version in production, as two people do it at a running server. One after another, on one page each. */
describe.skipIf(!browserIsHere())('prompts at a running server', () => {
  let live: LiveServer;
  let provider: FakeProvider;
  let browser: Browser;
  let ada: Page;
  let ben: Page;
  const errors: string[][] = [];
  const patient = { timeout: 15_000 };
  const dialog = (page: Page) => page.getByRole('dialog');
  const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Prompt' }).getByText(name).click();
  const promptNow = async (): Promise<PromptDetail> => {
    const { items } = await live.get<PromptList>('/api/v1/prompts?folder=support');
    return live.get<PromptDetail>(`/api/v1/prompts/${items[0]!.id}`);
  };

  beforeAll(async () => {
    [live, provider, browser] = await Promise.all([
      // The provider of this test is on this machine, as Ollama would be.
      liveServer(),
      startFakeProvider({ behave: answer }),
      launch(),
    ]);
    const me = await live.get<Me>('/api/v1/me');
    const made = async <T>(path: string, body: unknown): Promise<T> =>
      (await (await live.post(path, body)).json()) as T;
    const link = await made<{ signInUrl: string }>(`/api/v1/people/${me.person.id}/sign-in-link`, undefined);
    const asked = { name: 'Ben Osei', email: 'ben@example.com' };
    const { person, signInUrl } = await made<{ person: { id: string }; signInUrl: string }>('/api/v1/people', asked);
    const teamId = me.teams[0]!.id;
    await made('/api/v1/grants', { personId: person.id, role: 'prompt_engineer', teamId });
    const [first, second] = await Promise.all([openPage(browser), openPage(browser)]);
    errors.push(first.errors, second.errors);
    [ada, ben] = [first.page, second.page];
    await Promise.all([signedIn(ada, link.signInUrl), signedIn(ben, signInUrl)]);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([provider?.close(), live?.close()]);
  });

  test('an empty list teaches; a prompt is created', async () => {
    await ada.goto(`${live.server.url}/prompts`);
    await ada.getByText('signalbox prompts import').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await ada.keyboard.press('c');
    await dialog(ada).getByLabel('Name').fill('refund-clerk');
    await dialog(ada).getByLabel('Folder').fill('support/eu');
    await dialog(ada).getByLabel('Tags').fill('refunds');
    await dialog(ada).getByRole('button', { name: 'Create prompt' }).click();
    await ada.getByRole('heading', { name: 'refund-clerk', level: 1 }).waitFor(patient);
  });

  test('what is written is checked by line; one press declares what is used; it becomes version 1', async () => {
    const message = ada.getByRole('textbox', { name: 'System, message 1' });
    await message.fill('You are the refund clerk.\nBe {{ tone }} and brief.');
    await ada.getByText('2', { exact: true }).first().waitFor();
    await ada.getByRole('region', { name: 'Check' }).getByText('line 2').waitFor(patient);
    expect(await ada.getByRole('button', { name: 'Save version' }).isDisabled()).toBe(true);
    await ada.getByRole('button', { name: 'Declare tone' }).click();
    await ada.getByText('Nothing speaks against saving').waitFor(patient);
    await ada.getByText('Draft kept').waitFor(patient);
    expect((await promptNow()).draft?.base).toBe(null);
    expect(await violations(ada)).toEqual([]);
    await ada.getByRole('button', { name: 'Save version' }).click();
    await dialog(ada).getByLabel('What changes, and why').fill('First words');
    await dialog(ada).getByRole('button', { name: 'Save version 1' }).click();
    await ada.getByText('Version 1 is saved.').waitFor(patient);
    expect(await promptNow()).toMatchObject({ latest: 1, draft: null, versions: [{ message: 'First words' }] });
  });

  test('a second version shows what it changes before it is saved, and beside the first after', async () => {
    const message = ada.getByRole('textbox', { name: 'System, message 1' });
    await message.fill('You are the refund clerk.\nBe {{ tone }} and exact.');
    await ada.getByRole('button', { name: 'Save version' }).click({ timeout: 15_000 });
    const changes = dialog(ada).getByRole('region', { name: 'Changes since version 1' });
    await changes.locator('ins', { hasText: 'exact' }).waitFor(patient);
    await changes.locator('del', { hasText: 'brief' }).waitFor();
    expect(await violations(ada)).toEqual([]);
    await dialog(ada).getByLabel('What changes, and why').fill('Exact, not brief');
    await dialog(ada).getByRole('button', { name: 'Save version 2' }).click();
    await ada.getByText('Version 2 is saved.').waitFor(patient);
    await tab(ada, 'Versions');
    await ada.getByRole('table', { name: 'Message 1, system' }).locator('ins', { hasText: 'exact' }).waitFor(patient);
    await ada.keyboard.press('j');
    await ada.getByRole('heading', { name: 'Version 1' }).waitFor(patient);
    expect(await violations(ada)).toEqual([]);
  });

  test('a label moves with a reason, and goes back by undo', async () => {
    await ada.getByRole('button', { name: 'Move label' }).click();
    await dialog(ada).getByText('The label production comes on version 2').waitFor(patient);
    await dialog(ada).getByLabel('Why').fill('It was tried');
    expect(await violations(ada)).toEqual([]);
    await dialog(ada).getByRole('button', { name: 'Move production to version 2' }).click();
    await ada.getByText('Label production put on version 2.').waitFor(patient);
    expect((await promptNow()).labels).toMatchObject([{ label: 'production', number: 2 }]);
    await ada.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(async () => (await promptNow()).labels, { timeout: 15_000 }).toEqual([]);
    await tab(ada, 'History');
    await ada.getByText('Label production taken from version 2').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
  });

  test('a second person is asked, comments at a line, asks for changes, approves', async () => {
    await tab(ada, 'Review');
    await ada.getByText('You wrote this version').waitFor(patient);
    await ada.getByRole('button', { name: 'Ask for review' }).click();
    await dialog(ada).getByLabel('Ben Osei').check(patient);
    await dialog(ada).getByRole('button', { name: 'Ask', exact: true }).click();
    await ada.getByText('Waits for review').waitFor(patient);

    await ben.goto(`${live.server.url}/prompts`);
    await ben.getByText('waits for your review').waitFor(patient);
    await ben.getByRole('link', { name: 'refund-clerk 2' }).click();
    await ben.getByRole('button', { name: 'Comment on line 2' }).click(patient);
    await ben.getByLabel('Comment on line 2').last().fill('Exact about what?');
    await ben.getByRole('button', { name: 'Comment', exact: true }).first().click();
    await ben.getByText('Exact about what?').waitFor(patient);
    await ben.getByLabel('Your review').last().fill('Say what must be exact.');
    await ben.getByRole('button', { name: 'Ask for changes' }).click();
    await ben.getByText('Changes asked for').waitFor(patient);
    expect(await violations(ben)).toEqual([]);
    await ben.getByRole('button', { name: 'Approve version 2' }).click();
    await ben.getByText('Approved').waitFor(patient);
    // Ada’s page learns of it by itself.
    await ada.getByText('Exact about what?').waitFor(patient);
    await ada.getByText('Approved').waitFor(patient);
  });

  test('what another saves meanwhile is told to who is writing', async () => {
    await tab(ada, 'Content');
    const own = ada.getByRole('textbox', { name: 'System, message 1' });
    await own.fill(`${await own.inputValue()}\nNever guess.`);
    await ada.getByText('Draft kept').waitFor(patient);
    const { versions } = await promptNow();
    await tab(ben, 'Content');
    const theirs = ben.getByRole('textbox', { name: 'System, message 1' });
    await theirs.fill(`${await theirs.inputValue()}\nUse plain words.`);
    await ben.getByRole('button', { name: 'Save version' }).click(patient);
    await dialog(ben).getByRole('button', { name: 'Save version 3' }).click();
    await ben.getByText('Version 3 is saved.').waitFor(patient);
    await ada.getByText('saved version 3 while you wrote from version 2').waitFor(patient);
    expect(await own.inputValue()).toContain('Never guess.');
    expect(versions).toHaveLength(2);
    await ada.getByRole('button', { name: 'Discard draft' }).click();
    await expect.poll(() => own.inputValue(), { timeout: 15_000 }).toContain('Use plain words.');
  });

  test('a provider is added and answers; its key is not shown again', async () => {
    await ada.goto(`${live.server.url}/settings/providers`);
    await ada.getByRole('button', { name: 'Add a provider' }).click(patient);
    await dialog(ada).getByLabel('Name').fill('Here');
    await dialog(ada).getByLabel('Address').fill(`${provider.url}/v1`);
    await dialog(ada).getByLabel('API key').fill('sk-of-the-test');
    await dialog(ada).getByLabel('Models').fill('small-model\nlarge-model');
    await dialog(ada).getByRole('button', { name: 'Add provider' }).click();
    await ada.getByRole('button', { name: 'Try it: Here' }).click(patient);
    await dialog(ada).getByRole('button', { name: 'Ask' }).click();
    await dialog(ada).getByText('Answer of small-model.').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await ada.keyboard.press('Escape');
    await ada.getByText('key sealed').waitFor();
    expect(await ada.content()).not.toContain('sk-of-the-test');
  });

  test('the playground asks two models side by side', async () => {
    const { id } = await promptNow();
    await ada.goto(`${live.server.url}/prompts/${id}?show=playground`);
    await ada.getByRole('button', { name: 'Add lane' }).click(patient);
    await ada.getByRole('region', { name: 'Lane 2' }).getByLabel('Model').fill('large-model');
    await ada.getByLabel('tone of row 1').fill('kind');
    await ada.getByText('2 calls').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    const answers = ada.getByRole('region', { name: 'Answers', exact: true });
    await answers.getByText('Answer of small-model.').waitFor(patient);
    await answers.getByText('Answer of large-model.').waitFor(patient);
    await answers.getByText('2 of 2 answered').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await answers.getByRole('button', { name: 'Save as version, lane 2' }).click();
    await dialog(ada).getByRole('button', { name: 'Save version 4' }).click(patient);
    await answers.getByText('Saved as version 4').waitFor(patient);
  });

  test('a model that wants a tool is answered by hand, and goes on', async () => {
    await ada.getByRole('region', { name: 'Lane 1' }).getByLabel('Model').fill('tool-model');
    await ada.getByRole('button', { name: 'Remove lane 2' }).click();
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    const answers = ada.getByRole('region', { name: 'Answers', exact: true });
    await answers.getByRole('button', { name: 'Give results and go on' }).click({ timeout: 15_000 });
    await answers.getByLabel('lookup_order answers').fill('{"paid":"42.90 EUR"}');
    await answers.getByRole('button', { name: 'Go on', exact: true }).click();
    await answers.getByText('It was paid: {"paid":"42.90 EUR"}').waitFor(patient);
  });

  test('files are taken in, each with what became of it', async () => {
    await ada.goto(`${live.server.url}/prompts`);
    await ada.getByRole('button', { name: 'More' }).click(patient);
    await ada.getByRole('menuitem', { name: 'Import' }).click();
    const file = (name: string, text: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
    await dialog(ada)
      .getByLabel('Files')
      .setInputFiles([
        file('style.md', '---\n---\nWrite short sentences.'),
        file('bad.md', '---\nkind: audio\n---\nx'),
      ]);
    await dialog(ada).getByRole('button', { name: 'Import 2 files' }).click();
    await dialog(ada).getByText('1 prompt taken, 1 not.').waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await dialog(ada).getByRole('button', { name: 'Done' }).click();
    await ada.getByRole('grid', { name: 'Prompts' }).getByText('style').waitFor(patient);
  });

  test('a rule of the folder holds a label back, and says so before one tries', async () => {
    await ada.getByRole('button', { name: 'More' }).click();
    await ada.getByRole('menuitem', { name: 'Review rules' }).click();
    await dialog(ada).getByText('No folder needs a review.').waitFor(patient);
    await dialog(ada).getByLabel('Folder').fill('support');
    await dialog(ada).getByRole('button', { name: 'Set rule' }).click();
    await dialog(ada).getByRole('button', { name: 'Remove the rule of support' }).waitFor(patient);
    expect(await violations(ada)).toEqual([]);
    await ada.keyboard.press('Escape');
    await ada.getByRole('link', { name: 'support/eu/refund-clerk' }).click();
    await ada.getByRole('button', { name: 'Move label' }).click(patient);
    await dialog(ada).getByText('It cannot move now').waitFor(patient);
    await dialog(ada).getByLabel('Why').fill('Now');
    expect(await dialog(ada).getByRole('button', { name: 'Move production' }).isDisabled()).toBe(true);
    await ada.keyboard.press('Escape');
  });

  test('on a phone: nothing scrolls sideways, and axe is content in both themes', async () => {
    const { id } = await promptNow();
    await ada.setViewportSize({ width: 390, height: 844 });
    for (const [at, [path, ready]] of fits(id).entries()) {
      // By turns: each page in one theme, the one that marks most in both.
      for (const theme of at < 1 ? (['light', 'dark'] as const) : ([at % 2 === 0 ? 'light' : 'dark'] as const)) {
        await ada.emulateMedia({ colorScheme: theme });
        if (theme !== 'dark' || at >= 1) await ada.goto(live.server.url + path);
        await ada.getByText(ready).first().waitFor(patient);
        expect([path, await ada.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
        expect([path, theme, await violations(ada)]).toEqual([path, theme, []]);
      }
    }
  });

  test('the browsers’ consoles had nothing to complain about', () => {
    expect(errors.flat()).toEqual([]);
  });
});
