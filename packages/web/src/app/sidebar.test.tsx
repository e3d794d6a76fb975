import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defects, names, words } from '../ui/markup.fixture.ts';
import { aBrowser, aMe, drawPart } from './house.fixture.tsx';
import { Entries, Sidebar } from './sidebar.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const stored = (value: string | null) => vi.stubGlobal('localStorage', { getItem: () => value });
const entries = (rights: string[], folded = false) =>
  drawPart(<Entries me={aMe({ rights })} folded={folded} onGo={() => undefined} />);

const open = ['Agents', 'Connect', 'Runs', 'Failures', 'Settings'];
test.each<[string[], string[]]>([
  [[], []],
  [['prompt.read'], ['Prompts']],
  // The playground asks models with a prompt, never without.
  [['model_provider.use'], []],
  [
    ['prompt.read', 'model_provider.use'],
    ['Prompts', 'Playground'],
  ],
  [['dashboard.read'], ['Dashboards']],
  [['run.read'], ['SQL']],
  [['agent.read'], ['Releases', 'Deployments', 'Calendar', 'Fleet score', 'Dependencies']],
])('rights %j open %j beside what all see', async (rights, more) => {
  const shown = names(await entries(rights), 'link');
  expect(shown.toSorted()).toEqual([...open, ...more].toSorted());
  expect(shown.at(-1)).toBe('Settings');
});

test('folded, each entry keeps its name for whoever cannot see its sign, and its title for whoever points at it', async () => {
  const all = ['prompt.read', 'model_provider.use', 'dashboard.read', 'run.read', 'agent.read'];
  const [wide, folded] = [await entries(all), await entries(all, true)];
  expect(names(folded, 'link')).toEqual(names(wide, 'link'));
  expect(words(folded)).toBe('');
  expect(names(folded, 'heading')).toEqual([]);
  for (const name of names(folded, 'link')) expect(folded).toContain(`title="${name}"`);
  expect(defects(folded)).toEqual([]);
});

test('headings of rooms stand only above entries', async () => {
  expect(names(await entries([]), 'heading')).toEqual(['Monitoring']);
  expect(names(await entries(['prompt.read', 'agent.read']), 'heading')).toEqual([
    'Prompts',
    'Monitoring',
    'Lifecycle',
  ]);
});

test('is folded as chosen in this browser; where nothing was chosen, as there is room', async () => {
  const button = async () => names(await drawPart(<Sidebar me={aMe()} />), 'button');
  stored('folded');
  expect(await button()).toEqual(['Unfold sidebar']);
  stored('open');
  aBrowser({ phone: true });
  expect(await button()).toEqual(['Fold sidebar']);
  stored(null);
  expect(await button()).toEqual(['Unfold sidebar']);
  aBrowser();
  expect(await button()).toEqual(['Fold sidebar']);
});

test('where storage is forbidden it stands all the same', async () => {
  const getItem = () => {
    throw new Error('SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem });
  expect(names(await drawPart(<Sidebar me={aMe()} />), 'navigation')).toEqual(['Rooms']);
});

test('a workspace named to break out is text', async () => {
  const html = await drawPart(<Sidebar me={aMe({ workspace: { id: 'w', name: '<img src=x onerror=1>' } })} />);
  expect(words(html)).toContain('<img src=x onerror=1>');
  expect(defects(html)).toEqual([]);
});
