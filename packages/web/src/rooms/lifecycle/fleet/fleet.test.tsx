import type { AllReleases, Calendar, CalendarEntry, ServedList } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { aDeployment, aRelease } from '../model/release.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe({ rights: ['agent.read'] })]];
const gone = new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' });
const agent = (name = 'Clerk') => ({ id: `agt_${name}`, slug: name.toLowerCase(), name, teamId: 'tea_1' });
const rows = (html: string): string[] =>
  byRole(html, 'row')
    .slice(1)
    .map((one) => textOf(one.node));

describe('deployments over all agents', () => {
  type Served = ServedList['items'][number];
  const served = (environment: string, over: Partial<Served> = {}): Served => {
    const { past: _past, ...one } = aDeployment({ environment });
    return { ...one, agent: agent(), ...over };
  };
  const named = (version: string) => ({ id: `rel_${version}`, version, digest: 'd' });
  const draw = (items: Served[] | Error, search = '', truncated = false): Promise<string> =>
    drawPage(`/deployments${search}`, [
      ...me,
      [['agents', 'served', undefined], items instanceof Error ? items : { items, truncated }],
    ]);

  test('stand as agents down and environments across', async () => {
    const html = await draw([served('production'), served('staging', { release: named('1.5.0') })]);
    expect(names(html, 'columnheader')).toEqual(['Agent', 'production', 'staging']);
    expect(rows(html)[0]).toMatch(/^Clerk1\.4\.0 .*1\.5\.0/);
    expect(words(html)).toContain('1 agent in 2 environments');
    expect(defects(html)).toEqual([]);
  });

  test('a share is told, and a place that serves nothing is not 0', async () => {
    const candidate = { ...named('1.5.0'), percent: 10 };
    const html = await draw([
      ...[served('production', { candidate }), served('staging', { agent: agent('Judge'), agentId: 'b' })],
    ]);
    expect(rows(html).join()).toMatch(/1\.4\.0 \+ 1\.5\.0 10 %/);
    expect(rows(html).find((row) => row.startsWith('Judge'))).toMatch(/^Judge—/);
  });

  test('only those that differ, where one asks', async () => {
    const same = [served('production'), served('staging')];
    expect(names(await draw(same, '?differs=true'), 'heading')).toContain('No environments differ');
    expect(rows(await draw(same))).toHaveLength(1);
  });

  test('of one environment, from the scope', async () => {
    const html = await draw([served('production'), served('staging')], '?env=staging');
    expect(names(html, 'columnheader')).toEqual(['Agent', 'staging']);
    expect(names(await draw([], '?env=qa'), 'heading')).toContain('Nothing is deployed to this environment');
  });

  test('nothing, too many, or an answer that is none are said', async () => {
    expect(names(await draw([]), 'heading')).toContain('Nothing is deployed yet');
    expect(words(await draw([served('production')], '', true))).toContain('the first 2,000 places');
    expect(names(await draw(gone), 'alert')[0]).toContain('Control state is not reachable');
  });

  test('on a phone an agent is two lines', async () => {
    aBrowser({ phone: true });
    const html = await draw([served('production'), served('staging', { release: named('1.5.0') })]);
    expect(textOf(byRole(html, 'row')[0]!.node)).toBe('Clerkproduction 1.4.0 · staging 1.5.0');
  });

  test.each(hostile)('%s as agent and environment hides and breaks nothing', async (_, text) => {
    const html = await draw([served('qa', { agent: { ...agent(), name: text }, reason: text })]);
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

describe('what was changed over all agents', () => {
  const scope = { team: undefined, env: undefined, range: undefined, from: undefined, to: undefined };
  const entry = (over: Partial<CalendarEntry> = {}): CalendarEntry => ({
    ...{ id: 'dch_1', kind: 'deployment', title: 'told', from: '2026-11-22T10:00:00.000Z', until: null },
    ...{ teamId: 'tea_1', agent: { id: 'a', slug: 'clerk', name: 'Clerk' }, environment: 'production' },
    ...{ release: { id: 'rel_2', version: '1.4.0' }, state: 'deploy', reason: 'Refunds', by: 'per_1', byName: 'Ada' },
    ...over,
  });
  const draw = (items: CalendarEntry[], truncated = false): Promise<string> => {
    const calendar: Calendar = { items, truncated, from: '2026-11-21T10:00:00.000Z', to: '2026-11-22T10:00:00.000Z' };
    return drawPage('/deployments?shows=changes', [...me, [['agents', 'changes', scope], calendar]]);
  };

  test('stands newest first, with who and why; plans and freezes are not changes', async () => {
    const html = await draw([
      entry({ id: '1' }),
      entry({ id: '2', state: 'roll_back', from: '2026-11-22T11:00:00.000Z' }),
      entry({ id: '3', kind: 'schedule', state: 'waiting' }),
      entry({ id: '4', kind: 'freeze', state: 'standing' }),
    ]);
    const links = byRole(html, 'link').filter((one) => one.node.attrs['href']?.includes('/agents/clerk'));
    expect(links.map((one) => one.name)).toEqual([
      'Clerk rolled back to 1.4.0 in production',
      'Clerk 1.4.0 deployed to production',
    ]);
    expect(words(html)).toContain('Refunds');
    expect(words(await draw([entry()], true))).toContain('The latest 500.');
  });

  test('nothing in this time says which', async () => {
    expect(words(await draw([]))).toContain('From 2026-11-21 10:00:00.000 UTC to 2026-11-22 10:00:00.000 UTC');
  });
});

describe('releases of all agents', () => {
  type Row = AllReleases['items'][number];
  const row = (over: Partial<Row> = {}): Row => {
    const { manifest: _m, signature: _s, keyId: _k, notes: _n, ...one } = aRelease();
    return { ...one, agent: agent(), ...over };
  };
  const draw = (items: Row[] | Error): Promise<string> =>
    drawPage('/releases', [
      ...me,
      [
        ['agents', 'all-releases', undefined],
        items instanceof Error ? items : { pages: [{ items, nextCursor: null }], pageParams: [undefined] },
      ],
    ]);

  test('each says whose it is, which, and why', async () => {
    const html = await draw([row(), row({ id: 'rel_9', agent: agent('Judge'), version: '2.0.0' })]);
    expect(rows(html)[1]).toMatch(/^Judge2\.0\.0/);
    expect(html.match(/aria-label="Choose \w+ [\d.]+ to compare"/g)).toHaveLength(2);
    expect(names(html, 'heading')).toContain('Releases');
    expect(defects(html)).toEqual([]);
  });

  test('none teach; an answer that is none says why', async () => {
    expect(words(await draw([]))).toContain('signalbox apply -R agents/');
    expect(names(await draw(gone), 'alert')[0]).toContain('Control state is not reachable');
  });

  test('on a phone each is two lines', async () => {
    aBrowser({ phone: true });
    expect(textOf(byRole(await draw([row()]), 'row')[0]!.node)).toMatch(/^Clerk 1\.4\.0.*Refunds above 50 EUR$/);
  });
});
