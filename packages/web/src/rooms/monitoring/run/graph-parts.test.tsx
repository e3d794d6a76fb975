import type { Step, StepKind } from 'signalbox/contract/monitoring';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import type { AgentGraph, GraphEdge, GraphNode } from '../model/agent-graph.ts';
import { graphLayout } from '../model/graph-layout.ts';
import { dangerous, hostile } from '../model/hostile.fixture.ts';
import { aDetail, aRun, aStep } from '../model/monitoring.fixture.ts';
import { type StepNode, stepTree } from '../model/step-tree.ts';
import { CriticalPathLine } from './critical-path-line.tsx';
import { GraphDrawing } from './graph-drawing.tsx';
import { GraphLists } from './graph-lists.tsx';
import { Attributes, Events, Logs } from './step-attributes.tsx';
import { stepColumns } from './step-columns.tsx';
import { StepMessages } from './step-messages.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const node = (over: Partial<GraphNode> & { id: string }): GraphNode => ({
  ...{ kind: 'agent', name: over.id, steps: 1, errors: 0, durationMs: 10, stepId: `step of ${over.id}` },
  ...over,
});
const edge = (over: Partial<GraphEdge> = {}): GraphEdge => ({
  ...{ from: 'a', to: 'b', kind: 'call', count: 1, errors: 0 },
  ...over,
});
const graph = (over: Partial<AgentGraph> = {}): AgentGraph => ({
  ...{ nodes: [node({ id: 'a' }), node({ id: 'b', kind: 'tool' })], edges: [edge()], loops: [] },
  ...over,
});
const whole = (html: string): string => `<b>${html}</b>`;

