import type { Run, RunList } from 'signalbox/contract/monitoring';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, drawPage, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, endless, hostile } from '../model/hostile.fixture.ts';
import { aRun, aStep } from '../model/monitoring.fixture.ts';

// Parts that load when they are first shown: here already, as for a person who has seen them once.
beforeAll(async () => {
  aBrowser();
  for (const items of [[], [aRun({ id: 'r1' })]]) await draw(list(items), '&peek=r1&facets=open');
  await vi.dynamicImportSettled();
});
beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe()]];
/** The list of all time, as the server answered it for these filters. */
const list = (items: Run[], nextCursor: string | null = null, filters: object = {}): Answers => [
  ...me,
  [['runs', filters], { pages: [{ items, nextCursor } satisfies RunList], pageParams: [undefined] }],
];
const draw = (answers: Answers, search = ''): Promise<string> => drawPage(`/runs?range=all${search}`, answers);
const rows = (html: string): string[] =>
  byRole(html, 'row')
    .slice(1)
    .map((r) => words(`<b>${escaped(textOf(r.node))}</b>`));
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

test('runs stand in rows, the end of the list is said', async () => {
  const html = await draw(
    list([
      aRun({ id: 'r1', agent: 'clerk' }),
      aRun({ id: 'r2', agent: 'judge', outcome: { value: 'failed', source: 'declared', refused: false } }),
    ]),
  );
  expect(names(html, 'heading')).toContain('Runs');
  expect(rows(html)).toHaveLength(2);
  expect(rows(html)[1]).toContain('judge');
  expect(rows(html)[1]).toContain('Failed');
  expect(words(html)).toContain('End of the list, 2 runs');
  expect(defects(html)).toEqual([]);
});

test('more pages to come say nothing about an end', async () => {
  expect(words(await draw(list([aRun({ id: 'r1' })], 'more')))).not.toContain('End of the list');
});

test('filters of the URL are shown as set, and can be cleared', async () => {
  const filters = { agent: 'clerk', outcome: 'failed', conversation: 'c\u202e1', user: '<b>42' };
  const html = await draw(
    list([aRun({ id: 'r1' })], null, filters),
    '&agent=clerk&outcome=failed&conversation=c%E2%80%AE1&user=%3Cb%3E42',
  );
  const [agent, outcome, state] = byRole(html, 'combobox').slice(-3);
  expect([agent!.name, agent!.node.attrs['value']]).toEqual(['Agent', 'clerk']);
  expect([outcome!, state!].map((c) => textOf(c.node))).toEqual(['Failed', 'Any state']);
  expect(names(html, 'button')).toEqual(
    expect.arrayContaining(['Remove filter Conversation', 'Remove filter User', 'Clear filters']),
  );
  expect(words(html)).toContain('<b>42');
  expect(textOf(parse(html))).not.toMatch(dangerous);
});

test('an unfiltered list shows the figures of its window, with their time; a filtered one does not', async () => {
  const totals = {
    spans: 12_345,
    runs: 240,
    invocations: 300,
    errors: 1,
    modelCalls: 400,
    tokens: { input: 1_234_567, output: 890, unknownCalls: 7 },
    cost: { usd: 1.5, computedUsd: 0.5, unknownCalls: 2 },
    from: null,
    to: null,
    sampled: false,
    closedThrough: null,
    asOf: '2026-11-20T12:00:00.000Z',
  };
  const answers: Answers = [...list([aRun({ id: 'r1' })]), [['totals', {}], totals]];
  const html = await draw(answers);
  expect(words(html)).toContain(
    '240 runs 1 error 400 model calls 1,234,567 tokens in, 890 out, 7 calls unknown 12,345 spans as of 20 Nov 12:00',
  );
  const known: Answers = [
    ...list([aRun({ id: 'r1' })]),
    [['totals', {}], { ...totals, tokens: { ...totals.tokens, unknownCalls: 0 } }],
  ];
  expect(words(await draw(known))).not.toContain('unknown');
  const filtered: Answers = [...list([aRun({ id: 'r1' })], null, { agent: 'clerk' }), [['totals', {}], totals]];
  expect(words(await draw(filtered, '&agent=clerk'))).not.toContain('as of');
});

test('while it loads a skeleton of the same row height stands there', async () => {
  const html = await draw(me);
  expect(names(html, 'status')).toContain('Loading runs');
  expect(nodesOf(parse(html)).filter((n) => n.attrs['style'] === 'height:32px').length).toBeGreaterThan(10);
});

test('a list that cannot be read says why, with its request id', async () => {
  const problem = new Problem(503, {
    title: 'Warehouse is restarting',
    detail: 'Ask again in 2 s.',
    requestId: 'req_1',
  });
  const html = await draw([...me, [['runs', {}], problem]]);
  expect(names(html, 'alert')[0]).toContain('Warehouse is restarting');
  expect(names(html, 'button')).toEqual(expect.arrayContaining(['Try again', 'req_1, copy request id']));
});

test('no run at all: the lines to paste, for this very server', async () => {
  const html = await draw([...list([]), [['runs', 'any'], { items: [], nextCursor: null }]]);
  const pre = nodesOf(parse(html)).find((n) => n.tag === 'pre')!;
  expect(textOf(pre).split('\n')).toEqual([
    'export OTEL_EXPORTER_OTLP_ENDPOINT=https://signalbox.example',
    'export OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=sbx_…',
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ]);
  expect(names(html, 'heading')).toContain('No runs yet');
});

