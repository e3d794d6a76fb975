import type { Deployment, Freeze } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { names, words } from '../../../ui/markup.fixture.ts';
import { anAgent, anOverview } from '../model/lifecycle.fixture.ts';
import { aChange, aDeployment, aFreeze, aRelease, deployments } from '../model/release.fixture.ts';
import { EnvironmentRow } from './environment-row.tsx';
import { usePlaceFacts } from './use-place-facts.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const agent = { id: 'agt_1', slug: 'clerk', name: 'Clerk', teamId: 'tea_1' };
const now = Date.now();
const holding = (over: Partial<Freeze> = {}): Freeze =>
  aFreeze({ from: new Date(now - 1000).toISOString(), until: new Date(now + 3_600_000).toISOString(), ...over });

type World = {
  served?: Deployment[];
  environments?: string[];
  releases?: number;
  freezes?: Freeze[];
  /** By "environment release". */
  missing?: Record<string, number>;
  alive?: Record<string, number>;
};
function world({ served = [aDeployment()], releases = 2, freezes = [], ...told }: World = {}): Answers {
  const instance = (environment: string) => ({ environment, state: 'alive' });
  return [
    [['agents', 'deployments', 'agt_1'], deployments({ items: served })],
    [
      ['agents', 'releases', 'agt_1'],
      { items: [aRelease({ id: 'rel_3', version: '1.5.0' }), aRelease()].slice(0, releases), nextCursor: null },
    ],
    [['agents', 'freezes'], { items: freezes }],
    [['facets'], { agents: [], environments: told.environments ?? ['production', 'qa'] }],
    ...Object.entries(told.missing ?? {}).map(([place, missing]): Answers[number] => {
      const [environment, releaseId] = place.split(' ');
      return [['agents', 'sign-offs', { agent: 'agt_1', environment, releaseId }], { missing }];
    }),
    ...Object.entries(told.alive ?? {}).map(([environment, n]): Answers[number] => [
      ['agents', 'instances', 'agt_1', environment],
      { items: Array.from({ length: n }, () => instance(environment)) },
    ]),
  ];
}

describe('what is told of a place before a release goes there', () => {
  type Asked = { environment?: string; release?: string | undefined };
  function Told({ environment = 'production', release }: Asked) {
    const { served, missing, alive, frozen } = usePlaceFacts(agent, environment, release);
    return <p>{JSON.stringify({ served: served?.release.version ?? null, missing, alive, frozen: frozen.length })}</p>;
  }
  const told = async (asked: Asked, of: World = {}): Promise<unknown> =>
    JSON.parse(words(await drawPart(<Told {...asked} />, world(of))));
  const missing = { 'production rel_3': 2, 'production rel_2': 1 };

  test('the newest release is meant where nobody chose one, and who must still sign that off is told', async () => {
    expect(await told({}, { missing })).toMatchObject({ missing: 2 });
    expect(await told({ release: 'rel_2' }, { missing })).toMatchObject({ missing: 1 });
  });

  test('going back asks nobody; nor does what has no release yet', async () => {
    expect(await told({ release: '' }, { missing })).toMatchObject({ missing: 0 });
    expect(await told({}, { missing, releases: 0 })).toMatchObject({ missing: 0 });
  });

  test('a freeze there is told, one elsewhere, of another agent or team, or over is not', async () => {
    const freezes = [
      holding({ environment: 'production' }),
      holding({ environment: 'qa' }),
      holding({ agentId: 'agt_2' }),
      holding({ teamId: 'tea_2' }),
      holding({ liftedAt: new Date(now).toISOString() }),
      holding({ until: new Date(now - 1).toISOString() }),
      holding({ from: new Date(now + 3_000_000).toISOString() }),
    ];
    expect(await told({}, { freezes })).toMatchObject({ frozen: 1 });
    expect(await told({ environment: 'qa' }, { freezes })).toMatchObject({ frozen: 1 });
    expect(await told({ environment: 'staging' }, { freezes })).toMatchObject({ frozen: 0 });
  });

  test('alive is counted there alone; what is not told is not none', async () => {
    expect(await told({}, { alive: { production: 3, qa: 1 } })).toMatchObject({ alive: 3, served: '1.4.0' });
    expect(await told({ environment: 'qa' }, { alive: { qa: 0 } })).toMatchObject({ alive: 0, served: null });
    expect(await told({ environment: 'staging' }, { alive: { qa: 1 } })).toMatchObject({ alive: null });
  });
});

