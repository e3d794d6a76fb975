import type { Release } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { anAgent, anOverview } from '../model/lifecycle.fixture.ts';
import { aDeployment, aDifference, aRecord, aRelease, deployments } from '../model/release.fixture.ts';
import { Differences } from './differences.tsx';
import { Evidence } from './evidence.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const scope = { team: undefined, env: undefined, range: undefined, from: undefined, to: undefined };
const clerk = anAgent({ id: 'agt_1', slug: 'clerk', name: 'Clerk' });
const agentWith = (
  items: readonly Release[] | Error,
  rights: string[] = [],
  nextCursor: string | null = null,
): Answers => [
  [['access', 'me'], aMe({ rights })],
  [['agents', 'one', 'clerk', scope], anOverview(clerk)],
  [['agents', 'releases', 'agt_1'], items instanceof Error ? items : { items, nextCursor }],
  [['agents', 'deployments', 'agt_1'], deployments()],
];
const older = aRelease({ id: 'rel_1', version: '1.3.2', why: 'Fixes the loop', parentId: null });

describe('releases of an agent', () => {
  const draw = (answers: Answers) => drawPage('/agents/clerk?tab=releases', answers);

  test('stand newest first, with why, where they are served and by whom', async () => {
    const html = await draw(agentWith([aRelease(), older]));
    const rows = byRole(html, 'row')
      .slice(1)
      .map((one) => textOf(one.node));
    expect(rows[0]).toMatch(/^1\.4\.0Refunds above 50 EUR/);
    expect(rows[1]).toMatch(/^1\.3\.2Fixes the loop/);
    expect(names(html, 'link')).not.toContain('New release');
    expect(defects(html)).toEqual([]);
  });

  test('two can be chosen; with none there is nothing to compare', async () => {
    const html = await draw(agentWith([aRelease(), older]));
    expect(html.match(/aria-label="Choose [\d.]+ to compare"/g)).toHaveLength(2);
    const compare = byRole(html, 'button').find((one) => one.name === 'Compare')!;
    expect(compare.node.attrs['disabled']).toBeDefined();
  });

  test('none yet: what one is, and who may make the first', async () => {
    const html = await draw(agentWith([], ['release.create']));
    expect(names(html, 'heading')).toContain('No release yet');
    expect(names(html, 'link')).toContain('New release');
    expect(names(await draw(agentWith([])), 'link')).not.toContain('New release');
  });

  test('older than the newest hundred are not hidden in silence', async () => {
    expect(words(await draw(agentWith([aRelease()], [], 'more')))).toContain('The newest hundred.');
    expect(words(await draw(agentWith([aRelease()])))).not.toContain('The newest hundred.');
  });

  test('that cannot be read say why', async () => {
    const html = await draw(agentWith(new Problem(503, { title: 'State is not reachable', detail: 'Wait.' })));
    expect(names(html, 'alert').join()).toContain('State is not reachable');
  });

  test('on a phone each is two lines', async () => {
    aBrowser({ phone: true });
    const html = await draw(agentWith([aRelease()]));
    expect(names(html, 'columnheader')).toEqual([]);
    expect(textOf(byRole(html, 'row')[0]!.node)).toMatch(/1\.4\.0production.*Refunds above/);
  });
});

