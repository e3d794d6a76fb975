import { beforeEach, expect, test, vi, afterEach } from 'vitest';
import { byRole, defects, names, nodesOf, parse, words } from '../ui/markup.fixture.ts';
import { aBrowser, aMe, drawPage, type Answers } from './house.fixture.tsx';
import { Problem } from './api.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());
const me = ['access', 'me'];
const signedIn: Answers = [[me, aMe()]];

test('the sign-in page asks for e-mail and password, and says what to do without one', async () => {
  const html = await drawPage('/sign-in', []);
  expect(names(html, 'heading')).toEqual(['Sign in']);
  expect(names(html, 'textbox')).toEqual(['E-mail', 'Password']);
  const fields = nodesOf(parse(html)).filter((n) => n.tag === 'input');
  expect(fields.map((f) => f.attrs['autoComplete'] ?? f.attrs['autocomplete'])).toEqual([
    'username',
    'current-password',
  ]);
  expect(words(html)).toContain('login-link');
  expect(defects(html)).toEqual([]);
});

test('a sign-in link waits for a press and does not show its token', async () => {
  const html = await drawPage('/sign-in/sbl_secret-token', []);
  expect(names(html, 'button')).toEqual(['Sign in']);
  expect(names(html, 'link')).toEqual(['Use a password instead']);
  expect(html).not.toContain('sbl_secret-token');
});

test('who is signed in already is told so before a link is used up', async () => {
  const html = await drawPage('/sign-in/x', [[me, aMe()]]);
  expect(words(html)).toContain('You are signed in as ada@example.com ; using the link ends that here.');
  expect(names(html, 'link')).toEqual(['Go on as Ada Weiss']);
});

test('without a session the house shows nothing of itself', async () => {
  const html = await drawPage('/runs', [[me, new Problem(401, { title: 'Not signed in' })]]);
  expect(words(html)).toBe('');
  expect(names(html, 'status')).toEqual([]);
});

test('while it is not known who asks, nothing is shown but that it loads', async () => {
  const html = await drawPage('/settings', []);
  expect(names(html, 'status')).toEqual(['Loading']);
  expect(names(html, 'button')).toEqual([]);
});