test('runs elsewhere: an empty window says when the newest was, and leads there', async () => {
  const any: Answers = [
    [['runs', 'any'], { items: [aRun({ id: 'r9', startedAt: '2026-10-01T09:08:07.000Z' })], nextCursor: null }],
  ];
  const html = await draw([...list([]), ...any]);
  expect(names(html, 'heading')).toContain('No runs in this time');
  expect(words(html)).toContain('2026-10-01 09:08:07.000 UTC');
  expect(names(html, 'button')).toContain('Show all time');
  const filtered = await draw([...list([], null, { agent: 'x' }), ...any], '&agent=x');
  expect(names(filtered, 'heading')).toContain('No run fits these filters');
});

test('a peek stands beside the list at once, from what the list knows', async () => {
  const run = aRun({ id: 'r1', agent: 'clerk', inputPreview: 'Where is it?', outputPreview: 'On its way.' });
  const html = await draw(list([run]), '&peek=r1');
  const [peek] = byRole(html, 'complementary');
  const text = words(`<b>${escaped(textOf(peek!.node))}</b>`);
  for (const part of ['clerk', 'Asked', 'Where is it?', 'Answered', 'On its way.', 'Open run'])
    expect(text).toContain(part);
  expect(byRole(html, 'row')[1]!.node.attrs['aria-selected']).toBe('true');
  expect(defects(html)).toEqual([]);
});

test('until its program is loaded a peek has its place and its close button already', async () => {
  vi.resetModules();
  const { drawPage: first } = await import('../../../app/house.fixture.tsx');
  const html = await first('/runs?range=all&peek=r1', list([aRun({ id: 'r1' })]));
  expect(names(html, 'complementary')).toEqual(['Run']);
  expect(names(html, 'status')).toContain('Loading run');
  expect(names(html, 'button')).toContain('Close');
  expect(defects(html)).toEqual([]);
});

test('a peek that has been read names the failed steps, each with its way there; five at most', async () => {
  const run = aRun({ id: 'r1' });
  const steps = Array.from({ length: 8 }, (_, i) =>
    aStep({
      spanId: `s${i}`,
      kind: 'tool',
      name: `tool ${i}`,
      isError: i > 0,
      errorMessage: i === 1 ? null : `why ${i}`,
    }),
  );
  const read: Answers = [[['run', 'r1'], { pages: [{ run, steps, nextCursor: null }], pageParams: [undefined] }]];
  const html = await draw([...list([run]), ...read], '&peek=r1');
  const failing = byRole(html, 'link').filter((l) => l.name.startsWith('Tool'));
  expect(failing.map((l) => l.name)).toEqual([1, 2, 3, 4, 5].map((i) => `Tool tool ${i}`));
  expect(failing[0]!.node.attrs['href']).toContain('/runs/r1?');
  expect(failing[0]!.node.attrs['href']).toContain('step=s1');
  expect(words(html)).toContain('No message was reported');
});

test('a peek of a run that is gone says so beside a list that stays', async () => {
  const gone = new Problem(404, { title: 'No such run', detail: 'It may have passed its retention.' });
  const html = await draw([...list([aRun({ id: 'r1' })]), [['run', 'gone'], gone]], '&peek=gone');
  expect(names(html, 'alert')[0]).toContain('No such run');
  expect(rows(html)).toHaveLength(1);
});

test.each(hostile)('%s in every field of a run hides and breaks nothing', async (_, text) => {
  const run = aRun({
    id: 'r1',
    agent: text,
    name: text,
    environment: text,
    service: text,
    release: text,
    conversation: text,
    user: text,
    models: [text],
    tools: [text],
    tags: [text],
    agents: [text, text],
    promptName: text,
    inputPreview: text,
    outputPreview: text,
    marks: [text],
  });
  const step = aStep({ spanId: 's1', name: text, isError: true, errorMessage: text, errorType: text });
  const read: Answers = [
    [['run', 'r1'], { pages: [{ run, steps: [step], nextCursor: null }], pageParams: [undefined] }],
  ];
  const html = await draw([...list([run]), ...read], '&peek=r1');
  const root = parse(html);
  expect(textOf(root)).not.toMatch(dangerous);
  for (const n of nodesOf(root)) {
    expect(n.tag).not.toMatch(/^(script|img|style|iframe)$/);
    expect(`${n.attrs['title']}${n.attrs['aria-label']}`).not.toMatch(dangerous);
  }
  expect(defects(html)).toEqual([]);
});

test('an agent with an endless name keeps to its column', async () => {
  const html = await draw(list([aRun({ id: 'r1', agent: endless })]));
  const cell = byRole(html, 'gridcell')[0]!;
  expect(cell.node.attrs['class']).toContain('truncate');
  expect(textOf(cell.node)).toHaveLength(120);
});

test('no percent is made of a handful of runs', async () => {
  expect(words(await draw(list([aRun({ id: 'r1' }), aRun({ id: 'r2', errors: 1 })])))).not.toContain('%');
});

test('on a phone a run is two lines, and the head is gone', async () => {
  aBrowser({ phone: true });
  const html = await draw(list([aRun({ id: 'r1', agent: 'clerk', inputPreview: 'Where is it?' })]));
  expect(names(html, 'columnheader')).toEqual([]);
  expect(textOf(byRole(html, 'row')[0]!.node)).toMatch(/clerk.*1\.24 s.*Where is it\?/);
  expect(names(html, 'img')).toContain('Completed');
});