describe('one release', () => {
  const answers = (release: Release, others: readonly Release[] = [release, older]): Answers => [
    [['access', 'me'], aMe()],
    [['agents', 'release', release.id], release],
    [['agents', 'record', 'agt_1'], aRecord()],
    [['agents', 'releases', 'agt_1'], { items: others, nextCursor: null }],
    [['agents', 'deployments', 'agt_1'], deployments({ items: [aDeployment()] })],
    [
      ['agents', 'comparison', 'rel_1', release.id],
      { base: older, head: release, changes: [aDifference()], risk: 'high' },
    ],
  ];
  const draw = (over: Partial<Release> = {}) => drawPage('/releases/rel_2', answers(aRelease(over)));

  test('tells what it is made of, why, and where it is served', async () => {
    const html = await draw();
    const said = words(html);
    for (const part of ['Served in production', 'by Ada Weiss', 'gpt-5', 'issue_refund irreversible', 'Refunds above'])
      expect(said).toContain(part);
    expect(names(html, 'heading')).toEqual(
      expect.arrayContaining(['Clerk 1.4.0', 'What differs', 'What it is made of']),
    );
    expect(defects(html)).toEqual([]);
  });

  test('is compared with the one it was made from, in words with their risk', async () => {
    const said = words(await draw());
    expect(said).toContain('High risk from 1.3.2');
    expect(said).toContain('Tool issue_refund added It cannot be taken back major');
  });

  test('the first has nothing before it', async () => {
    const first = aRelease({ parentId: null });
    const html = await drawPage('/releases/rel_2', answers(first, [first]));
    expect(words(html)).toContain('there is nothing before it');
    expect(names(html, 'combobox')).not.toContain('Compare with');
  });

  test('nobody is told that a signature holds before it was asked', async () => {
    const html = await draw();
    expect(names(html, 'button')).toContain('Verify');
    expect(words(html)).not.toMatch(/signed it|does not hold/);
  });

  test('what was not said is said to be so', async () => {
    const said = words(await draw({ expectedEffect: '', evidence: [] }));
    expect(said).toContain('Nobody said what it should change.');
    expect(said).toContain('None was given.');
  });

  test('one that is not there says so', async () => {
    const gone = new Problem(404, { title: 'Not found', detail: 'No release with this id.' });
    const html = await drawPage('/releases/rel_9', [
      [['access', 'me'], aMe()],
      [['agents', 'release', 'rel_9'], gone],
    ]);
    expect(names(html, 'alert')[0]).toContain('No release with this id.');
  });

  test.each(hostile)('%s in what people wrote hides and breaks nothing', async (_, text) => {
    const html = await draw({ why: text, expectedEffect: text, notes: text, evidence: [text], createdByName: text });
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

test('a new release begins with what the newest is made of', async () => {
  const html = await drawPage('/agents/clerk/new-release', [
    [['access', 'me'], aMe()],
    [['agents', 'record', 'clerk'], aRecord()],
    [['agents', 'releases', 'clerk'], { items: [aRelease(), older], nextCursor: null }],
  ]);
  expect(names(html, 'heading')).toContain('New release of Clerk');
  expect(words(html)).toContain('from 1.4.0');
  const held = byRole(html, 'textbox').map((one) => `${one.name}: ${one.node.attrs['value']}`);
  expect(held).toEqual(
    expect.arrayContaining([
      ...['Provider: openai', 'Model: gpt-5', 'Name of parameter 1: temperature', 'Value of parameter 1: 0.2'],
      ...['Slot of clerk/system: system', 'Name of issue_refund: issue_refund'],
    ]),
  );
  expect(words(html)).toContain('Irreversible');
  const make = byRole(html, 'button').find((one) => one.name === 'Make release')!;
  expect(make.node.attrs['disabled']).toBeDefined();
  expect(defects(html)).toEqual([]);
});

test('differences: the risk reads without colour, its reason where it is not low', async () => {
  const low = aDifference({ name: 'x', sentence: 'Setting x 1 → 2', risk: { level: 'low', reason: 'A setting' } });
  const html = await drawPart(<Differences of={[aDifference(), low]} none="Nothing." />);
  expect(words(html)).toContain('High risk');
  expect(words(html)).not.toContain('A setting');
  expect(words(await drawPart(<Differences of={[]} none="Nothing." />))).toBe('Nothing.');
});

test('only an address of the web is a link', async () => {
  const html = await drawPart(<Evidence of={['https://example.com/a', 'javascript:alert(1)', 'said so']} />);
  expect(byRole(html, 'link').map((one) => one.node.attrs['href'])).toEqual(['https://example.com/a']);
});
