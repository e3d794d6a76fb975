import type { RunLinks } from 'signalbox/contract/monitoring';
import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf } from '../../../ui/markup.fixture.ts';
import { endless } from '../model/hostile.fixture.ts';
import { aRun } from '../model/monitoring.fixture.ts';
import { RunFacts } from './run-facts.tsx';
import { RunHeader } from './run-header.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

/** Names and values as they stand. */
async function facts(over: Parameters<typeof aRun>[0]): Promise<Record<string, string>> {
  const html = await drawPart(<RunFacts run={aRun(over)} />);
  const cells = nodesOf(parse(html)).filter((n) => n.tag === 'dt' || n.tag === 'dd');
  return Object.fromEntries(cells.flatMap((n, i) => (n.tag === 'dt' ? [[textOf(n), textOf(cells[i + 1]!)]] : [])));
}

test('what matters is said even when unknown; the rest only when there is some', async () => {
  expect(await facts({ id: 'r', environment: null })).toEqual({
    Started: '2026-11-22 12:00:00.000 UTC',
    Release: 'unknown',
    Environment: 'unknown',
    Service: 'desk',
    Trace: '0af7…319c',
  });
});

test('everything that is known is there', async () => {
  const all = await facts({
    id: 'r',
    release: 'desk@1.4.2',
    agents: ['clerk', 'payments'],
    tools: ['lookup_order', 'refund'],
    promptName: 'refund-policy',
    promptVersion: '7',
    conversation: 'c-7',
    user: 'customer-7',
    tags: ['vip', 'eu'],
    marks: ['orphan', 'clock_suspect'],
    outcome: { value: 'completed', source: 'inferred', refused: true },
  });
  expect(all).toMatchObject({
    Release: 'desk@1.4.2',
    Agents: 'clerk, payments',
    Tools: 'lookup_order, refund',
    Prompt: 'refund-policy 7',
    Conversation: 'c-7',
    User: 'customer-7',
    Tags: 'vip, eu',
    Refusal: 'A refusal or a guardrail block is visible in the data',
    orphan: 'A step names a parent that has not arrived',
    'clock suspect': 'The start cannot be believed: far ahead, or older than retention',
  });
});

test('one agent alone is not a list, and a prompt without version is one', async () => {
  const some = await facts({ id: 'r', agents: ['clerk'], promptName: 'refund-policy' });
  expect(some).not.toHaveProperty('Agents');
  expect(some['Prompt']).toBe('refund-policy');
});

test('conversation and user lead to the runs that share them, whatever they hold', async () => {
  const html = await drawPart(<RunFacts run={aRun({ id: 'r', conversation: 'a&b=c#d', user: '1e5' })} />);
  const links = byRole(html, 'link').map((l) => new URL(l.node.attrs['href']!, 'https://x.example'));
  expect(links.map((l) => [l.pathname, l.searchParams.get('conversation') ?? l.searchParams.get('user')])).toEqual([
    ['/runs', 'a&b=c#d'],
    ['/runs', '1e5'],
  ]);
  expect(links.map((l) => l.searchParams.get('range'))).toEqual(['all', 'all']);
});

const noLinks: RunLinks = { release: null, prompts: [] };
const header = (over: Parameters<typeof aRun>[0], mayExport = false, links = noLinks): Promise<string> =>
  drawPart(<RunHeader run={aRun(over)} steps={[]} links={links} mayExport={mayExport} onBack={() => undefined} />);

test('a release and prompts that are kept here are links, others are told as they were sent', async () => {
  const prompt = (name: string, version: string | null, promptId: string | null) => ({
    ...{ name, version, promptId, number: promptId === null ? null : 3 },
  });
  const links: RunLinks = {
    release: { id: 'rel_1', agentId: 'agt_1', version: '1.4.0' },
    prompts: [prompt('clerk/system', '3', 'prm_1'), prompt('elsewhere', null, null)],
  };
  const html = await header({ id: 'r', release: 'a'.repeat(64) }, false, links);
  const told = byRole(html, 'link').map((one) => [one.name, one.node.attrs['href']]);
  expect(told.slice(1)).toEqual([
    ['1.4.0', '/releases/rel_1'],
    ['clerk/system 3', '/prompts/prm_1'],
  ]);
  expect(textOf(parse(html))).toContain('elsewhere');
  expect(names(await header({ id: 'r', release: '1.3-rc' }), 'link')).toEqual(['Back to the runs']);
  expect(textOf(parse(await header({ id: 'r', release: '1.3-rc' })))).toContain('Release1.3-rc');
});

test('of very many prompts the first few are named', async () => {
  const prompts = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, version: null, promptId: null, number: null }));
  expect(textOf(parse(await header({ id: 'r' }, false, { release: null, prompts })))).toContain('a, b, c and 2 more');
});

test('who may take content out has a menu for it, nobody else', async () => {
  expect(names(await header({ id: 'r' }, true), 'button')).toContain('More');
  expect(names(await header({ id: 'r' }), 'button')).not.toContain('More');
});

test('the way back is a link that works in a new tab too', async () => {
  const [back] = byRole(await header({ id: 'r' }), 'link');
  expect([back!.name, back!.node.attrs['href']]).toEqual(['Back to the runs', '/runs']);
});

test('an endless name stands on a line of its own, facts and copies keep theirs', async () => {
  const html = await header({ id: 'r', agent: endless, conversation: endless, user: endless });
  const head = nodesOf(parse(html)).find((n) => n.tag === 'header')!;
  expect(head.attrs['class']).toContain('flex-wrap');
  const facts = nodesOf(head).find((n) => /order-last/.test(n.attrs['class'] ?? ''))!;
  expect(facts.attrs['class']).toMatch(/w-full/);
  expect(textOf(facts)).toMatch(/^State/);
  expect(defects(html)).toEqual([]);
});

test('ids are copied whole', async () => {
  const html = await header({ id: 'r', conversation: 'conversation-0193a5b2c4d87e9f8a1b2c3d4e5f6071' });
  const copy = byRole(html, 'button').find((b) => b.name.endsWith('copy conversation'))!;
  expect(copy.node.attrs['title']).toBe('conversation conversation-0193a5b2c4d87e9f8a1b2c3d4e5f6071');
  expect(names(html, 'button')).toContain('Copy as');
});

test.each([
  ['running', null, 'Running'],
  ['running', 1200, 'Ended, settling'],
  ['settled', 1200, 'Settled'],
  ['unfinished', null, 'No end received'],
] as const)('a run that is %s with duration %s: %s', async (state, durationMs, words) => {
  expect(textOf(parse(await header({ id: 'r', state, durationMs })))).toContain(`State${words}`);
});
