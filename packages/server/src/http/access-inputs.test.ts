import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Team } from '../access/contract.ts';
import { createPerson } from '../access/verbs/create-person.ts';
import { newId } from '../spine/ids.ts';
import { openTestEdge, type Caller, type TestEdge } from './edge.fixture.ts';

/** Inputs at the edge of what is taken, and beyond: an answer that names the field, and never a defect. */
let edge: TestEdge;
let admin: Caller;
let personId: string;
beforeAll(async () => {
  edge = await openTestEdge();
  admin = await edge.signIn(edge.first.adminId);
  personId = (await createPerson(edge.system, { name: 'Bo', email: 'bo@example.com' })).person.id;
});
afterAll(() => edge.stop());

const post = (path: string, body: unknown): Promise<Response> => edge.call(admin, 'POST', `/api/v1${path}`, body);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
async function refused(answer: Response): Promise<string[]> {
  expect(answer.status).toBe(400);
  const { code, fields } = (await answer.json()) as { code: string; fields: { path: string }[] };
  expect(code).toBe('request.invalid');
  return fields.map(({ path }) => path).sort();
}
const teamId = (): string => edge.first.teamId;

describe('names', () => {
  test.each([
    ['an emoji of several parts', '👩‍👩‍👧 Operations'],
    ['Hebrew', 'צוות תמיכה'],
    ['quotes and angles', `"<script>alert(1)</script>'; drop table teams; --`],
    ['a template', '${7*7} {{7*7}} %s $1'],
    ['a name of JavaScript', '__proto__'],
    ['120 letters', 'ä'.repeat(120)],
    ['an override of direction', 'pro\u202educ'],
  ])('%s are kept as they were sent', async (_what, name) => {
    const answer = await post('/teams', { name });
    expect(answer.status).toBe(201);
    const made = (await answer.json()) as Team;
    expect(made.name).toBe(name);
    expect(made.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('blanks around them go', async () => {
    expect(await (await post('/teams', { name: '  Night shift \n' })).json()).toMatchObject({ name: 'Night shift' });
  });

  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['121 letters', 'x'.repeat(121)],
    ['a number', 7],
    ['nothing at all', undefined],
    ['a list', ['a']],
    ['a character no database keeps', 'a\u0000b'],
    ['half a character', 'a\ud800b'],
  ])('of %s are refused', async (_what, name) => {
    for (const path of ['/teams', `/teams/${teamId()}/rename`])
      expect(await refused(await post(path, { name }))).toEqual(['name']);
    expect(await refused(await post('/people', { name, email: `${newId('per')}@example.com` }))).toEqual(['name']);
    expect(await refused(await post('/keys', { name, teamId: teamId(), scopes: ['read'] }))).toEqual(['name']);
  });
});

describe('addresses of people', () => {
  test.each([
    'bo',
    'bo@',
    '@example.com',
    'bo@example',
    'a b@example.com',
    `${'x'.repeat(250)}@example.com`,
    'bo@exa\nmple.com',
  ])('%j is none', async (email) =>
    expect(await refused(await post('/people', { name: 'Bo', email }))).toEqual(['email']),
  );

  test('one that is there already is a conflict, in any case of its letters', async () => {
    for (const email of ['bo@example.com', 'BO@Example.com']) {
      const answer = await post('/people', { name: 'Other', email });
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({ code: 'access.conflict' });
    }
  });
});

describe('grants', () => {
  const grant = (over: object): Promise<Response> => post('/grants', { personId, role: 'viewer', ...over });
  test.each<[string, object, string[]]>([
    ['a role that there is none of', { role: 'king' }, ['role']],
    ['no person', { personId: undefined }, ['personId']],
    ['an auditor without an end', { role: 'auditor' }, ['until']],
    ['an end that has passed', { until: '2020-01-01T00:00:00.000Z' }, ['until']],
    ['an end that is a day and no moment', { until: '2099-12-31' }, ['until']],
    ['an end that is no date', { until: '2099-02-31T00:00:00Z' }, ['until']],
    ['a team that is a number', { teamId: 7 }, ['teamId']],
  ])('with %s are refused', async (_what, over, fields) => expect(await refused(await grant(over))).toEqual(fields));

  test('of a person or a team that is not here are not found, and say no more', async () => {
    for (const over of [{ personId: 'per_nobody' }, { teamId: 'tea_nowhere' }]) {
      const answer = await grant(over);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toMatch(/nobody|nowhere/);
    }
  });

  test('that are there already are a conflict, also with another end', async () => {
    expect((await grant({ teamId: teamId() })).status).toBe(201);
    expect((await grant({ teamId: teamId() })).status).toBe(409);
    expect((await grant({ teamId: teamId(), until: inDays(1) })).status).toBe(409);
  });
});

describe('keys', () => {
  const key = (over: object): Promise<Response> =>
    post('/keys', { name: 'k', teamId: teamId(), scopes: ['read'], ...over });
  test.each<[string, object, string[]]>([
    ['no scope', { scopes: [] }, ['scopes']],
    ['a scope that there is none of', { scopes: ['read', 'root'] }, ['scopes.1']],
    ['an agent of blanks', { agent: ' ' }, ['agent']],
    ['a mode of content that there is none of', { contentMode: 'hash' }, ['contentMode']],
    ['an end that is no moment', { expiresAt: 'tomorrow' }, ['expiresAt']],
  ])('with %s are refused', async (_what, over, fields) => expect(await refused(await key(over))).toEqual(fields));

  test('of a team that is not here are not made', async () => {
    expect((await key({ teamId: 'tea_nowhere' })).status).toBe(404);
  });
});

describe('service accounts', () => {
  const account = (over: object): Promise<Response> =>
    post('/service-accounts', { name: 'a', teamId: teamId(), ownerId: personId, expiresAt: inDays(30), ...over });
  test.each<[string, () => object]>([
    ['an end that has passed', () => ({ expiresAt: inDays(-1) })],
    ['an end beyond a year', () => ({ expiresAt: inDays(400) })],
    ['an end that is no moment', () => ({ expiresAt: 'never' })],
  ])('with %s are refused', async (_what, over) => expect(await refused(await account(over()))).toEqual(['expiresAt']));

  test('need an owner who is here', async () => {
    const answer = await account({ ownerId: 'per_nobody' });
    expect([400, 404]).toContain(answer.status);
  });
});

describe('ids in addresses', () => {
  test.each(['x', 'per_1', "' or 1=1 --", '%2e%2e%2f', '💥', 'x'.repeat(80)])('%j is nobody: not found', async (id) => {
    const at = encodeURIComponent(decodeURIComponent(id));
    for (const [path, body] of [
      [`/people/${at}/disable`, { reason: 'r' }],
      [`/people/${at}/sign-in-link`, undefined],
      [`/keys/${at}/revoke`, { reason: 'r' }],
      [`/grants/${at}/revoke`, undefined],
      [`/teams/${at}/rename`, { name: `N ${at}`.slice(0, 100) }],
    ] as const)
      expect((await post(path, body)).status, path).toBe(404);
  });

  test('one that is longer than any id, or that no database keeps, is refused or nobody', async () => {
    for (const id of ['x'.repeat(81), '%00', 'a%00b'])
      expect([400, 404]).toContain((await post(`/keys/${id}/revoke`, { reason: 'r' })).status);
  });
});

test.each(['', ' ', 'x'.repeat(501)])('a reason of %j is refused: the ledger keeps why', async (reason) => {
  expect(await refused(await post(`/people/${personId}/disable`, { reason }))).toEqual(['reason']);
  expect(await refused(await post('/emergency-grants', { reason, minutes: 5 }))).toEqual(['reason']);
});

test.each([4, 241, 5.5, '60', null])('glass is not broken for %j minutes', async (minutes) => {
  expect(await refused(await post('/emergency-grants', { reason: 'fire', minutes }))).toEqual(['minutes']);
});

test('nothing that was sent above was a defect of ours', () => {
  expect(edge.logged.filter((line) => line.includes('internal.unexpected'))).toEqual([]);
});
