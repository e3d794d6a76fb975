import { expect, test } from 'vitest';
import type { Actor, Grant, Role } from '../../spine/actor.ts';
import type { LedgerEventType, RecordedEvent } from '../../spine/events.ts';
import { mayHear } from './may-hear.ts';

const person = (role: Role, place: Partial<Grant> = {}, id = 'per_me'): Actor => {
  const grant = { role, teamId: null, agentId: null, environment: null, ...place };
  return { kind: 'person', id, grants: [grant], sessionId: 'ses_1' };
};
const key: Actor = {
  ...{ kind: 'key', id: 'key_1', teamId: 'tea_a', agent: null, environment: null },
  scopes: ['read', 'admin'],
};
const actors = {
  admin: person('admin'),
  teamAdmin: person('admin', { teamId: 'tea_a' }),
  operator: person('operator', { teamId: 'tea_a' }),
  viewer: person('viewer', { teamId: 'tea_a' }),
  key,
  guest: { kind: 'guest', id: 'guest' } as const,
};
type Name = keyof typeof actors;

const event = (type: LedgerEventType, resource: string, payload: unknown): RecordedEvent => ({
  ...{ workspaceId: 'wsp_1', seq: 1, time: '', actor: 'system', payloadCommit: '', leaf: '' },
  ...{ type, resource, payload },
});
const hearers = (one: RecordedEvent): Name[] =>
  (Object.keys(actors) as Name[]).filter((name) => mayHear(actors[name], one));
const all: Name[] = ['admin', 'teamAdmin', 'operator', 'viewer', 'key'];

test.each<[string, RecordedEvent, Name[]]>([
  ['a team of theirs', event('team.renamed', 'tea_a', {}), all],
  ['another team', event('team.renamed', 'tea_b', {}), ['admin']],
  ['the workspace', event('workspace.created', 'wsp_1', { name: 'w' }), ['admin', 'teamAdmin', 'operator', 'viewer']],
  ['an agent of theirs', event('agent.observed', 'agt_1', { teamId: 'tea_a', key: 'a' }), all],
  ['a prompt of theirs', event('prompt.version_saved', 'prm_1', { teamId: 'tea_a', number: 1 }), all],
  ['a prompt of another team', event('prompt.label_moved', 'prm_2', { teamId: 'tea_b' }), ['admin']],
  ['a review rule of theirs', event('prompt_review_rule.set', 'tea_a', { teamId: 'tea_a', folder: '' }), all],
  ['a prompt whose payload is erased', event('prompt.created', 'prm_1', null), ['admin']],
  ['a model provider of theirs', event('model_provider.added', 'mpr_1', { teamId: 'tea_a' }), all],
  ['a model provider of another team', event('model_provider.changed', 'mpr_2', { teamId: 'tea_b' }), ['admin']],
  ['a model provider of everybody’s', event('model_provider.removed', 'mpr_3', { teamId: null }), all],
  ['a model provider whose payload is erased', event('model_provider.added', 'mpr_1', null), ['admin']],
  ['names of another team', event('agent_name.ignored', 'agt_1', { teamId: 'tea_b', name: 'a' }), ['admin']],
  [
    'a key made in their team',
    event('key.created', 'key_2', { teamId: 'tea_a' }),
    ['admin', 'teamAdmin', 'operator', 'key'],
  ],
  [
    'a key revoked in their team',
    event('key.revoked', 'key_2', { teamId: 'tea_a', reason: 'r' }),
    ['admin', 'teamAdmin', 'operator', 'key'],
  ],
  ['a key of another team', event('key.revoked', 'key_2', { teamId: 'tea_b', reason: 'r' }), ['admin']],
  [
    'a grant in their team',
    event('grant.created', 'grt_1', { personId: 'per_x', teamId: 'tea_a' }),
    ['admin', 'teamAdmin', 'key'],
  ],
  ['a grant over everything', event('grant.created', 'grt_1', { personId: 'per_x', teamId: null }), ['admin']],
  ['another person', event('person.created', 'per_x', {}), ['admin']],
  ['a link for another person', event('sign_in_link.issued', 'lnk_1', { personId: 'per_x' }), ['admin']],
])('of %s', (_what, one, names) => {
  expect(hearers(one)).toEqual(names);
});

test('of oneself one hears, whatever one may see of others', () => {
  const me = ['admin', 'teamAdmin', 'operator', 'viewer'];
  expect(hearers(event('person.disabled', 'per_me', {}))).toEqual(me);
  expect(hearers(event('sign_in_link.issued', 'lnk_1', { personId: 'per_me' }))).toEqual(me);
  expect(hearers(event('grant.revoked', 'grt_1', { personId: 'per_me', teamId: 'tea_b' }))).toEqual(me);
});

test('with its payload erased an event is for those who may see all of its kind', () => {
  for (const type of ['key.created', 'grant.created', 'sign_in_link.issued'] as const)
    expect(hearers(event(type, 'x', null))).toEqual(['admin']);
});

test('an event nobody has sorted yet is for who may read the ledger', () => {
  expect(hearers(event('novelty.made' as LedgerEventType, 'rel_1', { teamId: 'tea_a' }))).toEqual(['admin']);
});

test('compliance hears at once of broken glass, of content that is read, and of who is locked out', () => {
  const compliance = person('compliance', {}, 'per_c');
  const broken = event('glass.broken', 'grt_1', { personId: 'per_x', teamId: 'tea_a', reason: 'fire' });
  const events = [
    broken,
    event('content.read', 'run_1', {}),
    event('content.exported', 'run_1', {}),
    event('person.locked_out', 'per_x', {}),
    event('person.agents_flagged', 'per_x', { agentIds: [], serviceAccountIds: [] }),
    event('second_factor.removed', 'per_x', {}),
    event('setting.changed', 'second_factor_required', { before: true, after: false }),
    event('service_account.created', 'sva_1', { teamId: 'tea_a' }),
  ];
  for (const one of events) expect(mayHear(compliance, one), one.type).toBe(true);
  expect(hearers(broken)).toEqual(['admin', 'teamAdmin', 'key']);
  expect(hearers(event('content.read', 'run_1', {}))).toEqual(['admin']);
  expect(hearers(event('glass.broken', 'grt_1', { personId: 'per_me', teamId: null }))).toContain('viewer');
});

test('service accounts are heard of where keys are', () => {
  const made = event('service_account.created', 'sva_1', { teamId: 'tea_a' });
  expect(hearers(made)).toEqual(['admin', 'teamAdmin', 'operator', 'key']);
  expect(hearers(event('service_account.disabled', 'sva_1', { teamId: 'tea_b' }))).toEqual(['admin']);
});
