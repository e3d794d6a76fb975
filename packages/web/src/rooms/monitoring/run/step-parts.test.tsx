import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { aDetail, aRun, aStep } from '../model/monitoring.fixture.ts';
import { stepTree, type StepNode } from '../model/step-tree.ts';
import { Attributes, Events, Logs } from './step-attributes.tsx';
import { StepLines, stepColumns } from './step-columns.tsx';
import { StepFacts } from './step-facts.tsx';
import { StepMessages } from './step-messages.tsx';

const nothing = (): void => undefined;

test('attributes stand by name, JSON in them laid out, everything else as it came', () => {
  const html = renderToStaticMarkup(<Attributes of={{ z: '1', a: '{"x":[1]}', m: 'plain\ntext' }} />);
  const terms = nodesOf(parse(html))
    .filter((n) => n.tag === 'dt')
    .map((n) => textOf(n));
  expect(terms).toEqual(['a', 'm', 'z']);
  expect(words(html)).toBe('a { "x": [ 1 ] } m plain text z 1');
});

test('values of events that are no text are shown as JSON', () => {
  const html = renderToStaticMarkup(
    <Events
      detail={aDetail({
        events: [
          {
            time: '2026-11-20T12:00:00.000Z',
            name: 'exception',
            attributes: { n: 7, on: true, none: null, list: ['a'] },
          },
        ],
        links: [{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', attributes: {} }],
      })}
    />,
  );
  expect(words(html)).toContain('exception 20 Nov 12:00 list ["a"] n 7 none null on true');
  expect(names(html, 'button')).toEqual(['0af7…319c, copy trace', 'b7ad…3331, copy span']);
});

test('logs say time, severity and name, the body below', () => {
  const html = renderToStaticMarkup(
    <Logs
      logs={[{ time: '2026-11-20T12:00:00.000Z', severity: 'WARN', eventName: 'gen_ai.choice', body: '{"index":0}' }]}
    />,
  );
  expect(words(html)).toBe('20 Nov 12:00 WARN gen_ai.choice { "index": 0 }');
});

test('messages of a step: what went in, what came out, offered tools folded and counted, what is gone said', () => {
  const html = renderToStaticMarkup(
    <StepMessages
      messages={[
        { direction: 'input', message: { role: 'user', parts: [{ type: 'text', content: 'Where is it?' }] } },
        { direction: 'output', message: { role: 'assistant', parts: [{ type: 'text', content: 'On its way.' }] } },
        { direction: 'tools', message: null, tools: [{ name: 'lookup_order' }, { name: 'refund' }] },
        { direction: 'output', message: null },
      ]}
    />,
  );
  const text = words(html);
  expect(text).toMatch(/^User in Where is it\? Assistant out On its way\. Offered tools, 2 /);
  expect(text).toMatch(/not captured, or has passed its retention \(out\)\.$/);
  expect(nodesOf(parse(html)).find((n) => n.tag === 'details')!.attrs).not.toHaveProperty('open');
  expect(defects(html)).toEqual([]);
});

const none = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const facts = (step: ReturnType<typeof aStep>): string =>
  words(renderToStaticMarkup(<StepFacts step={step} steps={[step]} onStep={nothing} />));

test('tokens of a model call that reported none are unknown; a tool has no such line', () => {
  expect(facts(aStep({ spanId: 'a', kind: 'llm' }))).toContain('Tokens unknown: not reported');
  expect(facts(aStep({ spanId: 'a', kind: 'tool' }))).not.toContain('Tokens');
});

test('tokens that are partly known show the part, a dash for the rest, and what they are made of', () => {
  const text = facts(
    aStep({ spanId: 'a', kind: 'llm', tokens: { ...none, input: 1840, cacheRead: 1024, reasoning: 0 } }),
  );
  expect(text).toContain('1,840 in, — out');
  expect(text).toContain('1,024 cache read, 0 reasoning');
});

test('a step that itself failed is not said to pass an error on', () => {
  expect(facts(aStep({ spanId: 'a', status: 'error', isError: true }))).not.toContain('passed on');
  expect(facts(aStep({ spanId: 'a', status: 'error' }))).toContain('passed on from a step below');
});

const columnsOf = (over: { running?: boolean; collapsed?: string[] } = {}) =>
  stepColumns({
    run: aRun({ id: 'r', ...(over.running ? { state: 'running', durationMs: null } : {}) }),
    window: { from: 0, to: 100 },
    collapsed: new Set(over.collapsed),
    onFold: nothing,
    lines: [0, 50],
    path: null,
  });
const cell = (id: string, node: StepNode, over: Parameters<typeof columnsOf>[0] = {}): string =>
  renderToStaticMarkup(
    <>
      {columnsOf(over)
        .find((c) => c.id === id)!
        .cell(node)}
    </>,
  );
const only = (step: ReturnType<typeof aStep>): StepNode => stepTree([step], step.spanId)[0]!;

test('a length that is not known: a dash when it is over, running while it runs', () => {
  const node = only(aStep({ spanId: 'a', durationMs: null }));
  expect(words(cell('duration', node))).toBe('—');
  expect(words(cell('duration', node, { running: true }))).not.toMatch(/\b0\b/);
  expect(cell('duration', node, { running: true })).toContain('Still running');
});

test('the name says model or tool once: not again where the name holds it', () => {
  const name = (over: object): string => words(cell('step', only(aStep({ spanId: 'a', kind: 'llm', ...over }))));
  expect(name({ name: 'chat gpt-4.1-mini', model: 'gpt-4.1-mini' })).toBe('Model call chat gpt-4.1-mini');
  expect(name({ name: 'chat', model: 'gpt-4.1-mini' })).toBe('Model call chat gpt-4.1-mini');
  expect(name({ name: 'chat gpt-5-mini', model: 'gpt-5-mini-2026-08-07' })).toBe('Model call chat gpt-5-mini');
  expect(name({ name: 'chat o3', model: 'o3-2026-01-01' })).toBe('Model call chat o3 o3-2026-01-01');
  expect(name({ name: 'run', tool: 'refund' })).toBe('Model call run refund');
});

test('tokens in the table: a dash for a model call without, nothing for others, brackets where not counted', () => {
  const tokens = (over: Parameters<typeof aStep>[0]): string => words(cell('tokens', only(aStep(over))));
  expect(tokens({ spanId: 'a', kind: 'llm' })).toBe('—');
  expect(tokens({ spanId: 'a', kind: 'tool' })).toBe('');
  const known = { ...none, input: 1840, output: 96 };
  expect(tokens({ spanId: 'a', kind: 'llm', tokens: known })).toBe('1,840 / 96');
  expect(tokens({ spanId: 'a', kind: 'llm', tokens: known, countsTokens: false })).toMatch(/^\( ?1,840 \/ 96 ?\)$/);
  expect(tokens({ spanId: 'a', kind: 'llm', tokens: { ...none, input: 5 } })).toBe('5 / —');
});

test('a folded node says how much it hides, and whether an error is in there', () => {
  const steps = [
    aStep({ spanId: 'a' }),
    aStep({ spanId: 'b', parentSpanId: 'a' }),
    aStep({ spanId: 'c', parentSpanId: 'b', isError: true }),
  ];
  const [top] = stepTree(steps, 'a');
  expect(words(cell('step', top!, { collapsed: ['a'] }))).toMatch(/\+2, error below$/);
  expect(words(cell('step', top!))).not.toContain('error below');
});

test('lines of the axis go through every row', () => {
  const lines = nodesOf(parse(cell('timeline', only(aStep({ spanId: 'a' }))))).filter(
    (n) => n.attrs['aria-hidden'] === 'true',
  );
  expect(lines.map((n) => n.attrs['style'])).toEqual(['left:0%', 'left:50%']);
});

test('a phone’s row: name, length, a bar; an absent parent has neither', () => {
  const draw = (node: StepNode): string =>
    renderToStaticMarkup(
      <StepLines node={node} open={true} onFold={nothing} window={{ from: 0, to: 100 }} running={false} path={null} />,
    );
  const html = draw(only(aStep({ spanId: 'a', name: 'chat', durationMs: 40, offsetMs: 10 })));
  expect(words(html)).toBe('Step chat 40 ms');
  expect(html).toContain('left:10%');
  const [, lost] = stepTree([aStep({ spanId: 'a' }), aStep({ spanId: 'x', parentSpanId: 'lost' })], 'a');
  expect(words(draw(lost!))).toBe('Parent lost not received');
  expect(byRole(draw(lost!), 'button').map((b) => b.name)).toEqual(['Fold parent lost']);
});
