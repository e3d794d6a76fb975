import type { EnvironmentRules, NamingState } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { noRule } from '../model/environment-rule.ts';
import { EnvironmentRuleForm } from './environment-rule-form.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const rule = { pattern: '[a-z]+', reason: 'Small letters.' };
const odd = { agentId: 'agt_1', slug: 'odd', name: 'Odd Agent', teamId: 'tea_1' };
const anyName: NamingState = { rule: null, offenders: [], more: 0 };
type World = { naming?: NamingState | Error; preview?: Answers; rules?: EnvironmentRules['items']; rights?: string[] };
const all = ['agent.read', 'agent.rule', 'environment.change'];
const draw = ({ naming = anyName, preview = [], rules = [], rights = all }: World = {}): Promise<string> =>
  drawPage('/settings/rules', [
    [['access', 'me'], aMe({ rights })],
    [['agents', 'naming', undefined], naming],
    [['agents', 'environment-rules'], { items: rules }],
    [['agents', 'served', undefined], { items: [{ environment: 'production' }], truncated: false }],
    ...preview,
  ]);
const disabled = (html: string, name: string): boolean =>
  byRole(html, 'button').find((one) => one.name === name)?.node.attrs['disabled'] !== undefined;

describe('the naming rule', () => {
  test('is a form with which agents break it, before it is set', async () => {
    const found: NamingState = { rule, offenders: [odd], more: 2 };
    const html = await draw({ naming: found, preview: [[['agents', 'naming', '[a-z]+'], found]] });
    expect(words(html)).toContain('3 agents do not fit; they go on working.');
    expect(words(html)).toContain('and 2 more');
    const link = byRole(html, 'link').find((one) => one.name === 'Odd Agent')!;
    expect(link.node.attrs['href']).toBe('/agents/odd');
    expect(disabled(html, 'Set rule')).toBe(true);
    expect(names(html, 'button')).toContain('Remove rule');
    expect(defects(html)).toEqual([]);
  });

  test('without one there is nothing to remove, and nothing is set yet', async () => {
    const html = await draw();
    expect(names(html, 'button')).not.toContain('Remove rule');
    expect(disabled(html, 'Set rule')).toBe(true);
  });

  test('who may not set it reads it, and who may', async () => {
    const html = await draw({ naming: { rule, offenders: [], more: 0 }, rights: ['agent.read'] });
    expect(names(html, 'textbox').filter((name) => name !== '')).toEqual([]);
    for (const said of ['[a-z]+', 'Small letters.', 'Every agent fits.', 'set by admins', 'set by compliance'])
      expect(words(html)).toContain(said);
  });

  test('that cannot be read says why', async () => {
    const html = await draw({ naming: new Problem(503, { title: 'State is not reachable' }) });
    expect(names(html, 'alert').join()).toContain('State is not reachable');
  });

  test.each(hostile)('%s in one hides and breaks nothing', async (_, text) => {
    const state: NamingState = { rule: { pattern: text, reason: text }, offenders: [{ ...odd, name: text }], more: 0 };
    const html = await draw({ naming: state, rights: ['agent.read'] });
    expect(textOf(parse(html))).not.toMatch(dangerous);
  });
});

describe('the order of environments', () => {
  const order = { environments: ['staging', 'eu', 'production'], isSet: true };

  test('stands as it is, with what moves it for who may', async () => {
    const html = await draw({ preview: [[['agents', 'environment-order'], order]] });
    expect(words(html)).toContain('eu Nobody has to sign off.');
    expect(words(html)).toMatch(/1 staging Take out 2 eu Up Take out 3 production/);
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Move eu up', 'Take out eu', 'Order by name']));
    expect(names(html, 'button')).not.toContain('Move staging up');
    expect(disabled(html, 'Set order')).toBe(true);
    expect(defects(html)).toEqual([]);
  });

  test('that nobody set says so, and there is nothing to take back', async () => {
    const html = await draw({ preview: [[['agents', 'environment-order'], { ...order, isSet: false }]] });
    expect(words(html)).toContain('nobody set it yet');
    expect(names(html, 'button')).not.toContain('Order by name');
  });

  test('who may not set it reads it, and who may', async () => {
    const preview: Answers = [[['agents', 'environment-order'], order]];
    const html = await draw({ preview, rights: ['agent.read'] });
    expect(words(html)).toContain('2 eu');
    expect(words(html)).toContain('It is set by compliance and admins.');
    expect(names(html, 'button').filter((name) => /^(Move|Take|Set order|Order)/.test(name))).toEqual([]);
  });
});

describe('sign-offs', () => {
  test('by environment, also where nobody said anything; who may changes them', async () => {
    const rules = [{ environment: 'staging', rule: { people: 2, role: null, notAuthor: true } }];
    const said = words(await draw({ rules }));
    expect(said).toContain('production Nobody has to sign off.');
    expect(said).toContain('staging 2 people sign off, never who made the release.');
    expect(names(await draw({ rules }), 'button')).toContain('Change the rule of staging');
    const narrow = await draw({ rules, rights: ['agent.read'] });
    expect(names(narrow, 'button')).not.toContain('Change the rule of staging');
  });

  test('a rule is changed by its fields, and said in words first', async () => {
    const part = <EnvironmentRuleForm environment="qa" rule={{ ...noRule, people: 1 }} onDone={() => undefined} />;
    const html = await drawPart(part);
    expect(words(html)).toContain('1 person signs off.');
    expect(names(html, 'combobox')).toEqual(['Of the role']);
    expect(defects(html)).toEqual([]);
  });
});
