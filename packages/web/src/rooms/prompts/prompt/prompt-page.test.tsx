import type { PromptDetail, Version } from 'signalbox/contract/prompts';
import type { PromptUse } from 'signalbox/contract/prompts/use';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, endless, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { aComment, aContent, aDetail, aDiff, aHead, anEvent, aReview, at, aVersion } from '../model/prompts.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const all = ['prompt.read', 'prompt.write', 'prompt.label', 'prompt.review'];
const page = (prompt: PromptDetail | Error, rights = all): Answers => [
  [['access', 'me'], aMe({ rights })],
  [['prompts', 'one', 'prm_1'], prompt],
];
const withVersion = (version: Version = aVersion(2)): Answers => [
  [['prompts', 'version', 'prm_1', version.number], version],
];
const draw = (answers: Answers, search = ''): Promise<string> => drawPage(`/prompts/prm_1${search}`, answers);
const areas = (html: string) => nodesOf(parse(html)).filter((node) => node.tag === 'textarea');

describe('the header', () => {
  test('place, name, type, team, version, labels, tags, always in this order', async () => {
    const said = words(await draw([...page(aDetail()), ...withVersion()]));
    const order = ['support / eu /', 'refund-clerk', 'Type Chat', 'Team Support', 'Newest version 2', 'production 1'];
    const places = [...order, 'Tags refunds'].map((part) => said.indexOf(part));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('folders lead to their lists', async () => {
    const html = await draw([...page(aDetail()), ...withVersion()]);
    const link = byRole(html, 'link').find((one) => one.name === 'eu')!;
    expect(link.node.attrs['href']).toBe('/prompts?folder=support%2Feu');
  });

  test('who may not move labels or write is offered neither', async () => {
    const may = names(await draw([...page(aDetail()), ...withVersion()]), 'button');
    expect(may).toEqual(expect.arrayContaining(['Move label', 'More', 'Save version']));
    const not = names(await draw([...page(aDetail(), ['prompt.read']), ...withVersion()]), 'button');
    for (const name of ['Move label', 'More', 'Save version', 'Add message']) expect(not).not.toContain(name);
  });

  test('an archived prompt says so and can only be restored', async () => {
    const html = await draw([...page(aDetail({ archivedAt: at })), ...withVersion()]);
    expect(words(html)).toContain('put away');
    expect(names(html, 'button')).not.toContain('Move label');
    expect(names(html, 'button')).not.toContain('Save version');
    expect(names(html, 'button')).toContain('More');
  });
});

test('one tab is the present one, also with a version in the address', async () => {
  const here = async (search: string): Promise<string[]> =>
    byRole(await draw([...page(aDetail()), ...withVersion()], search), 'link')
      .filter((one) => one.node.attrs['aria-current'] === 'page' && one.name !== 'Prompts')
      .map((one) => one.name);
  expect(await here('')).toEqual(['Content']);
  expect(await here('?show=versions&v=1&against=2')).toEqual(['Versions']);
  expect(await here('?show=history')).toEqual(['History']);
});

describe('content', () => {
  test('messages in fields of their own, variables as rows, settings as JSON', async () => {
    const html = await draw([...page(aDetail()), ...withVersion()]);
    expect(areas(html).map((node) => textOf(node).trim().split('\n')[0])).toEqual([
      'You are the refund clerk.',
      'My name is {{ customer }}.',
      '{',
      '',
      '',
    ]);
    const fields = names(html, 'textbox');
    expect(fields.filter((name) => name === 'Name of variable')).toHaveLength(2);
    expect(fields).toEqual(
      expect.arrayContaining(['Messages given later, as', 'What tone is', 'Models', 'Tool choice']),
    );
    expect(defects(html)).toEqual([]);
  });

  test('a text is one field', async () => {
    const version = aVersion(2, { content: aContent({ body: 'Write short sentences.' }) });
    const html = await draw([...page(aDetail({ kind: 'text' })), ...withVersion(version)]);
    expect(textOf(areas(html)[0]!)).toContain('Write short sentences.');
    expect(names(html, 'button')).not.toContain('Add message');
  });

  test('variables beyond rows are written as JSON Schema', async () => {
    const variables = { type: 'object', properties: {}, minProperties: 1 };
    const html = await draw([...page(aDetail()), ...withVersion(aVersion(2, { content: aContent({ variables }) }))]);
    expect(words(html)).toContain('Variables, as JSON Schema');
    expect(words(html)).toContain('It says more than rows can.');
  });

  test('to be read only, everything is there and nothing can be typed', async () => {
    const html = await draw([...page(aDetail(), ['prompt.read']), ...withVersion()]);
    for (const node of areas(html))
      expect(Object.keys(node.attrs).map((one) => one.toLowerCase())).toContain('readonly');
    expect(words(html)).toContain('tone');
    expect(names(html, 'region')).not.toContain('Check');
  });

  test('one’s draft is what is shown, with its age and base', async () => {
    const draft = { base: 2, content: aContent({ body: [{ role: 'system', content: 'Half a thou' }] }), savedAt: at };
    const html = await draw(page(aDetail({ draft })));
    expect(textOf(areas(html)[0]!)).toContain('Half a thou');
    expect(words(html)).toContain(', from version 2; only you see it');
    expect(names(html, 'button')).toContain('Discard draft');
  });

  test('a draft from an older version says who saved what meanwhile', async () => {
    const draft = { base: 1, content: aContent(), savedAt: at };
    const html = await draw(page(aDetail({ draft })));
    expect(words(html)).toContain('Ben Osei saved version 2 while you wrote from version 1.');
    expect(names(html, 'button')).toContain('Go on after version 2');
    const link = byRole(html, 'link').find((one) => one.name === 'See what changed')!;
    expect(link.node.attrs['href']).toBe('/prompts/prm_1?show=versions&v=2&against=1');
  });

  test('a prompt without a version begins with empty fields', async () => {
    const html = await draw(page(aDetail({ latest: null, versions: [], labels: [] })));
    expect(words(html)).toContain('Nothing is written yet');
    expect(areas(html)).not.toEqual([]);
    expect(names(html, 'button')).not.toContain('Move label');
  });

  test('a version that cannot be read says why; one that loads has its skeleton', async () => {
    const problem = new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' });
    const broken = await draw([...page(aDetail()), [['prompts', 'version', 'prm_1', 2], problem]]);
    expect(names(broken, 'alert')[0]).toContain('Control state is not reachable');
    expect(names(await draw(page(aDetail())), 'status')).toContain('Loading version');
  });
});

describe('versions', () => {
  const compared: Answers = [[['prompt-diff', 'prm_1', 1, 2], aDiff()]];

  test('the newest beside the one before it: words, and values that changed', async () => {
    const html = await draw([...page(aDetail()), ...compared], '?show=versions');
    const said = words(html);
    for (const part of ['Message of 2', 'Ben Osei', 'Version 2', 'Message 1, system', '+2 −1', 'temperature', '0.7'])
      expect(said).toContain(part);
    expect(
      nodesOf(parse(html))
        .filter((n) => n.tag === 'ins')
        .map(textOf),
    ).toEqual(['exact', 'Never guess.']);
    expect(names(html, 'button')).toContain('Put a label here');
    expect(defects(html)).toEqual([]);
  });

  test('the first version has nothing before it: it stands there whole', async () => {
    const html = await draw([...page(aDetail()), ...withVersion(aVersion(1))], '?show=versions&v=1');
    expect(words(html)).toContain('Nothing before it');
    expect(words(html)).toContain('Message 1, system');
    expect(words(html)).toContain('Settings');
    expect(names(html, 'button')).toContain('Edit from here');
  });

  test('any two can be compared; a version that is not there shows the newest', async () => {
    const against: Answers = [[['prompt-diff', 'prm_1', 3, 1], aDiff({ bodies: [], values: [] })]];
    const three = aDetail({ latest: 3, versions: [aHead(3), aHead(2), aHead(1)] });
    expect(words(await draw([...page(three), ...against], '?show=versions&v=1&against=3'))).toContain(
      'Nothing differs.',
    );
    expect(words(await draw([...page(aDetail()), ...compared], '?show=versions&v=99'))).toContain('Version 2');
  });

  test('without a version it says how the first comes', async () => {
    const html = await draw(page(aDetail({ latest: null, versions: [] })), '?show=versions');
    expect(names(html, 'heading')).toContain('No version yet');
  });

  test('on a phone the texts stand one above the other', async () => {
    aBrowser({ phone: true });
    const html = await draw([...page(aDetail()), ...compared], '?show=versions');
    const row = nodesOf(parse(html)).filter((node) => node.tag === 'tr')[0]!;
    expect(nodesOf(row).filter((node) => node.tag === 'td')).toHaveLength(3);
  });
});

describe('review', () => {
  const version = aVersion(2, {
    reviews: [
      aReview(),
      aReview({ id: 'prr_2', reviewerName: 'Cy', verdict: 'changes_requested', comment: 'Shorter.' }),
    ],
    comments: [aComment(), aComment({ id: 'c2', text: 'All good?', fromLine: null, toLine: null, message: null })],
  });
  const rules: Answers = [
    [
      ['prompts', 'rules'],
      { items: [{ teamId: 'tea_1', folder: '', reviewerIds: [], needed: 2, labels: ['production'] }] },
    ],
  ];
  const answers: Answers = [...withVersion(version), ...rules, [['prompt-diff', 'prm_1', 1, 2], aDiff()]];

  test('what changed, with comments below their lines; who decided what; which rule holds', async () => {
    const html = await draw([...page(aDetail()), ...answers], '?show=review');
    const rows = nodesOf(parse(html))
      .filter((node) => node.tag === 'tr')
      .map(textOf);
    expect(rows.findIndex((one) => one.includes('Exact about what?'))).toBe(
      rows.findIndex((one) => one.includes('exact')) + 1,
    );
    const said = words(html);
    for (const part of [
      'Waits for review',
      'Changes asked for',
      'Shorter.',
      'All good?',
      '2 approvals before production',
    ])
      expect(said).toContain(part);
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Approve version 2', 'Comment on line 2']));
    expect(defects(html)).toEqual([]);
  });

  test('nobody reviews what they wrote, and who may not review reads', async () => {
    const own = aVersion(2, { authorId: 'per_1' });
    const html = await draw([...page(aDetail()), ...withVersion(own), ...rules, ...answers.slice(-1)], '?show=review');
    expect(words(html)).toContain('You wrote this version');
    expect(names(html, 'button')).not.toContain('Approve version 2');
    const reader = await draw([...page(aDetail(), ['prompt.read']), ...answers], '?show=review');
    expect(words(reader)).toContain('reviewing is a right of its own');
    expect(names(reader, 'button')).not.toContain('Comment on line 2');
    expect(names(reader, 'button')).not.toContain('Ask for review');
  });

  test('the first version is all new; reviews of older versions are void', async () => {
    const first = aVersion(1, { reviews: [aReview({ number: 1, voidedAt: at, decidedAt: at, verdict: 'approved' })] });
    const prompt = aDetail({ latest: 1, versions: [aHead(1)] });
    const html = await draw([...page(prompt), ...withVersion(first), ...rules], '?show=review');
    expect(words(html)).toContain('Version 1, all of it is new');
    expect(words(html)).toContain('Void: a newer version came.');
    expect(words(html)).toContain('Be {{ tone }}.');
  });

  test('nobody was asked; nothing to review', async () => {
    const quiet = [...withVersion(), ...rules, ...answers.slice(-1)];
    expect(words(await draw([...page(aDetail()), ...quiet], '?show=review'))).toContain('Nobody was asked yet.');
    const bare = await draw(page(aDetail({ latest: null, versions: [] })), '?show=review');
    expect(names(bare, 'heading')).toContain('Nothing to review yet');
  });
});

describe('who uses it', () => {
  const figures = {
    ...{ runs: 100, completed: { count: 72, inferred: 3 }, failed: 8, unknown: 20, costUsd: 4.2, costUnknownCalls: 2 },
    scores: [{ name: 'helpful', mean: 0.8214, count: 40 }],
  };
  const release = {
    ...{ releaseId: 'rel_1', version: '1.4.2', digest: 'sha256:1', createdAt: at, agentId: 'agt_1' },
    ...{ agentName: 'Clerk', servedIn: ['production'] },
  };
  const agent = { agentId: 'agt_1', name: 'Clerk', teamId: 'tea_1', ownerId: 'per_1', ownerName: 'Ada Weiss' };
  const use = (over: Partial<PromptUse> = {}): Answers => [
    [
      ['prompts', 'use', 'prm_1'],
      {
        ...{ from: at, to: at, agents: [{ ...agent, servedIn: ['production'] }] },
        versions: [
          { number: 2, releases: [release], figures },
          { number: 1, releases: [], figures: null },
        ],
        ...over,
      } satisfies PromptUse,
    ],
  ];

  test('agents with their owners, versions with their releases and figures', async () => {
    const html = await draw([...page(aDetail()), ...use()], '?show=used');
    const said = words(html);
    for (const part of [
      ...['Clerk owned by Ada Weiss served in production', 'Version 2 Clerk 1.4.2 in production'],
      ...['100 runs , ~90 % completed, 20 unknown , 8 failed', 'helpful 0.82 of 40', '2 calls of unknown cost'],
    ])
      expect(said.replaceAll(' ,', ',')).toContain(part.replaceAll(' ,', ','));
    expect(said).not.toContain('Version 1 ');
    expect(byRole(html, 'link').find((one) => one.name === 'Clerk 1.4.2')!.node.attrs['href']).toBe('/releases/rel_1');
    expect(defects(html)).toEqual([]);
  });

  test('agents without an owner, versions without a run or a figure, said as such', async () => {
    const agents = [{ ...agent, ownerId: null, ownerName: null, servedIn: [] }];
    const none = { ...figures, runs: 0 };
    const versions = [
      { number: 2, releases: [release], figures: none },
      { number: 1, releases: [{ ...release, servedIn: [] }], figures: null },
    ];
    const said = words(await draw([...page(aDetail()), ...use({ agents, versions })], '?show=used'));
    for (const part of ['no owner', 'served nowhere now', 'no run in this time', '—']) expect(said).toContain(part);
  });

  test('nobody: that is said, and where others would', async () => {
    const said = words(await draw([...page(aDetail()), ...use({ agents: [], versions: [] })], '?show=used'));
    expect(said).toContain('No release of an agent');
    expect(said).toContain('No version of it is in a release.');
    expect(said).toContain('{% prompt "refund-clerk@production" %}');
  });

  test('other prompts, with the version and where they take it from', async () => {
    const usedBy = [{ promptId: 'prm_9', name: 'answers', number: 4, at: 'production' }];
    const html = await draw([...page(aDetail({ usedBy })), ...use()], '?show=used');
    expect(words(html)).toContain('answers version 4 takes production');
    const link = byRole(html, 'link').find((one) => one.name === 'answers')!;
    expect(link.node.attrs['href']).toBe('/prompts/prm_9');
  });

  test('what cannot be read says why, and the prompts that refer to it stand all the same', async () => {
    const problem = new Problem(503, { title: 'Warehouse is restarting', detail: 'Wait.' });
    const html = await draw([...page(aDetail()), [['prompts', 'use', 'prm_1'], problem]], '?show=used');
    expect(names(html, 'alert')[0]).toContain('Warehouse is restarting');
    expect(names(html, 'heading')).toContain('Prompts that refer to it');
  });

  test('beside the editor: the agents that feel a change, and who answers for them', async () => {
    const agents = Array.from({ length: 8 }, (_, n) => ({
      ...agent,
      agentId: `a${n}`,
      name: `Agent ${n}`,
      servedIn: [],
    }));
    const said = words(await draw([...page(aDetail()), ...withVersion(), ...use({ agents })]));
    expect(said).toContain('Agent 0 Ada Weiss');
    expect(said).toContain('And 2 more agents.');
  });
});

describe('history', () => {
  const move = (seq: number, before: number | null, after: number | null) =>
    anEvent({ seq, type: 'prompt.label_moved', payload: { label: 'production', before, after }, why: 'It was tried' });
  const source = { commit: 'abcdef0123456789', author: 'Cy Young' };
  const saved = anEvent({
    seq: 7,
    type: 'prompt.version_saved',
    payload: { number: 2 },
    actor: 'prompts.sync',
    source,
  });
  const items = [move(9, 1, 2), move(8, null, 1), { ...saved, actorName: null }, anEvent({ seq: 6 })];
  const history = (nextCursor: string | null = null): Answers => [
    [['prompts', 'history', 'prm_1'], { pages: [{ items, nextCursor }], pageParams: [undefined] }],
  ];

  test('what the ledger has, with who and why; only the last move of a label can be undone', async () => {
    const html = await draw([...page(aDetail()), ...history()], '?show=history');
    const said = words(html);
    for (const part of ['Label production moved from version 1 to 2', 'by Ada Weiss : It was tried', 'Version 2 saved'])
      expect(said).toContain(part);
    expect(said).toContain('by the sync with git , from commit abcdef0123 of Cy Young');
    expect(said).toContain('Created');
    expect(names(html, 'button').filter((name) => name.startsWith('Undo'))).toEqual([
      'Undo: Label production moved from version 1 to 2',
    ]);
    expect(names(html, 'button')).not.toContain('Show earlier');
    expect(defects(html)).toEqual([]);
  });

  test('who may not move labels undoes none; what is longer is shown by pages', async () => {
    const html = await draw([...page(aDetail(), ['prompt.read']), ...history('more')], '?show=history');
    expect(names(html, 'button').filter((name) => name.startsWith('Undo'))).toEqual([]);
    expect(names(html, 'button')).toContain('Show earlier');
  });
});

test('a prompt that is not there, one that loads, one that can no longer be read', async () => {
  const gone = new Problem(404, { title: 'Not found', detail: 'No prompt is visible to you.' });
  expect(names(await draw(page(gone)), 'alert')[0]).toContain('Not found');
  expect(names(await draw([[['access', 'me'], aMe()]]), 'status')).toContain('Loading prompt');
});

test.each(hostile)('%s in every field hides and breaks nothing', async (_, text) => {
  const prompt = aDetail({
    ...{ name: text, folder: text, versions: [aHead(2, { message: text, authorName: text }), aHead(1)] },
    usedBy: [{ promptId: 'p', name: text, number: 1, at: text }],
  });
  const version = aVersion(2, {
    reviews: [aReview({ reviewerName: text, comment: text })],
    comments: [aComment({ text, authorName: text })],
  });
  const answers: Answers = [...page(prompt), ...withVersion(version), [['prompt-diff', 'prm_1', 1, 2], aDiff()]];
  for (const search of ['?show=versions', '?show=review']) {
    const html = await draw(answers, search);
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  }
});

test('an endless name wraps', async () => {
  const html = await draw([...page(aDetail({ name: endless })), ...withVersion()]);
  const heading = byRole(html, 'heading').find((one) => one.node.tag === 'h1')!;
  expect(heading.node.attrs['class']).toContain('[overflow-wrap:anywhere]');
});
