import type { LabelMove } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, words } from '../../../ui/markup.fixture.ts';
import { hostile } from '../../monitoring/model/hostile.fixture.ts';
import { Followers } from './followers.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

type Agent = LabelMove['agents'][number];
const agent = (over: Partial<Agent> = {}): Agent => ({
  ...{ agentId: 'agt_1', slug: 'clerk', name: 'Refund clerk', environment: 'production', changes: [], held: null },
  release: { id: null, version: '1.5.0', digest: 'sha256:1' },
  ...over,
});
const draw = async (agents: Agent[]): Promise<string> => `<b>${await drawPart(<Followers agents={agents} />)}</b>`;

test('nobody follows: nothing is said', async () => {
  expect(words(await draw([]))).toBe('');
});

test('who follows, where, and which release each would get', async () => {
  const html = await draw([agent(), agent({ environment: 'staging' })]);
  expect(words(html)).toContain('2 deployments follow it');
  expect(words(html)).toContain('production, release 1.5.0');
  expect(byRole(html, 'link')[0]!.node.attrs['href']).toBe('/agents/clerk');
  expect(defects(html)).toEqual([]);
});

test('what holds one holds all, and says why', async () => {
  const held = { code: 'lifecycle.frozen', detail: 'A freeze holds until Monday.' };
  const said = words(await draw([agent(), agent({ held })]));
  expect(said).toContain('1 cannot be deployed now, so nothing moves.');
  expect(said).toContain('A freeze holds until Monday.');
});

test('an agent that one may not see is counted, not named', async () => {
  const html = await draw([agent({ agentId: null, slug: null, name: null, environment: null, release: null })]);
  expect(words(html)).toContain('1 deployment follows it');
  expect(words(html)).toContain('An agent that you may not see');
  expect(byRole(html, 'link')).toEqual([]);
});

test.each(hostile)('%s as a name breaks nothing', async (_, text) => {
  expect(defects(await draw([agent({ name: text, held: { code: 'x', detail: text } })]))).toEqual([]);
});
