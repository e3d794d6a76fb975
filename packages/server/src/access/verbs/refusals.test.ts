import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyScopes, roles, type Actor, type Grant } from '../../spine/actor.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { type GrantedAction, rightOf, roleHas } from '../../spine/rights.ts';
import { sealWith } from '../../spine/seal.ts';
import { findPerson } from '../views/find-person.ts';
import { findTeam } from '../views/find-team.ts';
import { getSettings } from '../views/get-settings.ts';
import { listKeys } from '../views/list-keys.ts';
import { listLedger } from '../views/list-ledger.ts';
import { getModelProvider, listModelProviders } from '../views/list-model-providers.ts';
import { listPeople } from '../views/list-people.ts';
import { listServiceAccounts } from '../views/list-service-accounts.ts';
import { listTeams } from '../views/list-teams.ts';
import { me } from '../views/me.ts';
import { peekSignInLink } from '../views/peek-sign-in-link.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { addModelProvider } from './add-model-provider.ts';
import { breakGlass } from './break-glass.ts';
import { changeModelProvider } from './change-model-provider.ts';
import { changeSettings } from './change-settings.ts';
import { confirmSecondFactor } from './confirm-second-factor.ts';
import { createGrant } from './create-grant.ts';
import { createKey } from './create-key.ts';
import { createPerson } from './create-person.ts';
import { createServiceAccount } from './create-service-account.ts';
import { createTeam } from './create-team.ts';
import { disablePerson } from './disable-person.ts';
import { disableServiceAccount } from './disable-service-account.ts';
import { enablePerson } from './enable-person.ts';
import { issueSignInLink } from './issue-sign-in-link.ts';
import { lockOutPerson } from './lock-out-person.ts';
import { offerSecondFactor } from './offer-second-factor.ts';
import { removeModelProvider } from './remove-model-provider.ts';
import { removeOwnSecondFactor } from './remove-own-second-factor.ts';
import { renameTeam } from './rename-team.ts';
import { renewServiceAccount } from './renew-service-account.ts';
import { resetSignIn } from './reset-sign-in.ts';
import { revokeGrant } from './revoke-grant.ts';
import { revokeKey } from './revoke-key.ts';
import { setContentMode } from './set-content-mode.ts';
import { signInWithPassword } from './sign-in-with-password.ts';
import { signOut } from './sign-out.ts';
import { useModelProvider } from './use-model-provider.ts';

const seal = sealWith(new Uint8Array(32).fill(7));
const everywhere = { teamId: null, agentId: null, environment: null };
const reason = 'A test';
const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
const page = { limit: 10, after: null };
/** What the verbs are asked about: all of it is there, so that a refusal is for the right alone. */
type Things = { team: string; person: string; grant: string; key: string; account: string; provider: string };
type Case = [right: GrantedAction, name: string, run: (ctx: Ctx, at: Things) => Promise<unknown>];

