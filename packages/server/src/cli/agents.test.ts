import { expect, test } from 'vitest';
import { agentLines } from './agents.ts';

type Page = Parameters<typeof agentLines>[0];
type Agent = Page['items'][number];
const share = (count: number) => ({ count, inferred: 0 });
const agent = (name: string, health: Agent['aspect']['health'], more: Partial<Agent> = {}): Agent =>
  ({
    name,
    aspect: { health, authority: 'full', reasons: [] },
    figures: { invocations: 40, outcomes: { failed: share(2) } },
    ...more,
  }) as unknown as Agent;
const page = (items: Agent[], more: Partial<Page> = {}): Page =>
  ({ items, total: items.length, readable: true, ...more }) as Page;

test('the lamp is a shape and a word, then the name, then why', () => {
  const reasons = [{ code: 'failures', sentence: '9 of 30 failed.', since: null, link: null }];
  const bad = agent('refunds', 'danger', { aspect: { health: 'danger', authority: 'held', reasons } });
  expect(
    agentLines(page([bad, agent('a', 'caution'), agent('b', 'clear'), agent('c', 'dark', { figures: null })])),
  ).toEqual([
    '-  Act now Held      refunds  9 of 30 failed.',
    '/  Watch             a        2 of 40 failed',
    '|  Healthy           b        2 of 40 failed',
    '.  No signal         c',
  ]);
});

test('no agents teach how to connect one', () => {
  expect(agentLines(page([]))).toEqual(['No agents yet. Connect one with: signalbox connect --wait']);
});

test('what is not shown, and what cannot be read, is said', () => {
  const lines = agentLines(page([agent('a', 'clear')], { total: 300, readable: false }));
  expect(lines.slice(1)).toEqual(['… and 299 more', 'Figures cannot be read now.']);
});

test.each(['\u001b[2Jgone', 'a\nb', 'x\u202ey', '\u0007'])('%j as a name steers no terminal', (name) => {
  const [line] = agentLines(page([agent(name, 'clear')]));
  // eslint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
});
