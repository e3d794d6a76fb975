import type { ListedPrompt } from 'signalbox/contract/prompts';
import type { PromptNotices } from 'signalbox/contract/prompts/notices';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, endless, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { aDetail, aPrompt, at, aVersion } from '../model/prompts.fixture.ts';
import { columns } from './columns.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const writer = ['prompt.read', 'prompt.write'];
const me = (rights = writer): Answers => [[['access', 'me'], aMe({ rights })]];
const key = (search: object = {}) => [
  ...['prompts', 'list'],
  {
    team: undefined,
    q: undefined,
    folder: undefined,
    tag: undefined,
    label: undefined,
    archived: undefined,
    ...search,
  },
];
const pages = (items: ListedPrompt[], nextCursor: string | null = null) => ({
  pages: [{ items, nextCursor }],
  pageParams: [undefined],
});
const list = (items: ListedPrompt[], search: object = {}, rights = writer): Answers => [
  ...me(rights),
  [key(search), pages(items)],
];
const draw = (answers: Answers, search = ''): Promise<string> => drawPage(`/prompts${search}`, answers);
const rows = (html: string) => byRole(html, 'row').slice(1);

test('a prompt a row: folder and name, type, version, labels with where they stand, review', async () => {
  const html = await draw(list([aPrompt(), aPrompt({ id: 'prm_2', name: 'style', kind: 'text', folder: '' })]));
  expect(names(html, 'heading')).toContain('Prompts');
  expect(rows(html)).toHaveLength(2);
  const said = textOf(rows(html)[0]!.node);
  expect(said).toContain('support/eu/refund-clerk');
  expect(said).toContain('2');
  expect(defects(html)).toEqual([]);
});

test('every column says what it has, and unknown is no number', async () => {
  const { renderToStaticMarkup } = await import('react-dom/server');
  const cell = (id: string, prompt: ListedPrompt): string =>
    words(`<b>${renderToStaticMarkup(<>{columns.find((one) => one.id === id)!.cell(prompt)}</>)}</b>`);
  expect(cell('latest', aPrompt({ latest: null }))).toBe('—');
  expect(cell('labels', aPrompt())).toBe('production 1');
  expect(cell('kind', aPrompt({ kind: 'text' }))).toBe('Text');
  expect(cell('tags', aPrompt({ tags: ['a', 'b'] }))).toBe('a, b');
  expect(cell('review', aPrompt({ review: 'none' }))).toBe('—');
  expect(cell('review', aPrompt({ review: 'changes_requested' }))).toBe('Changes asked for');
  expect(cell('changed', aPrompt({ latestAt: null }))).not.toBe('');
});

test('who may not write is offered nothing to write', async () => {
  expect(names(await draw(list([aPrompt()])), 'button')).toContain('Create prompt');
  expect(names(await draw(list([aPrompt()], {}, ['prompt.read'])), 'button')).not.toContain('Create prompt');
});

test('filters of the address stand as set, and are what is asked', async () => {
  const search = { q: 'cl', folder: 'support', label: 'production', tag: 'refunds' };
  const html = await draw(
    [...list([aPrompt()], search), [['prompts', 'folders'], { items: [{ folder: 'support/eu', prompts: 1 }] }]],
    '?q=cl&folder=support&label=production&tag=refunds',
  );
  const boxes = byRole(html, 'combobox').slice(-5);
  expect(boxes.map((one) => one.node.attrs['value'] ?? textOf(one.node))).toEqual([
    ...['cl', 'support', 'production', 'refunds', 'In use'],
  ]);
  expect(names(html, 'button')).toContain('Clear filters');
  expect(rows(html)).toHaveLength(1);
});

test('prompts are of teams, not of environments and times', async () => {
  const asked = names(await draw(list([aPrompt()])), 'combobox');
  expect(asked).toContain('Team');
  expect(asked.filter((name) => ['Environment', 'Time'].includes(name))).toEqual([]);
});

describe('an empty list', () => {
  test('teaches: create, import, the command', async () => {
    const html = await draw(list([]));
    expect(names(html, 'heading')).toContain('No prompts yet');
    expect(names(html, 'button')).toEqual(
      expect.arrayContaining(['Create a prompt', 'Import from Langfuse, LangSmith or files']),
    );
    expect(words(html)).toContain('signalbox prompts import ./prompts');
    expect(defects(html)).toEqual([]);
  });

  test('offers nothing that one may not do', async () => {
    const html = await draw(list([], {}, ['prompt.read']));
    expect(names(html, 'button')).not.toContain('Create a prompt');
  });

  test('where filters hide them, that is said', async () => {
    const any: Answers = [[['prompts', 'any'], { items: [aPrompt()], nextCursor: null }]];
    const html = await draw([...list([], { q: 'zzz' }), ...any], '?q=zzz');
    expect(names(html, 'heading')).toContain('No prompt fits these filters');
  });

  test('with filters and no prompt at all, it still teaches', async () => {
    const any: Answers = [[['prompts', 'any'], { items: [], nextCursor: null }]];
    expect(names(await draw([...list([], { q: 'zzz' }), ...any], '?q=zzz'), 'heading')).toContain('No prompts yet');
  });
});

test('a list that cannot be read says why, with its request id', async () => {
  const problem = new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.', requestId: 'req_1' });
  const html = await draw([...me(), [key(), problem]]);
  expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
  expect(names(html, 'button')).toContain('Try again');
});