test('a server that does not answer is said, with a way to try again', async () => {
  const html = await drawPage('/runs', [
    [me, new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' })],
  ]);
  expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
  expect(names(html, 'button')).toContain('Try again');
});

test('the house: rooms that exist, where one is, scope, content to skip to', async () => {
  const html = await drawPage('/settings?env=production&tz=local', signedIn);
  expect(names(html, 'navigation')).toEqual(['Rooms', 'Settings']);
  const links = byRole(html, 'link');
  expect(links.map((l) => [l.name, l.node.attrs['href']])).toEqual([
    ['Skip to content', '#content'],
    ['Agents', '/agents?env=production&tz=local'],
    ['Connect', '/connect?env=production&tz=local'],
    ['Runs', '/runs?env=production&tz=local'],
    ['Failures', '/failures?env=production&tz=local'],
    ['Settings', '/settings?env=production&tz=local'],
    ['You', '/settings?env=production&tz=local'],
    ['Members', '/settings/members?env=production&tz=local'],
    ['Keys', '/settings/keys?env=production&tz=local'],
  ]);
  expect(links.filter((l) => l.node.attrs['aria-current'] === 'page').map((l) => l.name)).toEqual(['Settings', 'You']);
  expect(byRole(html, 'main')[0]!.node.attrs['id']).toBe('content');
  expect(defects(html)).toEqual([]);
});

test('rooms stand in the sidebar for those who may see them', async () => {
  const rooms = async (rights: string[]): Promise<string[]> =>
    names(await drawPage('/settings', [[me, aMe({ rights })]]), 'link').filter((name) =>
      ['Prompts', 'Playground', 'Model providers'].includes(name),
    );
  expect(await rooms([])).toEqual([]);
  expect(await rooms(['prompt.read'])).toEqual(['Prompts']);
  expect(await rooms(['prompt.read', 'model_provider.use', 'model_provider.read'])).toEqual([
    ...['Prompts', 'Playground', 'Model providers'],
  ]);
});

test('team is asked only where there are several; environments come from what was seen', async () => {
  const one = aMe({ teams: aMe().teams.slice(0, 1) });
  const scope = async (answers: Answers) => names(await drawPage('/runs', answers), 'combobox').slice(0, -3);
  expect(await scope(signedIn)).toEqual(['Team', 'Environment', 'Time']);
  expect(await scope([[me, one]])).toEqual(['Environment', 'Time']);
});

test.each(['/settings', '/settings/keys', '/connect'])(
  '%s is about no team, environment or time, and asks for none',
  async (path) => {
    const asked = names(await drawPage(path, signedIn), 'combobox');
    expect(asked.filter((name) => ['Environment', 'Time'].includes(name))).toEqual([]);
  },
);

test('the scope of the URL stands in the bar; a custom time by its two ends', async () => {
  const at = async (search: string) =>
    byRole(await drawPage(`/runs?${search}`, signedIn), 'combobox')
      .slice(0, 3)
      .map((c) => words(`<b>${textIn(c.node)}</b>`));
  expect(await at('team=tea_2&env=staging&range=7d')).toEqual(['Finance', 'staging', 'Last 7 days']);
  expect(await at('from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-02T06%3A30%3A00.000Z')).toEqual([
    'All teams',
    'All environments',
    '2026-11-01 00:00 – 2026-11-02 06:30',
  ]);
  const oneDay = await at('from=2026-11-01T10%3A00%3A00.000Z&to=2026-11-01T12%3A30%3A00.000Z');
  expect(oneDay.at(-1)).toBe('2026-11-01 10:00 – 12:30');
});
const textIn = (node: { children: unknown[] }): string =>
  node.children.map((c) => (typeof c === 'string' ? c : textIn(c as { children: unknown[] }))).join('');

test('an environment that a client named to mislead is named as it is', async () => {
  const html = await drawPage(`/runs?env=${encodeURIComponent('pro\u202educ')}`, signedIn);
  expect(words(html)).toContain('U+202E');
  expect(html).not.toMatch(/\u202e[^"]*<\/span>/);
});

test('trouble stands above every page, worst first, with the time in the zone of the page', async () => {
  const health = { warehouse: { status: 'down', since: '2026-11-22T12:03:10.000Z' }, ingest: { quarantined: 1 } };
  const html = await drawPage('/settings', [...signedIn, [['health'], health]]);
  const said = byRole(html, 'status').map((s) => s.name);
  expect(said[1]).toContain('Warehouse is restarting since 12:03:10 UTC.');
  expect(said[2]).toContain('1 segment in quarantine.');
});

test('settings: a first password, a new one, themes, sign-out', async () => {
  const first = await drawPage('/settings', signedIn);
  expect(names(first, 'textbox')).toContain('Set a password');
  expect(names(first, 'button')).toEqual(expect.arrayContaining(['Set password', 'Sign out']));
  const person = { ...aMe().person, hasPassword: true };
  expect(names(await drawPage('/settings', [[me, aMe({ person })]]), 'textbox')).toContain('New password');
  expect(names(first, 'textbox').filter((name) => /present|code/i.test(name))).toEqual([]);
  const proofs = { ...person, secondFactor: true };
  expect(names(await drawPage('/settings', [[me, aMe({ person: proofs })]]), 'textbox')).toEqual(
    expect.arrayContaining(['Present password', 'Or a code of your authenticator app', 'New password']),
  );
  const radios = nodesOf(parse(first)).filter((n) => n.attrs['type'] === 'radio');
  expect(radios.map((r) => r.attrs['name'])).toEqual(['theme', 'theme', 'theme']);
});

test('an address that does not exist says so and leads on', async () => {
  const html = await drawPage('/nowhere', []);
  expect(names(html, 'heading')).toEqual(['There is no such page']);
  expect(names(html, 'link')).toEqual(['Go to the runs']);
});

test('on a phone there is a menu instead of the sidebar, and short words in the bar', async () => {
  aBrowser({ phone: true });
  const html = await drawPage('/runs', signedIn);
  expect(names(html, 'navigation')).toEqual([]);
  expect(names(html, 'button')).toContain('Menu');
  expect(words(html)).toContain('All envs');
  expect(words(html)).toContain('24 hours');
});