describe('the line of an environment', () => {
  const draw = (over: Partial<Parameters<typeof EnvironmentRow>[0]> = {}): Promise<string> =>
    drawPart(
      <ul>
        <EnvironmentRow
          at={aDeployment()}
          place={{ teamId: 'tea_1', agentId: 'agt_1', environment: 'production' }}
          frozen={[]}
          alive={null}
          person={(id) => `Name of ${id}`}
          may={{ change: true, back: true, override: true }}
          me="per_9"
          onVerb={nothing}
          onOverride={nothing}
          {...over}
        />
      </ul>,
    );

  test('counts who is alive; not known and none are not counted', async () => {
    expect(words(await draw({ alive: 2 }))).toContain('· 2 alive');
    for (const alive of [0, null]) expect(words(await draw({ alive }))).not.toContain('alive');
  });

  test('who agreed to override is named, each once', async () => {
    const agreed = { agentId: 'agt_1', environment: 'production', personId: 'per_1', reason: 'urgent' };
    const other = { ...agreed, agentId: 'agt_2', personId: 'per_2' };
    const html = await draw({ frozen: [holding({ overrides: [agreed, agreed, other] as never })] });
    expect(words(html)).toContain('1 of 2 agreed to override: Name of per_1');
    expect(words(html)).not.toContain('per_2');
  });

  test('who is not known yet is asked; the server knows them', async () => {
    expect(names(await draw({ frozen: [holding()], me: undefined }), 'button')).toContain('Override');
    const may = { change: true, back: true, override: false };
    expect(names(await draw({ frozen: [holding()], may }), 'button')).not.toContain('Override');
  });

  test('every freeze over it has a line', async () => {
    const html = await draw({ frozen: [holding(), holding({ id: 'frz_2', reason: 'Audit' })] });
    expect(names(html, 'status')).toHaveLength(2);
  });
});

describe('the tab of one environment', () => {
  const draw = (env: string, list = deployments()): Promise<string> => {
    const scope = { team: undefined, env, range: undefined, from: undefined, to: undefined };
    return drawPage(`/agents/clerk?tab=deployments&env=${env}`, [
      [['access', 'me'], aMe({ rights: ['deployment.change'] })],
      [['agents', 'one', 'clerk', scope], anOverview(anAgent({ id: 'agt_1', slug: 'clerk', name: 'Clerk' }))],
      [['agents', 'releases', 'agt_1'], { items: [aRelease()], nextCursor: null }],
      [['agents', 'deployments', 'agt_1'], list],
      [['agents', 'freezes'], { items: [] }],
      [['agents', 'instances', 'agt_1', undefined], { items: [], next: null }],
    ]);
  };

  test('in which nothing was ever deployed says so, though others have a history', async () => {
    const html = await draw('qa');
    expect(words(html)).toContain('Nothing is deployed yet');
    expect(names(html, 'heading')).not.toContain('Served now');
    expect(names(html, 'heading')).not.toContain('What was changed');
  });

  test('with a history shows that, and no history of others', async () => {
    const changes = [aChange(), aChange({ id: 'dch_2', environment: 'qa', reason: 'To try it' })];
    const said = words(await draw('qa', deployments({ items: [], changes })));
    expect(said).toContain('To try it');
    expect(said).not.toContain('Nothing is deployed yet');
    expect(said).not.toContain('to production');
  });
});
