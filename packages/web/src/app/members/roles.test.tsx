import { Role } from 'signalbox/contract/access';
import { beforeEach, describe, expect, test } from 'vitest';
import { byRole, defects, names, nodesOf, parse, words } from '../../ui/markup.fixture.ts';
import { aBrowser, aMe, drawPart } from '../house.fixture.tsx';
import { noWish, RoleFields, type RoleWish, wishOf } from './role-fields.tsx';
import { grantWords, roleAbout, roleName, roleNames } from './role-words.ts';

beforeEach(() => aBrowser());

describe('words for roles', () => {
  test('every role of the API can be chosen, and says what it is for', () => {
    expect(roleNames.toSorted()).toEqual([...Role.options].toSorted());
    for (const role of roleNames) expect(roleAbout[role], role).toMatch(/^[a-z][^.]{10,}$/);
    expect(roleNames.at(-1)).toBe('admin');
  });

  test.each([
    ['viewer', 'Viewer'],
    ['prompt_engineer', 'Prompt engineer'],
    ['business_owner', 'Business owner'],
  ] as const)('%s is “%s”', (role, name) => expect(roleName(role)).toBe(name));

  test.each<[Partial<Parameters<typeof grantWords>[0]>, string]>([
    [{}, 'Viewer everywhere'],
    [{ environment: 'prod' }, 'Viewer everywhere in prod'],
    [{ teamId: 'tea_1' }, 'Viewer of Support'],
    [{ teamId: 'tea_1', agentId: 'agt_1' }, 'Viewer of Support for one agent'],
    [{ teamId: 'tea_9', environment: 'prod' }, 'Viewer of team out of sight in prod'],
  ])('the place %j', (place, wanted) => {
    const grant = { role: 'viewer' as const, teamId: null, agentId: null, environment: null, ...place };
    expect(grantWords(grant, (id) => (id === 'tea_1' ? 'Support' : 'team out of sight'))).toBe(wanted);
  });
});

describe('what is asked of the API', () => {
  test.each<[Partial<RoleWish>, object]>([
    [{}, { role: 'viewer', teamId: null, environment: null, until: null }],
    [
      { role: 'admin', teamId: 'tea_1' },
      { role: 'admin', teamId: 'tea_1', environment: null, until: null },
    ],
    [{ environment: '  prod ' }, { role: 'viewer', teamId: null, environment: 'prod', until: null }],
    // Blanks alone are no environment: such a grant would hold nowhere.
    [{ environment: '   ' }, { role: 'viewer', teamId: null, environment: null, until: null }],
    // The last day is a whole day.
    [{ until: '2026-12-31' }, { role: 'viewer', teamId: null, environment: null, until: '2026-12-31T23:59:59.999Z' }],
  ])('of the wish %j', (wish, asked) => expect(wishOf({ ...noWish, ...wish })).toEqual(asked));
});

describe('the fields of a role', () => {
  const draw = (wish: Partial<RoleWish> = {}): Promise<string> =>
    drawPart(<RoleFields wish={{ ...noWish, ...wish }} onWish={() => undefined} />, [[['access', 'me'], aMe()]]);
  const lastDay = async (wish: Partial<RoleWish>) =>
    nodesOf(parse(await draw(wish))).find((node) => node.attrs['type'] === 'date')!;

  test('begin with the least: a viewer, and what that means', async () => {
    const html = await draw();
    expect(words(html)).toContain('Viewer sees runs and figures, no text.');
    expect(names(html, 'combobox')).toEqual(['Role', 'Where']);
    expect(defects(html)).toEqual([]);
  });

  test('say what the chosen role may, before it is given', async () => {
    expect(words(await draw({ role: 'admin' }))).toContain('Admin everything, and hands out roles.');
    expect(words(await draw({ teamId: 'tea_2' }))).toContain('Finance');
  });

  test('an auditor’s role must have an end; others need none', async () => {
    expect((await lastDay({ role: 'auditor' })).attrs).toHaveProperty('required');
    expect((await lastDay({ role: 'viewer' })).attrs).not.toHaveProperty('required');
    expect(words(await draw({ role: 'auditor' }))).toContain('must have an end');
  });

  test('nobody is told of teams that they do not see', async () => {
    const html = await draw({ teamId: 'tea_gone' });
    expect(byRole(html, 'combobox')).toHaveLength(2);
    expect(words(html)).not.toContain('Support');
  });
});