const cases: Case[] = [
  ['team.create', 'createTeam', (ctx) => createTeam(ctx, { name: 'Of somebody without the right' })],
  ['team.rename', 'renameTeam', (ctx, at) => renameTeam(ctx, { id: at.team, name: 'Another' })],
  ['person.create', 'createPerson', (ctx) => createPerson(ctx, { name: 'N', email: 'n@example.com' })],
  ['person.create', 'issueSignInLink', (ctx, at) => issueSignInLink(ctx, { personId: at.person })],
  ['person.create', 'resetSignIn', (ctx, at) => resetSignIn(ctx, { personId: at.person, secondFactor: true })],
  ['person.disable', 'disablePerson', (ctx, at) => disablePerson(ctx, { id: at.person, reason })],
  ['person.disable', 'enablePerson', (ctx, at) => enablePerson(ctx, { id: at.person, reason })],
  ['person.disable', 'lockOutPerson', (ctx, at) => lockOutPerson(ctx, { id: at.person, issuer: 'https://id.test' })],
  [
    'grant.create',
    'createGrant',
    (ctx, at) => createGrant(ctx, { personId: at.person, role: 'viewer', ...everywhere, teamId: at.team }),
  ],
  ['key.create', 'createKey', (ctx, at) => createKey(ctx, newKey(at.team))],
  ['key.create', 'setContentMode', (ctx, at) => setContentMode(ctx, { id: at.key, contentMode: 'none' as never })],
  ['key.revoke', 'revokeKey', (ctx, at) => revokeKey(ctx, { id: at.key, reason })],
  [
    'service_account.create',
    'createServiceAccount',
    (ctx, at) => createServiceAccount(ctx, { name: 'S', teamId: at.team, ownerId: at.person, expiresAt }),
  ],
  [
    'service_account.create',
    'renewServiceAccount',
    (ctx, at) => renewServiceAccount(ctx, { id: at.account, ownerId: at.person, expiresAt }),
  ],
  ['key.revoke', 'disableServiceAccount', (ctx, at) => disableServiceAccount(ctx, { id: at.account, reason })],
  ['setting.change', 'changeSettings', (ctx) => changeSettings(ctx, { secondFactorRequired: true })],
  ['glass.break', 'breakGlass', (ctx, at) => breakGlass(ctx, { reason, teamId: at.team, minutes: 5 })],
  ['model_provider.change', 'addModelProvider', (ctx, at) => addModelProvider(ctx, seal, newProvider(at.team))],
  [
    'model_provider.change',
    'changeModelProvider',
    (ctx, at) => changeModelProvider(ctx, seal, { id: at.provider, name: 'Mine now' } as never),
  ],
  [
    'model_provider.change',
    'removeModelProvider',
    (ctx, at) => removeModelProvider(ctx, { id: at.provider, confirm: 'Models' }),
  ],
  [
    'model_provider.use',
    'useModelProvider',
    (ctx, at) => useModelProvider(ctx, seal, { id: at.provider, teamId: at.team }),
  ],
  ['model_provider.read', 'listModelProviders', (ctx) => listModelProviders(ctx)],
  ['model_provider.read', 'getModelProvider', (ctx, at) => getModelProvider(ctx, at.provider)],
  ['team.read', 'listTeams', (ctx) => listTeams(ctx, page)],
  ['team.read', 'findTeam', (ctx) => findTeam(ctx, 'default')],
  ['person.read', 'listPeople', (ctx) => listPeople(ctx, page)],
  ['person.read', 'findPerson', (ctx) => findPerson(ctx, 'admin@signalbox.internal')],
  ['key.read', 'listKeys', (ctx) => listKeys(ctx, page)],
  ['key.read', 'listServiceAccounts', (ctx) => listServiceAccounts(ctx, page)],
  ['ledger.read', 'listLedger', (ctx) => listLedger(ctx, { limit: 10, before: null })],
  ['setting.read', 'getSettings', (ctx) => getSettings(ctx)],
];
const newKey = (teamId: string) => ({
  ...{ name: 'K', teamId, agent: null, environment: null, scopes: ['ingest' as const], expiresAt: null },
});
const newProvider = (teamId: string) => ({
  ...{
    name: `Models ${teamId}`,
    dialect: 'openai' as const,
    baseUrl: 'https://models.example.com/v1',
    apiKey: 'sk-test',
  },
  ...{ models: [], pricedAs: '', teamId },
});

let world: World;
let things: Things;
beforeAll(async () => {
  world = await openWorld();
  const team = await world.team();
  const person = (await world.person('viewer', { teamId: team })).actor.id;
  const { key } = await createKey(world.system, newKey(team));
  const grant = await createGrant(world.system, { personId: person, role: 'operator', ...everywhere, teamId: team });
  const account = await createServiceAccount(world.system, { name: 'S', teamId: team, ownerId: person, expiresAt });
  const provider = await addModelProvider(world.system, seal, { ...newProvider(team), name: 'Models' });
  things = { team, person, grant: grant.id, key: key.id, account: account.id, provider: provider.id };
});
afterAll(() => world.close());

const personWith = (...grants: Grant[]): Actor => ({ kind: 'person', id: 'per_x', grants, sessionId: 'ses_x' });
const keyOf = (scopes: Extract<Actor, { kind: 'key' }>['scopes']): Actor => ({
  ...{ kind: 'key', id: 'key_x', teamId: things.team, agent: null, environment: null, scopes },
});

/** Whoever lacks the right: each role without it, over everything; a key with all scopes but that; nobody in particular. */
function without(right: GrantedAction): [who: string, actor: Actor][] {
  const { scope } = rightOf(right);
  return [
    ...roles
      .filter((role) => !roleHas(role, right))
      .map((role): [string, Actor] => [role, personWith({ role, ...everywhere })]),
    ['a person without a grant', personWith()],
    ['a key with every other scope', keyOf(keyScopes.filter((one) => one !== scope))],
    ['a guest', { kind: 'guest', id: 'guest' }],
  ];
}

