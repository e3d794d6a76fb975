import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { aRun } from '../../monitoring/model/monitoring.fixture.ts';
import { aList, anAgent } from '../model/lifecycle.fixture.ts';
import { Arrivals } from './arrivals.tsx';
import { type Arrival, firstOf } from './queries.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me = (rights: string[] = ['key.create']): Answers => [[['access', 'me'], aMe({ rights })]];
const draw = (answers: Answers): Promise<string> => drawPage('/connect', answers);

test('a tab per framework; the lines name this very server, and no key before one is made', async () => {
  const html = await draw(me());
  expect(names(html, 'tab')).toHaveLength(11);
  const code = nodesOf(parse(html)).filter((node) => node.tag === 'pre');
  expect(textOf(code[0]!)).toContain('OTEL_EXPORTER_OTLP_ENDPOINT=https://signalbox.example');
  expect(textOf(code[0]!)).toContain('x-signalbox-key=sbx_…');
  expect(names(html, 'button')).toContain('Make a key');
  expect(defects(html)).toEqual([]);
});

test('what is kept of the content is chosen with the key', async () => {
  const boxes = byRole(await draw(me()), 'combobox').map((one) => one.name);
  expect(boxes).toEqual(expect.arrayContaining(['Team', 'Content']));
});

test('who may not make keys is told whom to ask', async () => {
  const html = await draw(me([]));
  expect(names(html, 'button')).not.toContain('Make a key');
  expect(words(html)).toContain('Ask an operator of your team for one.');
});

test('the first week ticks itself', async () => {
  const agents: Answers = [[['agents', 'list', { range: '30d' }], aList([anAgent({ id: 'a' })])]];
  const html = await draw([...me(), ...agents]);
  expect(names(html, 'complementary')).toContain('First week');
  expect(words(html)).toContain('First week 2 of 4');
  expect(words(html)).not.toContain('cannot be read');
  const broken: Answers = [[['agents', 'list', { range: '30d' }], new Error('down')]];
  expect(words(await drawPage('/connect', [...me(), ...broken]))).toContain('Some steps cannot be read now.');
});

const since = '2026-11-22T12:00:00.000Z';
const arrival = (over: Partial<Arrival>): Arrival => ({
  ...{ seq: 1, at: '2026-11-22T12:00:01.000Z', keyId: 'k', signal: 'traces', outcome: 'kept', detail: '', bytes: 812 },
  ...over,
});
const arrivals = (items: Arrival[], runs: ReturnType<typeof aRun>[] = []): Promise<string> =>
  drawPart(<Arrivals since={since} />, [
    [['arrivals'], { items, newest: items.length }],
    [['runs', 'first', since], { before: [], run: runs[0] ?? null }],
  ]);

test('nothing yet says what to do', async () => {
  expect(words(await arrivals([]))).toContain('Nothing since this page was opened. Start the agent');
});

test('each request is told with what became of it, the newest first; older ones are not of this page', async () => {
  const html = await arrivals([
    arrival({ seq: 1, at: '2026-11-22T11:00:00.000Z', detail: 'long ago' }),
    arrival({ seq: 2, outcome: 'wrong_key', signal: null, detail: 'This key is unknown.' }),
    arrival({ seq: 3, outcome: 'not_kept', signal: 'metrics', detail: 'Metrics are not kept.' }),
    arrival({ seq: 4, outcome: 'refused', detail: 'The body cannot be read.' }),
    arrival({ seq: 5 }),
  ]);
  const said = words(html);
  expect(said).not.toContain('long ago');
  const parts = ['Traces, 812 B', 'Refused', 'Metrics are not kept', 'This key is unknown.'];
  const places = parts.map((part) => said.indexOf(part));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(said).toContain('No run yet.');
});

test('a run that began before the page was opened counts if it came after; one that was there does not', () => {
  const run = (id: string, startedAt: string) => aRun({ id, startedAt });
  const old = run('old', '2026-11-22T11:58:00.000Z');
  const slow = run('slow', '2026-11-22T11:30:00.000Z');
  const next = run('next', '2026-11-22T12:00:09.000Z');
  const first = firstOf([old], since, null);
  expect(first).toEqual({ before: ['old'], run: null });
  expect(firstOf([old, slow], since, first.before).run).toBe(slow);
  expect(firstOf([next, old], since, first.before).run).toBe(next);
  expect(firstOf([next, old], since, null).run).toBe(next);
});

test('the first run is there with its link', async () => {
  const html = await arrivals([arrival({})], [aRun({ id: 'r1', agent: 'clerk' })]);
  expect(words(html)).toContain('First run: clerk');
  const link = byRole(html, 'link').find((one) => one.name === 'Open the run')!;
  expect(link.node.attrs['href']).toBe('/runs/r1');
});
