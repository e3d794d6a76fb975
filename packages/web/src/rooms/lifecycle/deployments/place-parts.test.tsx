import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, type Answers, drawPart } from '../../../app/house.fixture.tsx';
import { usePeopleNames } from '../../../app/use-people-names.ts';
import { defects, names, words } from '../../../ui/markup.fixture.ts';
import { BulkFields } from '../bulk/bulk-fields.tsx';
import { emptyBulkForm } from '../model/bulk-form.ts';
import { aChange, aDifference, aFreeze, aRelease, deployments } from '../model/release.fixture.ts';
import { Hindrances, ServedDifferences } from './place-notes.tsx';
import { Timeline } from './timeline.tsx';
import { useEnvironments, usePlaceFacts } from './use-place-facts.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

describe('what stands in the way of a deployment', () => {
  const draw = (frozen: ReturnType<typeof aFreeze>[], missing: number) =>
    drawPart(<Hindrances frozen={frozen} missing={missing} environment="production" />);

  test('nothing says nothing', async () => expect(await draw([], 0)).toBe(''));

  test('each freeze by its reason, with what can be done', async () => {
    const html = await draw([aFreeze(), aFreeze({ id: 'frz_2', reason: 'Closing' })], 0);
    expect(names(html, 'alert')).toHaveLength(2);
    expect(words(html)).toMatch(/Frozen until .* Holidays . Two people can override it/);
    expect(words(html)).toContain('Closing');
  });

  test('sign-offs that are missing, counted', async () => {
    expect(words(await draw([], 1))).toContain('1 person more must sign it off for production');
    expect(words(await draw([], 2))).toContain('2 people more');
  });
});

test('of many differences the first few stand there, the others are counted', async () => {
  const changes = Array.from({ length: 6 }, (_, i) => aDifference({ name: `t${i}`, sentence: `Tool t${i} added` }));
  const answers: Answers = [[['agents', 'comparison', 'a', 'b'], { changes, risk: 'high' }]];
  const html = await drawPart(<ServedDifferences base="a" head="b" />, answers);
  expect(words(html)).toContain('Tool t3 added');
  expect(words(html)).not.toContain('Tool t4 added');
  expect(words(html)).toContain('and 2 more differences');
  expect(await drawPart(<ServedDifferences base="a" head="c" />)).toBe('');
});

test('a history reads newest first as it came, each with its reason', async () => {
  const of = [
    aChange({ id: '1', verb: 'roll_back', releaseId: 'rel_1', previousId: 'rel_2', reason: 'It went twice' }),
    aChange({ id: '2', byName: null, by: 'key_1' }),
  ];
  const html = await drawPart(<Timeline of={of} version={(id) => id} />);
  expect(words(html)).toMatch(/Rolled production back from rel_2 to rel_1 .* It went twice Deployed rel_2 .* key_1/);
  expect(defects(html)).toEqual([]);
});

describe('what is known of a place', () => {
  const agent = { id: 'agt_1', slug: 'clerk', name: 'Clerk', teamId: 'tea_1' };
  const now = Date.now();
  const holds = { from: new Date(now - 1000).toISOString(), until: new Date(now + 3_600_000).toISOString() };
  const instance = (state: string) => ({ environment: 'production', state });
  const answers: Answers = [
    [['agents', 'deployments', 'agt_1'], deployments()],
    [['agents', 'releases', 'agt_1'], { items: [aRelease()], nextCursor: null }],
    [['agents', 'freezes'], { items: [aFreeze(holds), aFreeze({ ...holds, environment: 'staging' })] }],
    [['facets'], { agents: [], environments: ['qa', 'production'] }],
    [['agents', 'sign-offs', { agent: 'agt_1', environment: 'production', releaseId: 'rel_2' }], { missing: 1 }],
    [['agents', 'instances', 'agt_1', 'production'], { items: ['alive', 'lost', 'alive'].map(instance) }],
  ];
  function Told({ environment }: { environment: string }) {
    const facts = usePlaceFacts(agent, environment, 'rel_2');
    const environments = useEnvironments('agt_1');
    const told = { ...facts, served: facts.served?.release.version, releases: facts.releases.length };
    return <p>{JSON.stringify({ ...told, frozen: facts.frozen.length, environments })}</p>;
  }
  const told = async (environment: string, known = answers): Promise<unknown> =>
    JSON.parse(words(await drawPart(<Told environment={environment} />, known)));

  test('what is served, who is missing, what is frozen, who is alive', async () => {
    expect(await told('production')).toEqual({
      ...{ served: '1.4.0', releases: 1, frozen: 1, missing: 1, alive: 2, error: null },
      environments: ['production', 'qa'],
    });
  });

  test('elsewhere is elsewhere; what is not known is null, not 0', async () => {
    expect(await told('qa')).toMatchObject({ frozen: 1, missing: 0, alive: null });
    expect(await told('')).toMatchObject({ frozen: 0, alive: null });
    expect(await told('production', [])).toMatchObject({ releases: 0, frozen: 0, alive: null, environments: [] });
  });
});

describe('what a change of many asks for', () => {
  const nothing = () => undefined;
  const draw = (kind: Parameters<typeof BulkFields>[0]['kind'], rights: string[] = []): Promise<string> =>
    drawPart(<BulkFields kind={kind} form={emptyBulkForm} onChange={nothing} person={(id) => id} />, [
      [['access', 'me'], aMe({ rights })],
      [
        ['access', 'people'],
        [
          { id: 'per_1', name: 'Ada Weiss', disabledAt: null },
          { id: 'per_2', name: 'Left Us', disabledAt: '2026-11-01T00:00:00.000Z' },
        ],
      ],
    ]);

  test.each([
    ['claim', []],
    ['owner', ['Owner']],
    [
      'risk',
      [
        ...['Acts without a person', 'Cannot be taken back', 'Confidential data'],
        ...['People or records touched', 'Money moved or spent'],
      ],
    ],
  ] as const)('%s: %j', async (kind, asked) => expect(names(await draw(kind), 'combobox')).toEqual(asked));

  test.each([
    ['add_tags', ['Tags']],
    ['remove_tags', ['Tags']],
    ['describe', ['Purpose', 'On call', 'Runbook', 'Budget']],
    ['promote', ['Why']],
  ] as const)('%s is typed: %j', async (kind, asked) => {
    expect(names(await draw(kind), 'textbox').filter((one) => one !== '')).toEqual(asked);
  });
});

describe('people by name', () => {
  const Name = ({ id }: { id: string }) => <p>{usePeopleNames()(id)}</p>;
  const people = [{ id: 'per_2', name: 'Bo Lind' }];
  const draw = async (id: string, rights: string[]): Promise<string> =>
    words(
      await drawPart(<Name id={id} />, [
        [['access', 'me'], aMe({ rights })],
        ...(rights.length > 0 ? ([[['access', 'people'], people]] as Answers) : []),
      ]),
    );

  test('one’s own always, others where one may see people, else by id', async () => {
    expect(await draw('per_1', [])).toBe('Ada Weiss');
    expect(await draw('per_2', ['person.read'])).toBe('Bo Lind');
    expect(await draw('per_2', [])).toBe('per_2');
  });
});
