import type { Run, Step, StepDetail, Transcript, Turn } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, drawPage, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, endless, hostile } from '../model/hostile.fixture.ts';
import { aDetail, aRun, aStep, aTurn } from '../model/monitoring.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const run = aRun({ id: 'r1', topSpanId: 'a', release: 'desk@1.4.2' });
const steps = [
  aStep({ spanId: 'a', kind: 'agent', name: 'invoke_agent clerk', durationMs: 1240 }),
  aStep({ spanId: 'b', parentSpanId: 'a', kind: 'llm', name: 'chat', model: 'gpt-4.1-mini', offsetMs: 20 }),
  aStep({
    spanId: 'c',
    parentSpanId: 'b',
    kind: 'tool',
    name: 'execute_tool refund',
    offsetMs: 60,
    isError: true,
    errorType: 'GatewayTimeout',
    errorMessage: 'the bank did not answer',
  }),
];
const links = { release: null, prompts: [] };
const read = (of: Run = run, its: readonly Step[] = steps, nextCursor: string | null = null): Answers => [
  [['access', 'me'], aMe()],
  [['run', 'r1'], { pages: [{ run: of, links, steps: its, nextCursor }], pageParams: [undefined] }],
];
const said = (turns: Turn[], truncated = false): Answers => [
  [['transcript', 'r1'], { turns, truncated } satisfies Transcript],
];
const detailOf = (spanId: string, of: StepDetail | Error): Answers => [[['step', 'r1', spanId], of]];
const at = (search = ''): string => `/runs/r1${search}`;
const row = (html: string, i: number): string => textOf(byRole(html, 'row')[i]!.node);

test('the head of a run: outcome, agent, state, release, environment, ids, copies, in this order', async () => {
  const html = await drawPage(at(), read(aRun({ ...run, conversation: 'c-7', user: 'customer-7' })));
  const head = nodesOf(parse(html)).find((n) => n.tag === 'header')!;
  expect(textOf(head)).toMatch(
    /Completed.*clerk.*StateSettled.*Releasedesk@1\.4\.2.*Environmentproduction.*Started.*Conversationc-7.*Usercustomer-7.*Run.*Copy as/,
  );
  expect(names(html, 'heading')[1]).toBe('clerk');
  expect(names(html, 'link')).toContain('Back to the runs');
});

test('what is not known of a run is a dash in its head and "unknown" in no figure', async () => {
  const html = await drawPage(
    at(),
    read(aRun({ ...run, release: null, environment: null, durationMs: null, state: 'unfinished' })),
  );
  expect(words(html)).toContain('State No end received Release — Environment —');
  expect(words(html)).toContain('Duration — no end was received');
});

test('steps stand as a tree with level and fold, the failing one named as such', async () => {
  const html = await drawPage(at(), read());
  const [, ...tree] = byRole(html, 'row');
  expect(tree.map((r) => [r.node.attrs['aria-level'], r.node.attrs['aria-expanded']])).toEqual([
    ['1', 'true'],
    ['2', 'true'],
    ['3', undefined],
  ]);
  expect(row(html, 3)).toContain('Error');
  expect(row(html, 2)).toContain('gpt-4.1-mini');
  expect(names(html, 'button')).toEqual(
    expect.arrayContaining(['Fold invoke_agent clerk', 'Fold chat', '1 failed step']),
  );
  expect(defects(html)).toEqual([]);
});

test('a run whose steps are still coming says how many are there', async () => {
  expect(words(await drawPage(at(), read(aRun({ ...run, steps: 10_400 }), steps, 'more')))).toContain(
    '3 of 10,400 steps loaded',
  );
  expect(words(await drawPage(at(), read()))).not.toContain('loaded');
});

test('a run of which no step has come says that they will show', async () => {
  const html = await drawPage(at(), read(aRun({ ...run, state: 'running', durationMs: null }), []));
  expect(names(html, 'heading')).toContain('No steps have arrived yet');
});

