import { afterEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { agentMood } from './fixture-agents.ts';
import type { Fixture } from './fixture-server.ts';
import { phone, violations, type Stage } from './stage.ts';

const posts = (f: Fixture): [string, unknown][] =>
  f.seen
    .filter((s) => s.line.startsWith('POST') && !s.line.endsWith('/query'))
    .map((s) => [s.line.replace('POST /api/v1', ''), s.body === '' ? null : (JSON.parse(s.body) as unknown)]);
const dialog = (page: Page) => page.getByRole('dialog');
const rows = (page: Page) => page.getByRole('grid', { name: 'Agents' }).getByRole('row');
const firstNames = async (page: Page): Promise<string[]> => {
  const cells = await rows(page).getByRole('link').allTextContents();
  return cells.slice(0, 3);
};

/** Agents, one agent, and connecting, as a person does them. */
export function agentChecks(open: Stage): void {
  afterEach(() => void Object.assign(agentMood, { upset: false, refuse: false, waiting: 0, stale: false }));

  test('when another agent gets worse, rows stay; the order follows when one asks, by button or key', async () => {
    for (const ask of ['button', 'key'] as const) {
      agentMood.upset = false;
      const { page, fixture } = await open('full', '/agents');
      await rows(page).nth(1).waitFor();
      const before = await firstNames(page);
      agentMood.upset = true;
      const again = page.getByRole('button', { name: 'Sort again' });
      await expect
        .poll(
          async () => {
            fixture.emit('advanced', {});
            return again.count();
          },
          { timeout: 6000 },
        )
        .toBe(1);
      expect(await firstNames(page)).toEqual(before);
      if (ask === 'button') await again.click();
      else await page.keyboard.press('s');
      await expect.poll(async () => (await firstNames(page))[0]).not.toBe(before[0]);
      expect(await again.count()).toBe(0);
    }
  });

  test('figures that can no longer be read stay, with their age', async () => {
    const { page, fixture } = await open('full', '/agents');
    await rows(page).nth(1).waitFor();
    const before = await firstNames(page);
    agentMood.stale = true;
    await expect
      .poll(
        async () => {
          fixture.emit('advanced', {});
          return page.getByText('Shown as of').count();
        },
        { timeout: 15_000 },
      )
      .toBe(1);
    expect(await firstNames(page)).toEqual(before);
    agentMood.stale = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.getByText('Shown as of').count()).toBe(0);
  });

  test('names that wait are said, and listed on demand', async () => {
    agentMood.waiting = 12;
    const { page } = await open('full', '/agents');
    await page.getByText('12 names in telemetry wait to become agents.').waitFor();
    await page.getByRole('button', { name: 'Show names' }).click();
    await dialog(page).getByText('No name waits.').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog(page).count()).toBe(0);
  });

  test('a change that is refused says why, stays open, and changes nothing', async () => {
    agentMood.refuse = true;
    const { page } = await open('full', '/agents/agent-0');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'This is not an agent' }).click();
    await dialog(page).getByText('You can undo it for 30 days').waitFor();
    await dialog(page).getByRole('button', { name: 'Ignore this name' }).click();
    await dialog(page).getByRole('alert').waitFor();
    expect(await dialog(page).getByRole('alert').textContent()).toContain('Undo the later change first.');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Names have changed since');
  });

  test('an address that is nobody’s says so, with the way back', async () => {
    const { page } = await open('full', '/agents/nobody');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('No agent with this address');
    await page.keyboard.press('Escape');
    await rows(page).nth(1).waitFor();
  });

  test('the scope goes along from the list to the agent, to its runs, and back', async () => {
    const { page } = await open('full', '/agents?range=7d&env=production');
    await rows(page).nth(1).getByRole('link').click();
    await page.getByRole('heading', { name: 'By release' }).waitFor();
    const scope = () => new URL(page.url()).searchParams;
    expect([scope().get('range'), scope().get('env')]).toEqual(['7d', 'production']);
    await page.getByRole('navigation', { name: 'Agent' }).getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    expect([scope().get('agent'), scope().get('range'), scope().get('team')]).toEqual([
      'refund-clerk',
      '7d',
      'tea_finance',
    ]);
    await page.goBack();
    await page.getByRole('heading', { name: 'By release' }).waitFor();
  });

  test.each(['/agents', '/agents/agent-1', '/connect'])('%s holds in the dark', async (path) => {
    const { page } = await open('full', path, { colorScheme: 'dark' });
    await page.getByRole('heading').first().waitFor();
    await page.waitForTimeout(300);
    expect(await violations(page)).toEqual([]);
  });

  test('figures by release stand whole on a phone', async () => {
    const { page } = await open('full', '/agents/agent-0', phone);
    const table = page.getByRole('region', { name: 'By release' });
    await table.waitFor();
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    expect(await table.getByText('p95 s').isVisible()).toBe(true);
  });

  test('the worst stands first; lamp, completion with its shares, and figures stand in a row', async () => {
    const { page } = await open('full', '/agents');
    await rows(page).nth(1).waitFor();
    expect(await violations(page)).toEqual([]);
    const first = rows(page).nth(1);
    expect(await first.getByRole('img').first().getAttribute('aria-label')).toBe('Act now');
    expect(await rows(page).nth(2).textContent()).toMatch(/93 % ~65 % \?1 %/);
    expect(await rows(page).nth(2).getByRole('img', { name: 'Limited' }).count()).toBe(1);
    expect(await page.getByText('1 act now').textContent()).toContain('1');
  });

  test('filters and order live in the address; the keyboard walks and opens', async () => {
    const { page, fixture } = await open('full', '/agents');
    await rows(page).nth(1).waitFor();
    await page.getByRole('combobox', { name: 'Health' }).click();
    await page.getByRole('option', { name: 'Act now' }).click();
    await expect.poll(() => rows(page).count()).toBe(2);
    expect(new URL(page.url()).searchParams.get('health')).toBe('danger');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'By name' }).click();
    await expect.poll(() => fixture.seen.some((s) => s.line.includes('sort=name'))).toBe(true);
    await page.getByRole('grid', { name: 'Agents' }).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/agents\/agent-\d+$/);
  });

  test('figures change in place; rows stay where they stood until one asks', async () => {
    const { page, fixture } = await open('full', '/agents');
    await rows(page).nth(1).waitFor();
    const before = await firstNames(page);
    const asked = fixture.seen.length;
    await page.waitForTimeout(2100);
    fixture.emit('advanced', { at: new Date().toISOString() });
    await expect.poll(() => fixture.seen.length, { timeout: 5000 }).toBeGreaterThan(asked);
    expect(await firstNames(page)).toEqual(before);
  });

  test('two hundred rows scroll, and only those in view are in the page', async () => {
    const { page } = await open('full', '/agents');
    await rows(page).nth(1).waitFor();
    expect(await rows(page).count()).toBeLessThan(70);
    await page.getByRole('grid', { name: 'Agents' }).focus();
    await page.keyboard.press('End');
    await page.getByRole('row', { selected: false }).last().waitFor();
    await expect.poll(() => page.locator('[aria-rowindex="201"]').count()).toBe(1);
  });

  test('on a phone an agent is two lines, and nothing scrolls sideways', async () => {
    const { page } = await open('full', '/agents', phone);
    await rows(page).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await violations(page)).toEqual([]);
    await rows(page).nth(1).tap();
    await page.getByRole('heading', { name: 'invoice-reader' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await violations(page)).toEqual([]);
  });

  test('no agents teach how to connect one; an answer that is none says why', async () => {
    const { page } = await open('empty', '/agents');
    await page.getByRole('link', { name: 'Connect an agent' }).click();
    await page.getByRole('heading', { name: 'Connect an agent' }).waitFor();
    const broken = await open('broken', '/agents');
    await broken.page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await broken.page.getByRole('alert').textContent()).toContain('Warehouse is restarting');
  });

  test('renaming shows what will be before it is done, and is undone by one press', async () => {
    const { page, fixture } = await open('full', '/agents/agent-0');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    const confirm = dialog(page).getByRole('button', { name: 'Rename' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Name').fill('Front desk');
    await dialog(page).getByText('530 invocations').waitFor();
    expect(await violations(page)).toEqual([]);
    await confirm.click();
    await page.getByText('Renamed.').waitFor();
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(() => posts(fixture).filter(([line]) => !line.includes('preview')))
      .toEqual([
        [expect.stringMatching(/^\/agents\/agt_0+\/rename$/), { name: 'Front desk' }],
        ['/agents/changes/nch_2/undo', {}],
      ]);
  });

  test('a merge names the agent that remains', async () => {
    const { page, fixture } = await open('full', '/agents/agent-0');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Merge' }).click();
    await dialog(page).getByRole('combobox', { name: 'Merge into' }).click();
    await page.getByRole('option', { name: 'triage', exact: true }).click();
    await dialog(page).getByText('You can undo it for 30 days').waitFor();
    await dialog(page).getByRole('button', { name: 'Merge' }).click();
    await page.getByText('Merged.').waitFor();
    expect(posts(fixture).findLast(([line]) => !line.includes('preview'))).toEqual([
      expect.stringMatching(/\/merge$/),
      { into: expect.stringMatching(/^agt_/) },
    ]);
  });

  test('names: what is ignored is restored, and steps that look like agents are told', async () => {
    const { page, fixture } = await open('full', '/agents');
    await page.getByRole('button', { name: 'Names' }).click();
    await dialog(page).getByText('research_node').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Restore' }).click();
    await expect
      .poll(() => posts(fixture))
      .toEqual([['/agents/names/restore', { teamId: 'tea_support', name: 'AgentExecutor', service: '' }]]);
  });

  test('a name is split off for one service; the agent itself needs one', async () => {
    const { page, fixture } = await open('full', '/agents/agent-0');
    await page.getByRole('button', { name: 'Split off refund-clerk' }).click();
    const confirm = dialog(page).getByRole('button', { name: 'Split off' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Only from this service').fill('billing');
    await dialog(page).getByLabel('Name of the new agent').fill('Billing clerk');
    await dialog(page).getByText('You can undo it for 30 days').waitFor();
    expect(await violations(page)).toEqual([]);
    await confirm.click();
    await expect
      .poll(() => posts(fixture).findLast(([line]) => !line.includes('preview')))
      .toEqual([expect.stringMatching(/\/split$/), { name: 'refund-clerk', service: 'billing', as: 'Billing clerk' }]);
  });

  test('an owner is named by who may, and taken back by undo', async () => {
    const { page, fixture } = await open('full', '/agents/agent-0');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Name owner' }).click();
    await dialog(page).getByText('The owner answers for it').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Name owner' }).click();
    await page.getByText('owns refund-clerk.').waitFor();
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(() => posts(fixture).map(([line, body]) => [line.split('/').at(-1), body]))
      .toEqual([
        ['owner', { personId: expect.stringMatching(/^per_/) }],
        ['owner', { personId: null }],
      ]);
  });

  test('one agent: tabs, history, neighbours, and back by escape', async () => {
    const { page } = await open('full', '/agents/agent-0');
    await page.getByRole('heading', { name: 'By release' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('First seen, as "first-name"').waitFor();
    expect(await page.locator('nav[aria-label=Agent] [aria-current=page]').allTextContents()).toEqual(['History']);
    await page.keyboard.press('Escape');
    await rows(page).nth(1).waitFor();
  });

  test('connecting: a key is made on the spot and stands in every snippet; what arrives is told', async () => {
    const { page, fixture } = await open('full', '/connect');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText('It is shown only now').waitFor();
    expect(posts(fixture)).toEqual([
      ['/keys', { name: 'Connect', teamId: 'tea_support', scopes: ['ingest'], contentMode: 'keep' }],
    ]);
    for (const name of ['Pydantic AI', 'Langfuse SDK', 'curl']) {
      await page.getByRole('tab', { name }).click();
      await page.getByRole('tabpanel').getByText('sbx_0193a5b2').first().waitFor();
    }
    await page.getByText('Kept: Traces, 8.4 kB').waitFor();
    await page.getByText('No key').waitFor();
    const backup = page.getByRole('listitem').filter({ hasText: 'A backup is made' });
    await backup.getByRole('img', { name: 'Done' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('a long line to paste can be read to its end: nothing lies over it', async () => {
    const { page } = await open('full', '/connect');
    const lines = page.getByLabel('Set up OpenAI Agents');
    await lines.waitFor();
    await lines.evaluate((box) => (box.scrollLeft = box.scrollWidth));
    const [text, button] = await Promise.all([
      lines.boundingBox(),
      page.getByRole('tabpanel').getByRole('button', { name: 'Copy' }).first().boundingBox(),
    ]);
    expect(text!.x + text!.width).toBeLessThanOrEqual(button!.x);
  });
}