describe('without the right', () => {
  test.each(cases)('%s: %s is refused to whoever lacks it, and leaves no trace', async (right, _, run) => {
    const refused: string[] = [];
    const events = await world.gained(async () => {
      for (const [who, actor] of without(right)) {
        const error = await run(world.as(actor), things).then(
          () => null,
          (thrown: { code?: string; params?: unknown }) => thrown,
        );
        if (error?.code !== 'access.denied') refused.push(`${who}: ${error === null ? 'let through' : String(error)}`);
      }
    });
    expect(refused).toEqual([]);
    expect(events).toEqual([]);
  });

  test('only a guest signs in; only a person has a self to read or change', async () => {
    const admin = await world.person('admin');
    const password = { email: 'a@example.com', password: 'x', address: '10.0.0.1' };
    await expect(signInWithPassword(admin, password, seal)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(peekSignInLink(admin, { token: 'x' })).rejects.toMatchObject({ code: 'access.denied' });
    for (const actor of [keyOf([...keyScopes]), { kind: 'guest', id: 'guest' } as const]) {
      const ctx = world.as(actor);
      await expect(me(ctx)).rejects.toMatchObject({ code: 'access.denied' });
      await expect(signOut(ctx)).rejects.toMatchObject({ code: 'access.denied' });
      await expect(offerSecondFactor(ctx, seal)).rejects.toMatchObject({ code: 'access.denied' });
      await expect(confirmSecondFactor(ctx, { code: '000000' }, seal)).rejects.toMatchObject({ code: 'access.denied' });
      await expect(removeOwnSecondFactor(ctx, { code: '000000' }, seal)).rejects.toMatchObject({
        code: 'access.denied',
      });
    }
  });
});

/** Verbs that find what they change by its id. */
const byId = ['renameTeam', 'revokeKey', 'setContentMode', 'renewServiceAccount', 'disableServiceAccount'];
const ofPeople = ['issueSignInLink', 'resetSignIn', 'disablePerson', 'enablePerson'];
const ofProviders = ['changeModelProvider', 'removeModelProvider', 'getModelProvider', 'useModelProvider'];

describe('with the right elsewhere', () => {
  test.each(cases.filter(([, name]) => [...byId, ...ofPeople, ...ofProviders].includes(name)))(
    '%s: %s of an admin of another workspace finds nothing',
    async (_, __, run) => {
      const events = await world.gained(async () => {
        await expect(run(world.stranger, things)).rejects.toMatchObject({ code: 'access.not_found' });
      });
      expect(events).toEqual([]);
    },
  );

  test.each(cases.filter(([, name]) => [...byId, ...ofProviders].includes(name) && name !== 'useModelProvider'))(
    '%s: %s of an admin of another team finds nothing either',
    async (_, __, run) => {
      const other = await world.person('admin', { teamId: await world.team() });
      const events = await world.gained(async () => {
        await expect(run(other, things)).rejects.toMatchObject({ code: 'access.not_found' });
      });
      expect(events).toEqual([]);
    },
  );

  test('a grant of another team, or another workspace, is no grant to take back', async () => {
    const other = await world.person('admin', { teamId: await world.team() });
    for (const ctx of [other, world.stranger])
      await expect(revokeGrant(ctx, { id: things.grant })).rejects.toMatchObject({ code: 'access.not_found' });
  });

  test('a team of another workspace gets no key, no grant, no service account and no provider', async () => {
    const { team, person } = things;
    const refused = [
      createKey(world.stranger, newKey(team)),
      createGrant(world.stranger, { personId: person, role: 'viewer', ...everywhere }),
      createServiceAccount(world.stranger, { name: 'S', teamId: team, ownerId: person, expiresAt }),
      addModelProvider(world.stranger, seal, newProvider(team)),
      breakGlass(world.stranger, { reason, teamId: team, minutes: 5 }),
    ];
    for (const one of await Promise.allSettled(refused)) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'access.not_found' } });
    }
  });

  test('lists of another workspace hold nothing of this one', async () => {
    const own = world.stranger;
    const ids = [
      ...(await listPeople(own, page)).items,
      ...(await listKeys(own, page)).items,
      ...(await listTeams(own, page)).items,
      ...(await listServiceAccounts(own, page)).items,
      ...(await listModelProviders(own)).items,
      ...(await listLedger(own, { limit: 10, before: null })).items,
    ];
    expect(ids).toEqual([]);
    await expect(findPerson(own, 'admin@signalbox.internal')).rejects.toMatchObject({ code: 'access.not_found' });
    await expect(findTeam(own, 'default')).rejects.toMatchObject({ code: 'access.not_found' });
  });
});

/** Tried in files of their own: they sign in, are nobody's to refuse, or are no verbs of a person. */
const elsewhere = new Set([
  ...[
    'bootstrap',
    'close-demo-team',
    'open-demo-team',
    'follow-groups',
    'record-content-access',
    'record-content-listed',
  ],
  ...['sign-in-with-link', 'sign-in-with-provider', 'set-password', 'try-model-provider'],
]);
test('every verb of access is tried here without its right', () => {
  const here = readFileSync(import.meta.filename, 'utf8');
  const verbs = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const missing = verbs
    .map((name) => name.slice(0, -3))
    .filter((name) => !elsewhere.has(name) && !here.includes(`'./${name}.ts'`));
  expect(missing).toEqual([]);
});
