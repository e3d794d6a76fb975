import type { ListedPrompt } from 'signalbox/contract/prompts';
import type { PromptNotices } from 'signalbox/contract/prompts/notices';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, type Answers, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { aContent, aDetail, aPrompt, at, aVersion } from '../model/prompts.fixture.ts';
import { columns, TwoLines } from './columns.tsx';
import { LabelChips } from './label-chips.tsx';
import { Notices } from './notices.tsx';
import { PromptFields } from './prompt-fields.tsx';
import { PromptPeek } from './prompt-peek.tsx';
import { ReviewMark } from './review-mark.tsx';
import { WaitingReviews } from './waiting-reviews.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;

describe('notices', () => {
  type Notice = PromptNotices['items'][number];
  const notice = (over: Partial<Notice> = {}): Notice =>
    ({
      ...{ id: 'pnt_1', promptId: 'prm_1', name: 'refund-clerk', kind: 'version', number: 4, label: null },
      ...{ by: 'per_2', byName: 'Ben Osei', at, agents: ['Clerk', 'Desk'], ...over },
    }) as Notice;
  const draw = (...items: Notice[]): Promise<string> => drawPart(<Notices />, [[['prompts', 'notices'], { items }]]);

  test('none, or not known yet, say nothing', async () => {
    expect(await draw()).toBe('');
    expect(await drawPart(<Notices />)).toBe('');
    expect(await drawPart(<Notices />, [[['prompts', 'notices'], new Problem(503, { title: 'Down' })]])).toBe('');
  });

  test('each says what changed, by whom, and which of one’s agents use it', async () => {
    const html = await draw(notice(), notice({ id: 'pnt_2', kind: 'label', number: 3, label: 'production' } as never));
    expect(words(html)).toContain('version 4 was saved by Ben Osei');
    expect(words(html)).toContain('production moved to version 3 by');
    expect(words(html)).toContain('Your agents use it: Clerk, Desk');
    expect(names(html, 'button')).toEqual(['Seen: version 4 was saved', 'Seen: production moved to version 3']);
    const where = byRole(html, 'link').map((one) => one.node.attrs['href']);
    expect(where).toEqual(['/prompts/prm_1?show=versions', '/prompts/prm_1?show=history']);
    expect(defects(html)).toEqual([]);
  });

  test('a label that was taken away stands on no version', async () => {
    const html = await draw(notice({ kind: 'label', number: null, label: 'canary' } as never));
    expect(words(html)).toContain('canary was taken away');
    expect(words(html)).not.toContain('null');
  });

  test('of many the first three stand there: the list is not pushed away', async () => {
    const html = await draw(...Array.from({ length: 9 }, (_, i) => notice({ id: `n${i}`, number: i + 1 } as never)));
    expect(names(html, 'button')).toHaveLength(3);
  });

  test.each(hostile)('%s in a notice hides and breaks nothing', async (_, text) => {
    const html = await draw(notice({ name: text, byName: text, agents: [text] }));
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

describe('reviews that wait for one', () => {
  const draw = (n: number): Promise<string> => {
    const items = Array.from({ length: n }, (_, i) => ({ promptId: `prm_${i}`, name: `p${i}`, number: i + 1 }));
    return drawPart(<WaitingReviews />, [[['prompts', 'waiting'], { items }]]);
  };
  test.each([
    [1, '1 version waits for your review: p0 1'],
    [2, '2 versions wait for your review: p0 1 , p1 2'],
    [5, '5 versions wait for your review: p0 1 , p1 2 , p2 3 , p3 4 , p4 5'],
    [7, '7 versions wait for your review: p0 1 , p1 2 , p2 3 , p3 4 , p4 5 and 2 more'],
  ])('%i', async (n, said) => expect(words(await draw(n)).endsWith(said)).toBe(true));

  test('none is no banner', async () => expect(await draw(0)).toBe(''));
});

describe('labels', () => {
  const label = (name: string, number: number) => ({ label: name, number, movedAt: at, movedBy: 'per_1' });
  const titles = async (labels: ListedPrompt['labels'], latest: number | null): Promise<(string | undefined)[]> =>
    nodesOf(parse(await drawPart(<LabelChips labels={labels} latest={latest} />)))
      .map((node) => node.attrs['title'])
      .filter((title) => title !== undefined);
  test('say whether they stand on the newest version', async () => {
    expect(await titles([label('production', 1), label('latest', 2)], 2)).toEqual([
      ...['The newest version is 2', 'latest stands on the newest version'],
    ]);
    expect(await titles([], 2)).toEqual([]);
  });
});

describe('a row', () => {
  const cell = (id: string, over: Partial<ListedPrompt>): Promise<string> =>
    drawPart(<b>{columns.find((one) => one.id === id)!.cell(aPrompt(over))}</b>);

  test('without a version is a dash with its reason, never 0', async () => {
    const html = await cell('latest', { latest: null });
    expect(words(html)).toBe('—');
    expect(html).toContain('Nothing is saved yet');
    expect(words(await cell('latest', { latest: 12 }))).toBe('12');
  });

  test('changed when its newest version was saved; without one, when it was made', async () => {
    const [saved, made] = [await cell('changed', {}), await cell('changed', { latestAt: null })];
    expect(saved).toContain(at);
    expect(made).toContain('2026-11-01T08:00:00.000Z');
  });

  test('a folder stands before the name; the root has none', async () => {
    expect(words(await cell('name', {}))).toBe('support/eu / refund-clerk');
    expect(words(await cell('name', { folder: '' }))).toBe('refund-clerk');
  });

  test('not reviewed is a dash in the table and nothing on a phone', async () => {
    expect(words(await cell('review', { review: 'none' }))).toBe('—');
    const phone = (over: Partial<ListedPrompt>): Promise<string> => drawPart(<TwoLines prompt={aPrompt(over)} />);
    expect(words(await phone({ review: 'none' }))).not.toContain('Not reviewed');
    expect(words(await phone({ review: 'approved' }))).toContain('Approved');
    expect(words(await phone({ latest: null, labels: [] }))).toContain('no version');
  });

  test.each(['none', 'waiting', 'changes_requested', 'approved'] as const)('%s has a word', async (state) => {
    expect(words(await drawPart(<ReviewMark state={state} />))).not.toBe('');
  });

  test.each(hostile)('%s as name, folder and tag hides and breaks nothing', async (_, text) => {
    const row = aPrompt({ name: text, folder: text });
    const html = await drawPart(
      <>
        {columns.map((one) => (
          <p key={one.id}>{one.cell(row)}</p>
        ))}
        <TwoLines prompt={row} />
      </>,
    );
    expect(textOf(parse(`<b>${html}</b>`))).not.toMatch(dangerous);
    expect(defects(`<b>${html}</b>`)).toEqual([]);
  });
});

describe('a prompt beside the list', () => {
  const draw = (answers: Answers, listed: ListedPrompt | undefined = aPrompt()): Promise<string> =>
    drawPart(<PromptPeek id="prm_1" listed={listed} onClose={nothing} />, answers);
  const version = (content = aContent()): Answers[number] => [
    ['prompts', 'version', 'prm_1', 2],
    aVersion(2, { content }),
  ];

  test('shows each message of its newest version under its role, and where others come', async () => {
    const html = await draw([[['prompts', 'one', 'prm_1'], aDetail()], version()]);
    expect(names(html, 'heading')).toEqual(expect.arrayContaining(['system', 'user', 'Messages given later']));
    expect(words(html)).toContain('You are the refund clerk.');
    expect(words(html)).toContain('about 82 tokens');
    expect(defects(html)).toEqual([]);
  });

  test('of one text shows that', async () => {
    const html = await draw([version(aContent({ body: 'Be {{ tone }}.' }))]);
    expect(names(html, 'heading')).toContain('Text');
    expect(words(html)).toContain('Be {{ tone }}.');
  });

  test('without a version says so and asks for none', async () => {
    const html = await draw([], aPrompt({ latest: null, labels: [] }));
    expect(words(html)).toContain('No version is saved yet.');
    expect(words(html)).toContain('Open prompt');
  });

  test('of which the version cannot be read says why, and still leads to the prompt', async () => {
    const html = await draw([[['prompts', 'version', 'prm_1', 2], new Problem(503, { title: 'State is away' })]]);
    expect(names(html, 'alert').join()).toContain('State is away');
    expect(names(html, 'link')).toContain('Open prompt');
  });

  test('that is not in the list, and is not found, says why', async () => {
    const gone: Answers = [[['prompts', 'one', 'prm_1'], new Problem(404, { title: 'No such prompt' })]];
    const html = await drawPart(<PromptPeek id="prm_1" listed={undefined} onClose={nothing} />, gone);
    expect(names(html, 'alert').join()).toContain('No such prompt');
    expect(names(html, 'link')).not.toContain('Open prompt');
  });
});

test('fields of a prompt hold what it has, and offer the folders there are', async () => {
  const folders: Answers = [[['prompts', 'folders'], { items: [{ folder: 'support/eu' }, { folder: 'desk' }] }]];
  const html = await drawPart(<PromptFields name="clerk" folder="desk" tags={['a', 'b']} />, folders);
  const values = byRole(html, 'textbox').map((one) => [one.name, one.node.attrs['value']]);
  expect(values).toEqual([
    ['Name', 'clerk'],
    ['Folder', 'desk'],
    ['Tags', 'a, b'],
  ]);
  const offered = nodesOf(parse(`<b>${html}</b>`)).filter((node) => node.tag === 'option');
  expect(offered.map((node) => node.attrs['value'])).toEqual(['support/eu', 'desk']);
});