test('while it loads a skeleton of the same row height stands there', async () => {
  const html = await draw(me());
  expect(names(html, 'status')).toContain('Loading prompts');
  expect(nodesOf(parse(html)).filter((n) => n.attrs['style'] === 'height:32px').length).toBeGreaterThan(10);
});

test('what waits for one’s own review stands above the list, each with its way there', async () => {
  const waiting = Array.from({ length: 7 }, (_, n) => ({
    ...{ promptId: `prm_${n}`, name: `prompt ${n}`, teamId: 'tea_1', number: n + 1 },
    ...{ requestedBy: 'per_2', requestedByName: 'Ben Osei', requestedAt: at },
  }));
  const html = await draw([...list([aPrompt()]), [['prompts', 'waiting'], { items: waiting }]]);
  expect(words(html)).toContain('7 versions wait for your review');
  expect(words(html)).toContain('and 2 more');
  const link = byRole(html, 'link').find((one) => one.name === 'prompt 0 1')!;
  expect(link.node.attrs['href']).toBe('/prompts/prm_0?show=review');
});

describe('what owners of agents are told', () => {
  const notice = (over: Partial<PromptNotices['items'][number]> = {}): PromptNotices['items'][number] => ({
    ...{ id: 'pno_1', promptId: 'prm_1', name: 'refund-clerk', kind: 'version', number: 4, label: null },
    ...{ agents: ['Clerk', 'Triage'], by: 'per_2', byName: 'Ben Osei', at },
    ...over,
  });
  const told = (items: PromptNotices['items']): Promise<string> =>
    draw([...list([aPrompt()]), [['prompts', 'notices'], { items }]]);

  test('a version that was saved, with whose agents feel it, and a way to say that one has seen it', async () => {
    const html = await told([notice()]);
    expect(words(html)).toContain('version 4 was saved by Ben Osei');
    expect(words(html)).toContain('Your agents use it: Clerk, Triage');
    expect(names(html, 'button')).toContain('Seen: version 4 was saved');
    expect(defects(html)).toEqual([]);
  });

  test.each([
    [{ kind: 'label', label: 'production', number: 3 }, 'production moved to version 3'],
    [{ kind: 'label', label: 'production', number: null }, 'production was taken away'],
  ] as const)('%j: %s', async (over, said) => {
    expect(words(await told([notice(over)]))).toContain(said);
  });

  test('three at a time, so that the list is still seen', async () => {
    const html = await told(Array.from({ length: 9 }, (_, n) => notice({ id: `pno_${n}` })));
    expect(names(html, 'button').filter((name) => name.startsWith('Seen'))).toHaveLength(3);
  });

  test.each(hostile)('%s in one hides and breaks nothing', async (_, text) => {
    const html = await told([notice({ name: text, byName: text, agents: [text] })]);
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

test('a peek stands beside the list at once, and has the text once it is read', async () => {
  const known = await draw(list([aPrompt()]), '?peek=prm_1');
  const [peek] = byRole(known, 'complementary');
  expect(peek!.name).toBe('Prompt');
  expect(textOf(peek!.node)).toContain('Waits for review');
  const read: Answers = [
    [['prompts', 'one', 'prm_1'], aDetail()],
    [['prompts', 'version', 'prm_1', 2], aVersion(2)],
  ];
  const html = await draw([...list([aPrompt()]), ...read], '?peek=prm_1');
  const said = textOf(byRole(html, 'complementary')[0]!.node);
  for (const part of ['Message of 2', 'Ben Osei', 'Be {{ tone }}.', 'history', 'My name is {{ customer }}.'])
    expect(said).toContain(part);
  expect(defects(html)).toEqual([]);
});

test('a peek of a prompt without a version, and of one that is gone', async () => {
  const bare = await draw(
    [...list([aPrompt({ latest: null })]), [['prompts', 'one', 'prm_1'], aDetail({ latest: null, versions: [] })]],
    '?peek=prm_1',
  );
  expect(words(bare)).toContain('No version is saved yet.');
  const gone = new Problem(404, { title: 'Not found', detail: 'No prompt is visible to you.' });
  const html = await draw([...list([aPrompt()]), [['prompts', 'one', 'gone'], gone]], '?peek=gone');
  expect(names(html, 'alert')[0]).toContain('Not found');
  expect(rows(html)).toHaveLength(1);
});

test('on a phone a prompt is two lines', async () => {
  aBrowser({ phone: true });
  const html = await draw(list([aPrompt(), aPrompt({ id: 'prm_2', latest: null, labels: [], review: 'none' })]));
  expect(names(html, 'columnheader')).toEqual([]);
  expect(textOf(byRole(html, 'row')[0]!.node)).toMatch(/support\/eu\/refund-clerk.*version 2.*production 1.*Waits/);
  expect(textOf(byRole(html, 'row')[1]!.node)).toContain('no version');
});

test.each(hostile)('%s as a name hides and breaks nothing', async (_, text) => {
  const html = await draw(list([aPrompt({ name: text, folder: text })]));
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});

test('a prompt with an endless name keeps to its column', async () => {
  const html = await draw(list([aPrompt({ name: endless, folder: '' })]));
  expect(textOf(byRole(html, 'gridcell')[0]!.node)).toHaveLength(120);
});

const least = ({ width }: { width: string }): number => Number(/^(?:minmax\()?(\d+)px/.exec(width)![1]);
test('the table never scrolls sideways, however wide its window', () => {
  for (let px = 340; px <= 2000; px++) {
    const shown = columns.filter((one) => one.from === undefined || px >= one.from);
    expect([px, shown.reduce((sum, one) => sum + least(one), 0) <= px]).toEqual([px, true]);
  }
});