test('a running run is said to run, without a length made up', async () => {
  const open = {
    ...run,
    state: 'running' as const,
    durationMs: null,
    outcome: { value: 'unknown' as const, source: null, refused: false },
  };
  const html = await drawPage(at(), read(open, [aStep({ spanId: 'a', durationMs: null })]));
  expect(words(html)).toContain('State Running');
  expect(words(html)).toContain('Duration — still running');
});

test('a run that another took over leads to its address now', async () => {
  const html = await drawPage(at(), read(aRun({ ...run, id: 'r2' })));
  expect(names(html, 'treegrid')).toEqual([]);
});

test('an unknown run says so with its request id; one that loads shows a skeleton', async () => {
  const gone = new Problem(404, {
    title: 'No such run',
    detail: 'It may have passed its retention.',
    requestId: 'req_9',
  });
  const html = await drawPage(at(), [
    [['access', 'me'], aMe()],
    [['run', 'r1'], gone],
  ]);
  expect(names(html, 'alert')[0]).toContain('No such run');
  expect(names(html, 'button')).toContain('req_9, copy request id');
  expect(names(await drawPage(at(), [[['access', 'me'], aMe()]]), 'status')).toContain('Loading run');
});

test('the transcript: each message once, repeats counted, calls and results, media marked', async () => {
  const turns = [
    aTurn({
      direction: 'system',
      repeats: 3,
      message: { role: 'system', parts: [{ type: 'text', content: 'You are the refund clerk.' }] },
    }),
    aTurn({
      message: {
        role: 'user',
        parts: [
          { type: 'text', content: 'Where is it?' },
          { type: 'media', mimeType: 'image/png', bytes: 48_213, sha256: 'ab'.repeat(32) },
        ],
      },
    }),
    aTurn({
      message: {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Look it up.' },
          { type: 'tool_call', id: 'call_1', name: 'lookup_order', arguments: { order: '48213' } },
        ],
      },
    }),
    aTurn({
      message: {
        role: 'tool',
        parts: [{ type: 'tool_call_response', id: 'call_1', response: '{"paid":"42.90 EUR"}' }],
      },
    }),
  ];
  const html = await drawPage(at('?view=transcript'), [...read(), ...said(turns)]);
  const text = words(html);
  for (const part of [
    'Sent again in 3 later steps',
    'image/png · 48.2 kB',
    'Reasoning, 11 characters',
    'calls lookup_order',
    '"order": "48213"',
    '"paid": "42.90 EUR"',
  ])
    expect(text).toContain(part);
  // The result stands beside its call, not in a turn of the tool's.
  expect(names(html, 'heading').slice(-3)).toEqual(['System', 'User', 'Assistant']);
  expect(defects(html)).toEqual([]);
});

test('a transcript without messages says why that can be', async () => {
  const html = await drawPage(at('?view=transcript'), [...read(), ...said([])]);
  expect(words(html)).toContain('came without content, or their key is set to drop it');
  expect(words(html)).toContain('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true');
});

test('a transcript that cannot be read, and one that loads', async () => {
  const refused = new Problem(403, { title: 'Not allowed', detail: 'Reading content is a right of its own.' });
  const html = await drawPage(at('?view=transcript'), [...read(), [['transcript', 'r1'], refused]]);
  expect(words(html)).toContain('Reading content is a right of its own.');
  expect(names(await drawPage(at('?view=transcript'), read()), 'status')).toContain('Loading transcript');
});

