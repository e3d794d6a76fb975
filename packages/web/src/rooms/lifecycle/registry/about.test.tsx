import type { AgentRecord, Deployment, Instance } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, type Answers, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { RunsWhere } from '../agent/runs-where.tsx';
import { anAgent } from '../model/lifecycle.fixture.ts';
import { aDeployment, aRecord, deployments } from '../model/release.fixture.ts';
import { About } from './about.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const agent = anAgent({ id: 'agt_1', name: 'Clerk' });
const draw = (record: AgentRecord, { owner = null as typeof agent.owner, mayChange = true } = {}): Promise<string> =>
  drawPart(<About agent={{ ...agent, owner }} mayChange={mayChange} onClaim={() => undefined} />, [
    [['agents', 'record', 'agt_1'], record],
  ]);

test('what nobody said is said to be so, and can be claimed and described by who may', async () => {
  const html = await draw(aRecord());
  expect(words(html)).toContain('Unclaimed: nobody answers for it.');
  expect(words(html).match(/not said/g)).toHaveLength(7);
  expect(names(html, 'button')).toEqual(['Describe', 'Claim']);
  expect(names(await draw(aRecord(), { mayChange: false }), 'button')).toEqual([]);
  expect(names(await draw(aRecord(), { owner: { id: 'per_1', name: 'Ada' } }), 'button')).toEqual(['Describe']);
  expect(defects(html)).toEqual([]);
});

test('what was said stands there: risk with its parts, objectives beside what is', async () => {
  const profile: AgentRecord['profile'] = {
    ...{ purpose: 'Refunds', onCall: '#refunds', runbook: 'https://wiki.example.com/x', tools: ['a', 'b'] },
    ...{ risk: { autonomy: 'low', spend: 'high' }, objectives: { completion: 0.95 }, tags: ['eu'], budget: 'cc-1' },
  };
  const html = await draw(aRecord({ profile, riskClass: 'high' }));
  for (const part of ['High risk acts without a person: low · money moved or spent: high', 'a, b', 'eu', 'cc-1'])
    expect(words(html)).toContain(part);
  expect(words(html)).toContain('≥ 95 % 94.7 % missed');
  expect(byRole(html, 'link').map((one) => one.node.attrs['href'])).toEqual(['https://wiki.example.com/x']);
});

test.each(hostile)('%s in a profile hides and breaks nothing', async (_, text) => {
  const html = await draw(aRecord({ profile: { purpose: text, onCall: text, tools: [text], budget: text } }));
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});

const where = (
  items: Deployment[],
  instances: Pick<Instance, 'environment' | 'state' | 'current'>[],
): Promise<string> => {
  const answers: Answers = [
    [['agents', 'deployments', 'agt_1'], deployments({ items })],
    [['agents', 'instances', 'agt_1', undefined], { items: instances, next: null }],
  ];
  return drawPart(<RunsWhere agent={agent} />, answers);
};

test('what runs where, with the instances of that environment alone', async () => {
  const candidate = { id: 'rel_3', version: '1.5.0', digest: 'd', percent: 10 };
  const alive = { environment: 'production', state: 'alive', current: true } as const;
  const html = await where(
    [aDeployment({ candidate }), aDeployment({ environment: 'staging' })],
    [alive, { ...alive, current: false }, { ...alive, environment: 'staging', state: 'lost' }],
  );
  expect(words(html)).toMatch(/production 1\.4\.0 1\.5\.0 10 % .* Ada Weiss 2 alive, 1 on another release/);
  expect(words(html)).toMatch(/staging 1\.4\.0 .* 0 alive, 1 lost/);
  expect(byRole(html, 'link').map((one) => one.node.attrs['href'])).toContain('/releases/rel_3');
  expect(defects(html)).toEqual([]);
});

test('where nothing is deployed it says what that means', async () => {
  expect(words(await where([], []))).toContain('cannot be rolled back from here');
});
