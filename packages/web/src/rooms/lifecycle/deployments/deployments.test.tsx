import type { DeploymentList, Freeze } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { anAgent, anOverview } from '../model/lifecycle.fixture.ts';
import { aChange, aDeployment, aFreeze, aRelease, deployments, someReleaseFigures } from '../model/release.fixture.ts';
import { Effect } from './effect.tsx';
import { Planned } from './planned.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const all = ['deployment.change', 'deployment.roll_back', 'freeze.override', 'agent.change'];
const scopeOf = (env?: string) => ({ team: undefined, env, range: undefined, from: undefined, to: undefined });
type World = { list?: DeploymentList | Error; rights?: string[]; freezes?: Freeze[]; env?: string; releases?: number };
const draw = ({ list = deployments(), rights = [], freezes = [], env, releases = 1 }: World = {}): Promise<string> => {
  const answers: Answers = [
    [['access', 'me'], aMe({ rights })],
    [['agents', 'one', 'clerk', scopeOf(env)], anOverview(anAgent({ id: 'agt_1', slug: 'clerk', name: 'Clerk' }))],
    [['agents', 'releases', 'agt_1'], { items: [aRelease()].slice(0, releases), nextCursor: null }],
    [['agents', 'deployments', 'agt_1'], list],
    [['agents', 'freezes'], { items: freezes }],
    [['agents', 'instances', 'agt_1', undefined], { items: [], next: null }],
  ];
  return drawPage(`/agents/clerk?tab=deployments${env === undefined ? '' : `&env=${env}`}`, answers);
};
const verbs = (html: string): string[] =>
  names(html, 'button').filter((name) => /^(Roll|Promote|Deploy|Override|Cancel)/.test(name));

describe('what environments serve', () => {
  test('stands with since when, by whom and why', async () => {
    const html = await draw();
    expect(words(html)).toMatch(/production 1\.4\.0 since .* · Ada Weiss Refunds/);
    expect(defects(html)).toEqual([]);
  });

  test('each right shows its verb and no other', async () => {
    expect(verbs(await draw())).toEqual([]);
    expect(verbs(await draw({ rights: ['deployment.roll_back'] }))).toEqual(['Roll back to 1.3.2']);
    expect(verbs(await draw({ rights: all }))).toEqual([
      ...['Deploy', 'Deploy elsewhere', 'Roll back to 1.3.2', 'Promote from production', 'Deploy to production'],
    ]);
  });

  test('with a candidate one goes back to what is served beside it', async () => {
    const candidate = { id: 'rel_3', version: '1.5.0', digest: 'd', percent: 10 };
    const html = await draw({ rights: all, list: deployments({ items: [aDeployment({ candidate })] }) });
    expect(words(html)).toContain('1.5.0 10 %');
    expect(verbs(html)).toContain('Roll back to 1.4.0');
  });

  test('where nothing was served before there is no way back to offer', async () => {
    const list = deployments({ items: [aDeployment({ past: [] })] });
    expect(verbs(await draw({ rights: all, list })).filter((one) => one.startsWith('Roll'))).toEqual([]);
  });

  test('the environment of the page is the only one shown', async () => {
    const items = [aDeployment(), aDeployment({ environment: 'staging', reason: 'To try it' })];
    const changes = [aChange(), aChange({ id: 'dch_2', environment: 'staging' })];
    const said = words(await draw({ list: deployments({ items, changes }), env: 'staging' }));
    expect(said).toContain('To try it');
    expect(said).not.toContain('to production');
  });

  test('nothing yet: what a deployment is; first a release, where there is none', async () => {
    const list = { items: [], changes: [], scheduled: [] };
    expect(names(await draw({ list, rights: all }), 'button')).toContain('Deploy a release');
    const bare = await draw({ list, rights: all, releases: 0 });
    expect(words(bare)).toContain('First make a release');
    expect(verbs(bare)).toEqual([]);
  });

  test('that cannot be read says why', async () => {
    const html = await draw({ list: new Problem(503, { title: 'State is not reachable', detail: 'Wait.' }) as never });
    expect(names(html, 'alert').join()).toContain('State is not reachable');
  });

  test.each(hostile)('%s as environment and reason hides and breaks nothing', async (_, text) => {
    const list = deployments({
      items: [aDeployment({ environment: text, reason: text, deployedByName: text })],
      changes: [aChange({ environment: text, reason: text, byName: text })],
    });
    const html = await draw({ list, rights: all });
    expect(textOf(parse(html))).not.toMatch(dangerous);
    expect(defects(html)).toEqual([]);
  });
});

