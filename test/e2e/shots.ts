import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launch, openPage } from './browser.ts';
import { startFixture, type Fixture, type Scenario } from './fixture-server.ts';
import { calm, settingsMood } from './fixture-settings.ts';

/** Writes what a person would see into .test/shots: both themes, 1440 and 390 px. Run: node test/e2e/shots.ts [name…] */
type Shot = {
  name: string;
  scenario: Scenario;
  path: (f: Fixture) => string;
  ready: string;
  mood?: Partial<typeof settingsMood>;
  act?: (page: Page, f: Fixture) => Promise<void>;
};

const failed = (f: Fixture): string => f.runs.find((r) => r.outcome.value === 'failed')!.id;
const shots: Shot[] = [
  { name: 'sign-in', scenario: 'signed-out', path: () => '/sign-in', ready: 'E-mail' },
  {
    name: 'sign-in-link',
    scenario: 'signed-out',
    path: () => '/sign-in/bad',
    ready: 'Use a password',
  },
  { name: 'runs', scenario: 'full', path: () => '/runs', ready: 'as of', act: async (p) => p.keyboard.press('j') },
  {
    name: 'runs-peek',
    scenario: 'full',
    path: (f) => `/runs?peek=${failed(f)}`,
    ready: 'Open run',
    act: async (p) => p.getByText('Failed steps').waitFor(),
  },
  {
    name: 'runs-filtered',
    scenario: 'full',
    path: () => '/runs?agent=refund-clerk&outcome=failed&user=42',
    ready: 'No run fits',
  },
  {
    name: 'runs-facets',
    scenario: 'full',
    path: () => '/runs?facets=open&sorted=duration&order=desc&filter=[{"by":"tool","values":["refund"],"not":true}]',
    ready: 'Add condition',
    act: async (p) => {
      await p.keyboard.press('j');
      await p.keyboard.press('x');
      await p.keyboard.press('j');
      await p.keyboard.press('x');
    },
  },
  { name: 'steps', scenario: 'full', path: () => '/steps', ready: 'End of the list' },
  { name: 'users', scenario: 'full', path: () => '/users', ready: 'End of the list' },
  { name: 'users-empty', scenario: 'empty', path: () => '/users', ready: 'No user fits' },
  {
    name: 'compare',
    scenario: 'full',
    path: (f) => `/runs/compare?a=${f.runs[0]!.id}&b=${failed(f)}`,
    ready: 'The runs part',
  },
  { name: 'dashboard', scenario: 'full', path: () => '/dashboards/dsh_1', ready: 'Night shift' },
  { name: 'failures', scenario: 'full', path: () => '/failures', ready: 'End of the list' },
  { name: 'failures-peek', scenario: 'full', path: () => '/failures?peek=fai_1', ready: 'By release' },
  { name: 'failures-empty', scenario: 'empty', path: () => '/failures', ready: 'Nothing failed in this time' },
  { name: 'failures-broken', scenario: 'broken', path: () => '/failures', ready: 'Try again' },
  { name: 'runs-empty', scenario: 'empty', path: () => '/runs', ready: 'No runs yet' },
  { name: 'runs-broken', scenario: 'broken', path: () => '/runs', ready: 'Try again' },
  { name: 'runs-degraded', scenario: 'degraded', path: () => '/runs', ready: 'Warehouse is restarting since' },
  { name: 'run', scenario: 'full', path: (f) => `/runs/${failed(f)}`, ready: 'execute_tool refund' },
  { name: 'run-step', scenario: 'full', path: (f) => `/runs/${failed(f)}?step=a000000000000002`, ready: 'Read as' },
  { name: 'run-transcript', scenario: 'full', path: (f) => `/runs/${failed(f)}?view=transcript`, ready: 'Sent again' },
  { name: 'run-broken', scenario: 'full', path: () => '/runs/nothing', ready: 'No such run' },
  { name: 'settings', scenario: 'full', path: () => '/settings', ready: 'Appearance' },
  {
    name: 'second-factor',
    scenario: 'full',
    path: () => '/settings',
    ready: 'Appearance',
    act: async (p) => {
      await p.getByRole('button', { name: 'Set up an authenticator app' }).click();
      await p.getByText('type this secret').waitFor();
    },
  },
  { name: 'must-enrol', scenario: 'owes', path: () => '/runs', ready: 'asks everybody' },
  {
    name: 'sign-in-provider',
    scenario: 'provider',
    path: () => '/sign-in?problem=access.no_group',
    ready: 'Northern login',
  },
  { name: 'members', scenario: 'full', path: () => '/settings/members', ready: 'Jonas Okafor' },
  { name: 'members-alone', scenario: 'empty', path: () => '/settings/members', ready: 'You are alone here' },
  {
    name: 'members-invite',
    scenario: 'full',
    path: () => '/settings/members',
    ready: 'Jonas Okafor',
    act: async (p) => p.getByRole('button', { name: 'Invite a person' }).click(),
  },
  {
    name: 'members-disable',
    scenario: 'full',
    path: () => '/settings/members',
    ready: 'Jonas Okafor',
    act: async (p) => p.getByRole('button', { name: 'Disable Jonas Okafor' }).click(),
  },
  { name: 'keys', scenario: 'full', path: () => '/settings/keys', ready: 'Nightly export' },
  { name: 'keys-none', scenario: 'empty', path: () => '/settings/keys', ready: 'No key works now' },
  {
    name: 'keys-make',
    scenario: 'full',
    path: () => '/settings/keys',
    ready: 'Nightly export',
    act: async (p) => p.getByRole('button', { name: 'Make a key' }).click(),
  },
  {
    name: 'keys-revoke',
    scenario: 'full',
    path: () => '/settings/keys',
    ready: 'Nightly export',
    act: async (p) => p.getByRole('button', { name: 'Revoke Nightly export' }).click(),
  },
  {
    name: 'keys-content',
    scenario: 'full',
    path: () => '/settings/keys',
    ready: 'Nightly export',
    act: async (p) => {
      await p.getByRole('button', { name: 'Content of First key' }).click();
      await p.getByRole('radio', { name: /^Drop/ }).check();
    },
  },
  {
    name: 'prices',
    scenario: 'full',
    path: () => '/settings/prices',
    ready: 'Said here',
    mood: { recalculation: { total: 1200, done: 300 } },
  },
  { name: 'prices-empty', scenario: 'empty', path: () => '/settings/prices', ready: 'No model was called' },
  {
    name: 'prices-set',
    scenario: 'full',
    path: () => '/settings/prices',
    ready: 'Said here',
    act: async (p) => p.getByRole('button', { name: 'Set price of house-large' }).click(),
  },
  {
    name: 'demo-remove',
    scenario: 'full',
    path: () => '/settings',
    ready: 'Demo data is here',
    mood: { demo: 'present' },
    act: async (p) => p.getByRole('button', { name: 'Remove demo data' }).click(),
  },
  { name: 'runs-demo', scenario: 'full', path: () => '/runs', ready: 'Demo data is here', mood: { demo: 'present' } },
  {
    name: 'run-withheld',
    scenario: 'full',
    path: (f) => `/runs/${failed(f)}`,
    ready: 'You may not',
    mood: { readable: false },
  },
  {
    name: 'run-export',
    scenario: 'full',
    path: (f) => `/runs/${failed(f)}`,
    ready: 'execute_tool refund',
    act: async (p) => {
      await p.getByRole('button', { name: 'More' }).click();
      await p.getByRole('menuitem', { name: 'Export with content' }).click();
    },
  },
  { name: 'agents', scenario: 'full', path: () => '/agents', ready: 'as of', act: async (p) => p.keyboard.press('j') },
  { name: 'agents-empty', scenario: 'empty', path: () => '/agents', ready: 'No agents yet' },
  { name: 'agents-broken', scenario: 'broken', path: () => '/agents', ready: 'Try again' },
  { name: 'agents-filtered', scenario: 'full', path: () => '/agents?q=zzz', ready: 'No agent fits' },
  { name: 'agent', scenario: 'full', path: () => '/agents/agent-0', ready: 'By environment' },
  { name: 'agent-dark', scenario: 'full', path: () => '/agents/agent-3', ready: 'No invocation' },
  { name: 'agent-history', scenario: 'full', path: () => '/agents/agent-0?tab=history', ready: 'First seen' },
  { name: 'agent-broken', scenario: 'full', path: () => '/agents/nobody', ready: 'Not found' },
  {
    name: 'agent-rename',
    scenario: 'full',
    path: () => '/agents/agent-0',
    ready: 'By environment',
    act: async (p) => {
      await p.getByRole('button', { name: 'More' }).click();
      await p.getByRole('menuitem', { name: 'Rename' }).click();
      await p.getByLabel('Name').last().fill('Front desk');
      await p.getByText('You can undo it').waitFor();
    },
  },
  { name: 'connect', scenario: 'full', path: () => '/connect', ready: 'Kept:' },
  { name: 'connect-empty', scenario: 'empty', path: () => '/connect', ready: 'No run yet' },
  { name: 'ui', scenario: 'full', path: () => '/ui', ready: 'Lamp' },
];

const out = path.resolve(import.meta.dirname, '../../.test/shots');
mkdirSync(out, { recursive: true });
const wanted = process.argv.slice(2);
const browser = await launch();
try {
  for (const shot of shots.filter((s) => wanted.length === 0 || wanted.includes(s.name))) {
    const fixture = await startFixture(shot.scenario);
    calm();
    Object.assign(settingsMood, shot.mood);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1440, 390]) {
        const { page, errors, close } = await openPage(browser, {
          colorScheme,
          viewport: { width, height: width === 390 ? 844 : 900 },
        });
        await page.goto(fixture.url + shot.path(fixture));
        await page.getByText(shot.ready).first().waitFor({ state: 'attached' });
        await shot.act?.(page, fixture);
        await page.waitForTimeout(350);
        await page.screenshot({
          path: path.join(out, `${shot.name}-${colorScheme}-${width}.png`),
          fullPage: shot.name === 'ui',
        });
        if (errors.length > 0) console.error(shot.name, colorScheme, width, errors);
        await close();
      }
    }
    await fixture.close();
  }
} finally {
  await browser.close();
}
