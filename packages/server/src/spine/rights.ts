import type { KeyScope, Role } from './actor.ts';

/**
 * One right: the roles that have it beside admin, who has all; the scope that a key needs for it (null = no key may).
 * `of: 'team'`: it concerns a team as a whole, so a grant on one of its agents or environments is enough. `hands: true`: it hands
 * out or takes away authority; an emergency grant does not open it.
 */
export type Right = { roles: readonly Role[]; scope: KeyScope | null; of?: 'team'; hands?: true; about: string };

const eyes = ['viewer', 'operator', 'prompt_engineer', 'release_manager', 'compliance', 'auditor'] as const;
const readers = ['operator', 'prompt_engineer', 'compliance'] as const;
const overseers = ['compliance', 'auditor'] as const;

/** What can be asked for. A closed table: docs/access.md is made from it. */
export const actions = {
  'run.read': { roles: eyes, scope: 'read', about: 'See runs and steps: names, times, numbers, outcomes; no text' },
  'totals.read': { roles: [...eyes, 'business_owner'], scope: 'read', about: 'See figures over many runs' },
  'agent.read': { roles: [...eyes, 'business_owner'], scope: 'read', about: 'See agents, their names and figures' },
  'agent.change': {
    roles: ['operator', 'release_manager'],
    scope: 'write',
    about: 'Rename, merge, split and ignore agents, name their owner, and undo it; declare, claim and describe them',
  },
  'agent.rule': { roles: [], scope: 'admin', about: 'Say what agents may be called' },
  'release.create': {
    roles: ['prompt_engineer', 'release_manager'],
    scope: 'write',
    about: 'Make releases of an agent',
  },
  'deployment.change': {
    roles: ['release_manager'],
    scope: 'write',
    about: 'Deploy and promote releases, now or later',
  },
  'deployment.roll_back': {
    roles: ['operator', 'release_manager'],
    scope: 'write',
    about: 'Take a release back to one that was served before',
  },
  'freeze.change': { roles: ['release_manager', 'compliance'], scope: null, about: 'Freeze places, and lift it' },
  'freeze.override': {
    roles: ['release_manager', 'operator', 'business_owner'],
    scope: null,
    about: 'Agree, as one of two people, that a frozen place changes',
  },
  'release.sign_off': {
    roles: ['release_manager', 'compliance', 'business_owner'],
    scope: null,
    about: 'Sign off a release for an environment',
  },
  'environment.change': { roles: ['compliance'], scope: null, about: 'Say who signs off before a deployment' },
  'delivery.read': { roles: eyes, scope: 'deliver', about: 'Ask which release an agent is to run' },
  'content.read': {
    roles: readers,
    scope: 'content',
    about: 'Read what was said: messages, previews, attributes, logs',
  },
  'content.reveal': { roles: ['compliance'], scope: null, about: 'See a value that was masked' },
  'content.export': { roles: ['compliance'], scope: null, about: 'Take content out as a file' },
  'ledger.read': { roles: overseers, scope: 'admin', about: 'Read the ledger, and who could do what when' },
  'prompt.read': { roles: eyes, scope: 'read', of: 'team', about: 'See prompts, their versions, labels and reviews' },
  'prompt.write': {
    roles: ['prompt_engineer'],
    scope: 'write',
    about: 'Write prompts: versions, folders, tags; ask for reviews; archive',
  },
  'prompt.label': {
    roles: ['prompt_engineer', 'release_manager'],
    scope: 'write',
    about: 'Move labels of prompts that no deployed agent follows',
  },
  'prompt.review': {
    roles: ['prompt_engineer', 'release_manager', 'compliance'],
    scope: null,
    about: 'Review versions of prompts, never own ones, and comment on them',
  },
  'prompt.rule': {
    roles: ['release_manager', 'compliance'],
    scope: 'admin',
    about: 'Say who must review prompts of a folder before a label moves',
  },
  'prompt.sync': {
    roles: ['release_manager'],
    scope: 'admin',
    about: 'Say which folder of prompts is kept in step with which git repository',
  },
  'price.read': { roles: [...eyes, 'business_owner'], scope: 'read', of: 'team', about: 'See what models cost' },
  'price.change': { roles: [], scope: 'admin', about: 'Say what models cost here, instead of the price list' },
  'dashboard.read': {
    roles: [...eyes, 'business_owner'],
    scope: 'read',
    of: 'team',
    about: 'See dashboards; their figures need the right to totals',
  },
  'dashboard.change': {
    roles: ['operator', 'prompt_engineer', 'release_manager'],
    scope: 'write',
    of: 'team',
    about: 'Create, change, remove and take in dashboards',
  },
  'failure.change': {
    roles: ['operator', 'prompt_engineer', 'release_manager'],
    scope: 'write',
    about: 'Resolve, mute, reopen and assign failures, and undo it',
  },
  'model_provider.read': {
    roles: eyes,
    scope: 'read',
    of: 'team',
    about: 'See which model providers Signalbox may ask, never their keys',
  },
  'model_provider.use': {
    roles: ['prompt_engineer', 'release_manager'],
    scope: 'write',
    of: 'team',
    about: 'Ask models through them: try-outs and the playground, which cost money',
  },
  'model_provider.change': {
    roles: [],
    scope: 'admin',
    about: 'Add, change and remove model providers and their keys',
  },
  'team.read': {
    roles: [...eyes, 'business_owner'],
    scope: 'read',
    of: 'team',
    about: 'See that a team is there',
  },
  'team.create': { roles: [], scope: 'admin', hands: true, about: 'Make a team' },
  'team.rename': { roles: [], scope: 'admin', about: 'Give a team another name' },
  'person.read': { roles: overseers, scope: 'admin', about: 'See people, their grants, and how they sign in' },
  'person.create': { roles: [], scope: 'admin', hands: true, about: 'Invite people, make and reset their sign-in' },
  'person.disable': { roles: [], scope: 'admin', hands: true, about: 'Shut people out, and let them in again' },
  'grant.create': { roles: [], scope: 'admin', hands: true, about: 'Grant roles, never beyond what one holds' },
  'grant.revoke': { roles: [], scope: 'admin', hands: true, about: 'Take grants back' },
  'glass.break': {
    roles: ['operator', 'release_manager', 'compliance'],
    scope: null,
    of: 'team',
    about: 'Take admin for at most four hours in an emergency; compliance is told',
  },
  'key.read': { roles: ['operator', ...overseers], scope: 'admin', about: 'See API keys and service accounts' },
  'key.create': {
    roles: ['operator'],
    scope: 'admin',
    hands: true,
    about: 'Make keys that carry no more than one holds',
  },
  'key.revoke': { roles: ['operator'], scope: 'admin', about: 'Refuse a key or a service account from now on' },
  'service_account.create': {
    roles: ['operator'],
    scope: 'admin',
    hands: true,
    about: 'Make service accounts, give them another owner, let them last longer',
  },
  'setting.read': { roles: overseers, scope: 'admin', about: 'See the rules of sign-in' },
  'setting.change': { roles: [], scope: 'admin', hands: true, about: 'Change the rules of sign-in' },
  'telemetry.remove': { roles: [], scope: 'admin', about: 'Remove demo data: all telemetry of the demo team' },
  'feedback.write': { roles: ['operator'], scope: 'feedback', of: 'team', about: 'Send feedback of users (by key)' },
  'telemetry.write': { roles: ['operator'], scope: 'ingest', of: 'team', about: 'Send telemetry (by key)' },
} as const satisfies Record<string, Right>;

/** Rights that come with being somebody, not with a grant. */
export const innate = {
  'session.create': 'guest',
  'session.end': 'person',
  'self.read': 'person',
  'self.change': 'person',
} as const;

export type GrantedAction = keyof typeof actions;
export type Action = GrantedAction | keyof typeof innate;

export const rightOf = (action: GrantedAction): Right => actions[action];

/** Has the role this right, somewhere? */
export const roleHas = (role: Role, action: GrantedAction): boolean =>
  role === 'admin' || rightOf(action).roles.includes(role);