describe('a freeze', () => {
  const now = Date.now();
  const holding = (over: Partial<Freeze> = {}): Freeze =>
    aFreeze({ from: new Date(now - 1000).toISOString(), until: new Date(now + 3_600_000).toISOString(), ...over });
  const agreed = (personId: string) => ({ agentId: 'agt_1', environment: 'production', personId, reason: 'urgent' });

  test('over a place is said by name, with who may override it', async () => {
    const html = await draw({ rights: all, freezes: [holding()] });
    expect(words(html)).toMatch(/Frozen until .*: Holidays · by Ada Weiss/);
    expect(verbs(html)).toContain('Override');
    expect(verbs(await draw({ freezes: [holding()] }))).not.toContain('Override');
  });

  test('who agreed is named and not asked again', async () => {
    const html = await draw({ rights: all, freezes: [holding({ overrides: [agreed('per_1')] })] });
    expect(words(html)).toContain('1 of 2 agreed to override: Ada Weiss');
    expect(verbs(html)).not.toContain('Override');
    const other = await draw({ rights: all, freezes: [holding({ overrides: [agreed('per_2')] })] });
    expect(verbs(other)).toContain('Override');
  });

  test('that two overrode, or that is elsewhere, stands in nobody’s way', async () => {
    const over = [holding({ overrides: [agreed('a'), agreed('b')] }), holding({ environment: 'staging' })];
    expect(words(await draw({ rights: all, freezes: over }))).not.toContain('Frozen');
  });
});

describe('what happened then', () => {
  test('stands before and after, and nowhere where it is not known', async () => {
    const html = await drawPart(<Effect of={{ before: someReleaseFigures(), after: null, incidents: null }} />);
    expect(words(html)).toContain('Completed 90 % of 90 —');
    expect(await drawPart(<Effect of={null} />)).toBe('');
    expect(await drawPart(<Effect of={{ before: null, after: null, incidents: null }} />)).toBe('');
  });
});

describe('planned', () => {
  const plan = (over: object = {}) => ({
    ...{ id: 'sch_1', agentId: 'agt_1', environment: 'qa', releaseId: 'rel_2', percent: 100, reason: 'Later' },
    ...{ dueAt: '2026-12-01T08:00:00.000Z', madeBy: 'per_1', state: 'waiting' as const, refusal: null, ...over },
  });
  const version = () => '1.4.0';

  test('what is to come can be cancelled by who may; what was done is not shown', async () => {
    const html = await drawPart(
      <Planned of={[plan(), plan({ id: 's2', state: 'done' })]} version={version} mayCancel />,
    );
    expect(byRole(html, 'button').map((one) => one.name)).toEqual(['Cancel']);
    expect(words(html)).toContain('1.4.0 to qa');
    expect(names(await drawPart(<Planned of={[plan()]} version={version} mayCancel={false} />), 'button')).toEqual([]);
    expect(await drawPart(<Planned of={[plan({ state: 'cancelled' })]} version={version} mayCancel />)).toBe('');
  });

  test('what was refused says why', async () => {
    const refused = plan({ state: 'refused', refusal: 'lifecycle.frozen', percent: 5 });
    const said = words(await drawPart(<Planned of={[refused]} version={version} mayCancel />));
    expect(said).toContain(', 5 %');
    expect(said).toContain('Not deployed: a freeze held.');
  });
});