test('a step opens beside: error first, facts, tabs with what there is', async () => {
  const detail = aDetail({
    step: steps[2]!,
    attributes: { 'b.second': '2', 'a.first': '{"x":1}' },
    messages: [{ direction: 'input', message: { role: 'tool', parts: [{ type: 'text', content: 'refund 12' }] } }],
    dialect: 'genai',
  });
  const html = await drawPage(at('?step=c'), [...read(), ...detailOf('c', detail)]);
  const inspector = byRole(html, 'complementary')[0]!;
  expect(inspector.name).toBe('Step');
  const text = textOf(inspector.node);
  expect(text.indexOf('GatewayTimeout')).toBeLessThan(text.indexOf('Kind'));
  expect(text).toContain('the bank did not answer');
  const tabs = byRole(html, 'tab').slice(-5);
  expect(tabs.map((t) => textOf(t.node).trim())).toEqual(['Messages 1', 'Attributes 2', 'Resource', 'Events', 'Logs']);
  expect(tabs[0]!.node.attrs['aria-selected']).toBe('true');
  expect(text).toContain('refund 12');
  expect(text).toContain('Read as genai');
  expect(defects(html)).toEqual([]);
});

test('a step whose details load or fail keeps what the run knows of it', async () => {
  const loading = await drawPage(at('?step=c'), read());
  expect(names(loading, 'status')).toContain('Loading step');
  expect(words(loading)).toContain('the bank did not answer');
  const failed = await drawPage(at('?step=c'), [
    ...read(),
    ...detailOf('c', new Problem(503, { title: 'Warehouse is restarting' })),
  ]);
  expect(names(failed, 'alert')[0]).toContain('Warehouse is restarting');
  expect(words(failed)).toContain('execute_tool refund');
});

test('zoom shows the time of one step and a way back; of a step that is not there nothing', async () => {
  expect(words(await drawPage(at('?zoom=b'), read()))).toMatch(/Timeline shows 10 ms of one step Show the whole run/);
  expect(defects(await drawPage(at('?zoom=nothing'), read()))).toEqual([]);
});

test.each(hostile)('%s in every field of a step and its details hides and breaks nothing', async (_, text) => {
  const step = aStep({
    spanId: 'a',
    name: text,
    agent: text,
    model: text,
    provider: text,
    tool: text,
    finishReason: text,
    errorType: text,
    errorMessage: text,
    isError: true,
    marks: [text],
  });
  const child = aStep({ spanId: 'b', parentSpanId: 'a', name: text });
  const detail = aDetail({
    step,
    attributes: { [text]: text, n: JSON.stringify({ deep: [text] }) },
    resource: { [text]: text },
    messages: [{ direction: 'output', message: { role: text, parts: [{ type: 'text', content: text }] } }],
    dialect: text,
    scope: text,
  });
  const of = aRun({
    ...run,
    name: text,
    agent: text,
    release: text,
    environment: text,
    conversation: text,
    user: text,
    models: [text],
  });
  const html = await drawPage(at('?step=a'), [...read(of, [step, child]), ...detailOf('a', detail)]);
  const root = parse(html);
  expect(textOf(root)).not.toMatch(dangerous);
  for (const n of nodesOf(root)) {
    expect(n.tag).not.toMatch(/^(script|img|style|iframe)$/);
    expect(`${n.attrs['title']}${n.attrs['aria-label']}`).not.toMatch(dangerous);
  }
  expect(defects(html)).toEqual([]);
});

test('endless names of agents, steps and models keep to their places', async () => {
  const of = aRun({ ...run, agent: endless, release: endless, environment: endless });
  const html = await drawPage(at('?step=a'), read(of, [aStep({ spanId: 'a', name: endless, model: endless })]));
  for (const bdi of nodesOf(parse(html)).filter((n) => n.tag === 'bdi'))
    expect(textOf(bdi).length).toBeLessThanOrEqual(400);
  expect(byRole(html, 'heading')[1]!.node.attrs['class']).toContain('truncate');
});

test('on a phone steps are two lines without a head', async () => {
  aBrowser({ phone: true });
  const html = await drawPage(at(), read());
  expect(names(html, 'columnheader')).toEqual([]);
  expect(row(html, 2)).toContain('execute_tool refund');
  expect(html).toContain('height:48px');
});
