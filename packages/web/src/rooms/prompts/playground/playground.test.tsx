import type { ModelProvider } from 'signalbox/contract/access/providers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { aDetail, aPrompt, at, aVersion } from '../model/prompts.fixture.ts';
import { CellView } from './cell-view.tsx';
import { type Cells, noCells, withCells } from './model/cells.ts';
import { aCell, aPlayRun, runState } from './model/playground.fixture.ts';
import { RowsTable } from './rows-table.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const rights = ['prompt.read', 'prompt.write', 'model_provider.read', 'model_provider.use'];
const provider = (over: Partial<ModelProvider> = {}): ModelProvider => ({
  ...{ id: 'mpr_1', name: 'Here', dialect: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', models: ['small', 'large'] },
  ...{ pricedAs: '', hasKey: true, teamId: null, createdAt: at, createdBy: 'per_1', changedAt: at },
  ...over,
});
const me = (of = rights): Answers => [[['access', 'me'], aMe({ rights: of })]];
const providers = (items: ModelProvider[]): Answers => [[['access', 'providers'], { items }]];
const none = { q: undefined, folder: undefined, tag: undefined, label: undefined, archived: undefined };
const prompts = (items = [aPrompt()]): Answers => [
  [
    ['prompts', 'list', { team: undefined, ...none }],
    { pages: [{ items, nextCursor: null }], pageParams: [undefined] },
  ],
  [['prompts', 'one', 'prm_1'], aDetail()],
  [['prompts', 'version', 'prm_1', 2], aVersion(2)],
];
const draw = (answers: Answers, search = ''): Promise<string> => drawPage(`/playground${search}`, answers);
const run = (cells: Cells): Answers => [
  [['playground', 'run', 'plr_1'], aPlayRun()],
  [['playground', 'cells', 'plr_1'], cells],
];
const cellsOf = (...items: ReturnType<typeof aCell>[]): Cells =>
  withCells(noCells, { items, after: items.length, run: runState() });

describe('the page', () => {
  test('a lane with prompt, version, provider and its first model; a column for each variable', async () => {
    const html = await draw([...me(), ...providers([provider()]), ...prompts()]);
    expect(names(html, 'heading')).toEqual(expect.arrayContaining(['Playground', 'Lane 1', 'Rows']));
    expect(names(html, 'combobox')).toEqual(
      expect.arrayContaining(['Prompt of lane 1', 'Version of lane 1', 'Provider of lane 1']),
    );
    const model = byRole(html, 'textbox').find((one) => one.name === 'Model')!;
    expect(model.node.attrs['value']).toBe('small');
    expect(names(html, 'textbox')).toEqual(expect.arrayContaining(['tone of row 1', 'customer of row 1']));
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Add lane', 'Add row', 'Ask']));
    expect(defects(html)).toEqual([]);
  });

  test('without a provider it says where to add one', async () => {
    const html = await draw([...me(), ...providers([]), ...prompts()]);
    expect(names(html, 'heading')).toContain('No model can be asked yet');
    expect(byRole(html, 'link').find((one) => one.name === 'Model providers')!.node.attrs['href']).toBe(
      '/settings/providers',
    );
  });

  test('a provider of another team is none', async () => {
    const html = await draw([...me(), ...providers([provider({ teamId: 'tea_2' })]), ...prompts()]);
    expect(names(html, 'heading')).toContain('No model can be asked yet');
  });

  test('opens with the first team that has something to ask, where the first team has nothing', async () => {
    const late = aPrompt({ id: 'prm_2', teamId: 'tea_1', latest: null });
    const html = await draw([...me(), ...providers([provider()]), ...prompts([late, aPrompt({ teamId: 'tea_2' })])]);
    expect(names(html, 'heading')).not.toContain('Nothing to ask yet');
    expect(names(html, 'combobox')).toContain('Prompt of lane 1');
  });

  test('without a prompt that has a version it says where to write one', async () => {
    const html = await draw([...me(), ...providers([provider()]), ...prompts([aPrompt({ latest: null })])]);
    expect(names(html, 'heading')).toContain('Nothing to ask yet');
  });

  test('who may not ask models is told that it is a right of its own', async () => {
    const of: Answers = [
      [
        ['prompts', 'list', { team: undefined, ...none }],
        { pages: [{ items: [aPrompt()], nextCursor: null }], pageParams: [undefined] },
      ],
    ];
    expect(words(await draw([...me(['prompt.read']), ...of]))).toContain('a right of its own');
  });

  test('providers that cannot be read say why', async () => {
    const problem = new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' });
    const html = await draw([...me(), [['access', 'providers'], problem], ...prompts()]);
    expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
  });

  test('earlier runs can be looked at again', async () => {
    const head = { ...aPlayRun({ state: 'interrupted' }), lanes: 2, rows: 3 };
    const html = await draw([
      ...[...me(), ...providers([provider()]), ...prompts()],
      [['playground', 'runs'], { items: [head] }],
    ]);
    expect(words(html)).toContain('2 lanes, 3 rows interrupted');
  });

  test('it stands in the sidebar for who may use it', async () => {
    expect(names(await draw(me()), 'link')).toContain('Playground');
    expect(names(await draw(me(['prompt.read'])), 'link')).not.toContain('Playground');
  });
});

describe('on the page of a prompt', () => {
  const tab = (answers: Answers): Promise<string> => drawPage('/prompts/prm_1?show=playground', answers);

  test('the prompt is given; each lane says which version', async () => {
    const html = await tab([...me(), ...providers([provider()]), ...prompts()]);
    expect(names(html, 'combobox')).not.toContain('Prompt of lane 1');
    expect(names(html, 'combobox')).toContain('Version of lane 1');
  });

  test('with nothing written there is nothing to try', async () => {
    const bare: Answers = [[['prompts', 'one', 'prm_1'], aDetail({ latest: null, versions: [] })]];
    expect(words(await tab([...me(), ...providers([provider()]), ...bare]))).toContain('Write something under Content');
  });
});

describe('answers', () => {
  const page = (cells: Cells, over: Answers = []): Promise<string> =>
    draw([...me(), ...providers([provider()]), ...prompts(), ...run(cells), ...over], '?run=plr_1');

  test('each row with what each lane said, and how far it is', async () => {
    const html = await page(
      cellsOf(
        aCell(),
        aCell({ lane: 1, text: 'From the large one.' }),
        aCell({ row: 1, state: 'running', text: null }),
        aCell({ lane: 1, row: 1, state: 'failed', text: null, error: { code: 'x', message: 'The key is refused.' } }),
      ),
    );
    const said = words(html);
    for (const part of [
      ...['1: small', '2: large', 'refund-clerk , version 2', '1: customer Ada', '2: customer Ben'],
      ...['Your refund is on its way.', 'From the large one.', 'Being asked…', 'Failed: The key is refused.'],
      ...['2 of 4 answered.', '120 in, 14 out'],
    ])
      expect(said).toContain(part);
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Cancel', 'Save as version, lane 1']));
    expect(defects(html)).toEqual([]);
  });

  test('a run that ended is not cancelled, and says how it ended', async () => {
    const ended: Cells = { ...cellsOf(aCell()), run: runState({ state: 'cancelled', costUnknown: 2 }) };
    const html = await page(ended);
    expect(words(html)).toContain('Cancelled. 2 of 4 answered.');
    expect(words(html)).toContain('and 2 of unknown cost');
    expect(names(html, 'button')).not.toContain('Cancel');
  });

  test('answers that have not come wait', async () => {
    expect(words(await page(cellsOf()))).toContain('Waits');
  });
});

describe('one answer', () => {
  const cell = async (over: Parameters<typeof aCell>[0]): Promise<string> =>
    words(`<b>${await drawPart(<CellView cell={aCell(over)} runId="plr_1" />)}</b>`);

  test.each([
    [{ costUsd: null }, 'cost —'],
    [{ tokens: { ...aCell().tokens, input: null } }, '— in, 14 out'],
    [{ finish: 'length' as const }, 'cut at the limit of tokens'],
    [{ attempts: 3 }, 'asked 3 times'],
    [{ refusal: 'I cannot.' }, 'Refused: I cannot.'],
    [{ isCut: true }, 'Longer than is kept'],
    [{ schema: 'valid' as const }, '✓ The object fits its schema'],
    [{ schema: 'not_json' as const }, '✕ The answer is no JSON'],
    [{ state: 'cancelled' as const }, 'Cancelled'],
    [{ state: 'waiting' as const }, 'Waits'],
    [{ state: 'failed' as const }, 'no reason was told'],
  ])('%j says %s', async (over, said) => {
    expect(await cell(over)).toContain(said);
  });

  test('an object that does not fit says where', async () => {
    const schemaErrors = [{ path: '/amount', message: 'must be a number' }];
    expect(await cell({ schema: 'invalid', schemaErrors })).toContain('/amount must be a number');
  });

  test('tools that the model wants are shown, and can be answered by hand', async () => {
    const said = await cell({
      toolCalls: [{ id: 'c1', name: 'lookup', arguments: '{"order":"4"}' }],
      finish: 'tool_calls',
    });
    for (const part of ['calls lookup', '"order": "4"', 'Give results and go on', 'wants tools'])
      expect(said).toContain(part);
  });

  test.each(hostile)('%s from a model hides and breaks nothing', async (_, text) => {
    const toolCalls = [{ id: 'c', name: text, arguments: text }];
    const error = { code: 'x', message: text };
    for (const over of [
      { text, refusal: text, toolCalls },
      { state: 'failed' as const, error },
    ]) {
      const html = await drawPart(<CellView cell={aCell(over)} runId="plr_1" />);
      expect(textOf(parse(html))).not.toMatch(dangerous);
      expect(defects(html)).toEqual([]);
    }
  });
});

test('a table of rows names its variables with their types; without variables there is none', async () => {
  const variables = [
    { name: 'tone', type: 'string', required: true },
    { name: 'n', type: 'integer', required: false },
  ];
  const html = await drawPart(
    <RowsTable variables={variables} rows={[{ tone: 'kind' }, {}]} onChange={() => undefined} />,
  );
  expect(words(html)).toContain('n integer, optional');
  expect(names(html, 'textbox')).toEqual(['tone of row 1', 'n of row 1', 'tone of row 2', 'n of row 2']);
  expect(names(html, 'button')).toEqual(['Remove row 1', 'Remove row 2', 'Add row']);
  const bare = await drawPart(<RowsTable variables={[]} rows={[{}]} onChange={() => undefined} />);
  expect(words(bare)).toContain('asked once');
});
