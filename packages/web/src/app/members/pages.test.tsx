import type { Person } from 'signalbox/contract/access';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defects, names, words } from '../../ui/markup.fixture.ts';
import { Problem } from '../api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../house.fixture.tsx';
import { SignInRules, whoWords } from './sign-in-rules.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const person = (over: Partial<Person> = {}): Person => ({
  ...{ id: 'per_2', name: 'Bo', email: 'bo@example.com', disabledAt: null, lockedOutAt: null, signsIn: 'here' },
  ...{ secondFactor: false, createdAt: '2026-11-01T08:00:00.000Z', grants: [] },
  ...over,
});
const page = (rights: string[] | null, people: Person[] | Error = [person()], rightsIn?: { teamId: string }) => {
  const me = aMe(rights === null ? {} : { rights });
  const answers: Answers = [
    [['access', 'me'], rightsIn ? { ...me, rightsIn: [{ ...rightsIn, rights: me.rights }] } : me],
    [['access', 'people'], people],
    [['access', 'settings'], { secondFactorRequired: false }],
  ];
  return drawPage('/settings/members', answers);
};

describe('members', () => {
  test('alone, an admin is told how to get company; with others not', async () => {
    expect(names(await page(null), 'heading')).toContain('You are alone here');
    const two = [person(), person({ id: 'per_3', name: 'Cy' })];
    expect(names(await page(null, two), 'heading')).not.toContain('You are alone here');
  });

  test('who may not see people is shown none, even where they are still in memory', async () => {
    const html = await page(['glass.break']);
    expect(words(html)).not.toContain('bo@example.com');
    expect(words(html)).toContain('Only admins, compliance and auditors see who is here.');
    expect(names(html, 'button')).toContain('Break the glass');
    expect(names(html, 'button')).not.toContain('Invite a person');
  });

  test('an admin has no glass to break', async () => {
    const buttons = names(await page(null), 'button');
    expect(buttons).toContain('Invite a person');
    expect(buttons).not.toContain('Break the glass');
  });

  test('an admin of one team sees that the list is not whole, and invites nobody', async () => {
    const html = await page(['person.read', 'person.create', 'grant.create'], [person()], { teamId: 'tea_1' });
    expect(words(html)).toContain('These are the people of your teams.');
    expect(names(html, 'button')).not.toContain('Invite a person');
    expect(names(html, 'heading')).not.toContain('You are alone here');
  });

  test('a list that cannot be read says why, and says of nobody that they are alone', async () => {
    const html = await page(null, new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' }));
    expect(names(html, 'alert')[0]).toContain('Control state is not reachable');
    expect(words(html)).not.toContain('You are alone here');
    expect(defects(html)).toEqual([]);
  });
});

describe('rules of sign-in', () => {
  const rules = (required: boolean, may: boolean) =>
    drawPart(<SignInRules may={may} />, [[['access', 'settings'], { secondFactorRequired: required }]]);

  test('are said as they are, with the way to the other', async () => {
    expect(words(await rules(true, false))).toContain('An authenticator app is required of everybody.');
    expect(names(await rules(true, true), 'button')).toEqual(['Leave it to each person']);
    expect(names(await rules(false, true), 'button')).toEqual(['Require it of everybody']);
    expect(names(await rules(false, false), 'button')).toEqual([]);
  });

  test.each([
    [0, /^Everybody has one already\.$/],
    [1, /^1 person has none yet\. From their next/],
    [3, /^3 people have none yet\. /],
    [null, /^Who has one already is not known here\. Who has none can do nothing but set one up/],
  ])('without one: %j', (without, said) => expect(whoWords(without)).toMatch(said));

  test('that are not known are not guessed', async () => {
    expect(await drawPart(<SignInRules may />)).toBe('');
  });
});