describe('the graph in words', () => {
  const draw = (of: AgentGraph): Promise<string> => drawPart(<GraphLists graph={of} onStep={nothing} />);
  const rows = (html: string): string[] =>
    nodesOf(parse(html))
      .filter((one) => one.tag === 'tr')
      .map((one) => words(`<b>${one.children.map((c) => (typeof c === 'string' ? c : textOf(c))).join(' ')}</b>`));

  test('only a call can fail: of what came back or was handed on no failures are told', async () => {
    const edges = [edge({ count: 3, errors: 1 }), edge({ kind: 'return' }), edge({ kind: 'handoff' })];
    expect(rows(await draw(graph({ edges }))).slice(1)).toEqual([
      ...['a asked b 3 1', 'a came back to b 1', 'a handed on to b 1'],
    ]);
  });

  test('an agent that has no step of its own leads nowhere', async () => {
    const nodes = [node({ id: 'a', stepId: null, steps: 0 }), node({ id: 'b', kind: 'tool' })];
    expect(names(await draw(graph({ nodes })), 'button')).toEqual(['b']);
  });

  test('without loops there is no list of them', async () => {
    expect(names(await draw(graph()), 'heading')).toEqual(['Who asked whom']);
    const loops = [{ kind: 'handoffs' as const, through: ['a', 'b', 'a'], times: 1200 }];
    const html = await draw(graph({ loops }));
    expect(names(html, 'heading')).toEqual(['Who asked whom', 'Loops']);
    expect(words(html)).toMatch(/Handed on and back a → b → a 1,200$/);
    expect(defects(html)).toEqual([]);
  });

  test('of very many edges the first 300 stand there, the others are counted', async () => {
    const nodes = [node({ id: 'a' }), ...Array.from({ length: 305 }, (_, i) => node({ id: `t${i}`, kind: 'tool' }))];
    const edges = Array.from({ length: 305 }, (_, i) => edge({ to: `t${i}` }));
    const html = await draw(graph({ nodes, edges }));
    expect(rows(html)).toHaveLength(301);
    expect(words(html)).toContain('And 5 more.');
    expect(words(await draw(graph({ nodes, edges: edges.slice(0, 300) })))).not.toContain('more.');
  });

  test.each(hostile)('%s as a name hides nothing', async (_, name) => {
    const html = await draw(graph({ nodes: [node({ id: 'a', name }), node({ id: 'b', kind: 'tool', name })] }));
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

describe('the graph as it is drawn', () => {
  const draw = (of: AgentGraph, chosen: Step | null = null): Promise<string> =>
    drawPart(<GraphDrawing layout={graphLayout(of)} chosen={chosen} onStep={nothing} />);

  test('the node of the chosen step is pressed, and no other; nothing chosen presses none', async () => {
    const pressed = async (chosen: Step | null): Promise<string[]> =>
      byRole(await draw(graph(), chosen), 'button').flatMap((one) =>
        one.node.attrs['aria-pressed'] === 'true' ? [one.name] : [],
      );
    expect(await pressed(null)).toEqual([]);
    expect((await pressed(aStep({ spanId: 'step of b' }))).join()).toContain('b 1 step');
    expect(await pressed(aStep({ spanId: 'another' }))).toEqual([]);
    // One without a step is not the node of "no step".
    const nodes = [node({ id: 'a', stepId: null, steps: 0, durationMs: null }), node({ id: 'b', kind: 'tool' })];
    const html = await draw(graph({ nodes }));
    expect(byRole(html, 'button')[0]!.node.attrs).toMatchObject({ disabled: '', 'aria-pressed': 'false' });
    expect(words(html)).toContain('no step of its own');
  });

  test('what is not known of a node is not told as 0', async () => {
    const nodes = [
      node({ id: 'a', durationMs: null }),
      node({ id: 'b', kind: 'model', name: null, steps: 2, errors: 2 }),
    ];
    const said = words(await draw(graph({ nodes })));
    expect(said).toContain('a 1 step');
    expect(said).not.toContain('a 1 step ·');
    expect(said).toContain('Model not named 2 steps · 10 ms · 2 failed');
  });

  test('ways there and back between two are two lines, a failing one in its own colour', async () => {
    const html = await draw(
      graph({ edges: [edge({ errors: 1, count: 2 }), edge({ from: 'b', to: 'a', kind: 'return' })] }),
    );
    const lines = nodesOf(parse(html)).filter((one) => one.tag === 'path' && one.attrs['marker-end'] !== undefined);
    expect(lines.map((one) => one.attrs['stroke'])).toEqual(['var(--danger)', 'var(--edge)']);
    expect(lines.map((one) => one.attrs['stroke-dasharray'])).toEqual([undefined, '4 3']);
    expect(new Set(lines.map((one) => one.attrs['d'])).size).toBe(2);
  });
});

describe('the critical path in a line', () => {
  const draw = (parts: [kind: StepKind, ms: number][]): Promise<string> => {
    let from = 0;
    const path = parts.map(([, ms], i) => ({ id: `${i}`, fromMs: from, toMs: (from += ms) }));
    const steps = parts.map(([kind], i) => aStep({ spanId: `${i}`, kind }));
    return drawPart(<CriticalPathLine path={path} steps={steps} />);
  };

  test('kinds are summed, the longest first', async () => {
    const said = words(
      await draw([
        ['llm', 20],
        ['tool', 50],
        ['llm', 130],
      ]),
    );
    expect(said).toMatch(/Critical path 200 ms .*Model call 75 % .*Tool 25 %/);
  });

  test('what takes next to nothing is not 0 %', async () => {
    const said = words(
      await draw([
        ['llm', 10_000],
        ['tool', 1],
      ]),
    );
    expect(said).toContain('< 1 %');
    expect(said).not.toContain(' 0 %');
  });

  test('nothing of known length says so, and divides by no 0', async () => {
    const said = words(await draw([]));
    expect(said).toContain('No step of known length blocks this run');
    expect(said).not.toContain('NaN');
  });

  test('a step that is not among those that were read counts as another kind', async () => {
    const html = await drawPart(<CriticalPathLine path={[{ id: 'gone', fromMs: 0, toMs: 5 }]} steps={[]} />);
    expect(words(html)).toContain('100 %');
  });
});

describe('steps that have no end yet', () => {
  const open = aStep({ spanId: 'b', parentSpanId: 'a', durationMs: null });
  const lengthIn = (over: Partial<Parameters<typeof aRun>[0]>): Promise<string> => {
    const [top] = stepTree([aStep({ spanId: 'a' }), open], 'a') as [StepNode];
    const columns = stepColumns({
      ...{ run: aRun({ id: 'r', topSpanId: 'a', ...over }), window: { from: 0, to: 100 }, path: null, lines: [] },
      ...{ collapsed: new Set<string>(), onFold: nothing },
    });
    return drawPart(<b>{columns.find((one) => one.id === 'duration')!.cell(top.children[0]!)}</b>);
  };
  test('are running while the run is', async () => {
    expect(words(await lengthIn({ state: 'running', durationMs: null }))).toBe('running');
  });
  // As on a phone: the run is over, whatever else may still come in of it.
  test.each([
    ['the top step has ended', { state: 'running', durationMs: 40 }],
    ['it has settled', { state: 'settled', durationMs: 40 }],
    ['no end was received', { state: 'unfinished', durationMs: null }],
    ['no clock ran', { state: 'running', durationMs: null, marks: ['synthetic_time'] }],
  ] as const)('are of unknown length where %s', async (_, over) => {
    expect(words(await lengthIn(over as never))).toBe('—');
  });
});

describe('what came with a step', () => {
  test('attributes stand by name; JSON is laid out, and what is no text is told as JSON', async () => {
    const html = whole(
      await drawPart(<Attributes of={{ b: '{"x":[1]}', a: 'plain', c: { y: null }, d: 0, e: false, f: null }} />),
    );
    const said = words(html);
    expect(said).toMatch(/a plain .*b { "x": \[ 1 \] } .*c {"y":null} .*d 0 .*e false .*f null/);
    expect(words(whole(await drawPart(<Attributes of={{}} />)))).toBe('');
  });

  test('events and links, none of either is nothing', async () => {
    const events = [
      { time: '2026-11-22T12:00:00.000Z', name: 'exception', attributes: { 'exception.type': 'Timeout' } },
    ];
    const links = [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), attributes: {} }];
    const html = whole(await drawPart(<Events detail={aDetail({ events, links })} />));
    expect(words(html)).toMatch(/exception .*exception\.type Timeout .*Link to/);
    expect(defects(html)).toEqual([]);
    expect(await drawPart(<Events detail={aDetail()} />)).toBe('');
  });

  test.each(hostile)('%s in a log or an attribute hides and breaks nothing', async (_, text) => {
    const logs = [{ time: '2026-11-22T12:00:00.000Z', severity: text, eventName: text, body: text }];
    const html = whole(
      await drawPart(
        <>
          <Logs logs={logs as never} />
          <Attributes of={{ [text]: text }} />
        </>,
      ),
    );
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });

  test('a message that is not here says in which direction; tools are counted where they can be', async () => {
    type Messages = Parameters<typeof StepMessages>[0]['messages'];
    const draw = async (...messages: object[]): Promise<string> =>
      words(whole(await drawPart(<StepMessages messages={messages as Messages} />)));
    expect(await draw({ direction: 'output', message: null })).toContain('has passed its retention (out)');
    const tools = [{ name: 'f' }, { name: 'g' }];
    expect(await draw({ direction: 'tools', message: null, tools })).toContain('Offered tools, 2 [');
    expect(await draw({ direction: 'tools', message: null, tools: 'cut {' })).toMatch(/^Offered tools cut/);
    expect(await draw()).toBe('');
  });
});
