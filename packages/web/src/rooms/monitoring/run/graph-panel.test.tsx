import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPage, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../model/hostile.fixture.ts';
import { aRun, aStep } from '../model/monitoring.fixture.ts';
import { type StepNode, stepTree } from '../model/step-tree.ts';
import { StepLines } from './step-columns.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const run = aRun({ id: 'r1', topSpanId: 'a', durationMs: 100 });
const steps = [
  aStep({ spanId: 'a', kind: 'agent', name: 'invoke_agent clerk', durationMs: 100 }),
  aStep({ spanId: 'b', parentSpanId: 'a', kind: 'llm', model: 'gpt', offsetMs: 10, durationMs: 60 }),
  aStep({ spanId: 'c', parentSpanId: 'a', kind: 'tool', tool: 'refund', offsetMs: 70, durationMs: 20, isError: true }),
  aStep({ spanId: 'd', parentSpanId: 'a', kind: 'llm', model: 'gpt', offsetMs: 90, durationMs: 9.5 }),
];
const read = (its = steps): Answers => [
  [['access', 'me'], aMe()],
  [
    ['run', 'r1'],
    { pages: [{ run, links: { release: null, prompts: [] }, steps: its, nextCursor: null }], pageParams: [undefined] },
  ],
];

test('the graph: a button for each node, and in words who asked whom and what went round', async () => {
  const html = await drawPage('/runs/r1?view=graph', read());
  expect(byRole(html, 'region').map((one) => one.name)).toContain('Graph');
  const text = words(html);
  expect(text).toMatch(/Who asked whom.*Loops/);
  expect(text).toContain('2 steps · 70 ms');
  expect(text).toContain('1 step · 20 ms · 1 failed');
  expect(text).toContain('clerk asked gpt 2 0');
  expect(text).toContain('clerk asked refund 1 1');
  expect(text).toContain('Asked a model again after an answer clerk 1');
  expect(defects(html)).toEqual([]);
});

test('a run of nothing that is known says so', async () => {
  const html = await drawPage('/runs/r1?view=graph', read([aStep({ spanId: 'a' })]));
  expect(words(html)).toContain('Nothing to draw');
});

test.each(hostile)('%s as the name of a tool hides nothing', async (_, tool) => {
  const html = await drawPage('/runs/r1?view=graph', read([steps[0]!, { ...steps[2]!, tool }]));
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});

test('the critical path: its length, and the share of each kind', async () => {
  const html = await drawPage('/runs/r1?path=on', read());
  expect(words(html)).toContain('Critical path 100 ms');
  expect(words(html)).toMatch(/Model call 70 %.*Tool 20 %.*Agent 11 %/);
  expect(defects(html)).toEqual([]);
});

test('a row on the path has its stretches under the bar, another one fades', () => {
  const tops = stepTree(steps, 'a');
  const segments = [{ id: 'b', fromMs: 10, toMs: 70 }];
  const path = { segments, of: Map.groupBy(segments, (one) => one.id) };
  const draw = (node: StepNode): string =>
    renderToStaticMarkup(
      <StepLines node={node} open={null} onFold={() => {}} window={{ from: 0, to: 100 }} running={false} path={path} />,
    );
  const [on, off] = [draw(tops[0]!.children[0]!), draw(tops[0]!.children[1]!)];
  expect(on).toContain('M100.0 0H700.0V3H100.0z');
  expect([names(on, 'img').includes('On the critical path'), on.includes('opacity')]).toEqual([true, false]);
  expect([names(off, 'img').includes('On the critical path'), off.includes('opacity')]).toEqual([false, true]);
});

test('the switch is there for the steps only, and says whether it is on', async () => {
  const pressed = async (search: string): Promise<(string | undefined)[]> =>
    byRole(await drawPage(`/runs/r1${search}`, read()), 'button')
      .filter((one) => one.name === 'Critical path')
      .map((one) => one.node.attrs['aria-pressed']);
  expect(await pressed('')).toEqual(['false']);
  expect(await pressed('?path=on')).toEqual(['true']);
  expect(await pressed('?view=graph')).toEqual([]);
  expect(names(await drawPage('/runs/r1', read()), 'tab')).toEqual(['Steps', 'Transcript', 'Graph']);
});
