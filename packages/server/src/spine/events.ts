import type { ContentMode } from './content-mode.ts';

/**
 * The closed union of ledger events: `<noun>.<past participle>`, payload version per type.
 * Payloads hold ids and before/after without secrets; they live in an erasable table, the ledger row keeps a commitment.
 */
export type LedgerEvent =
  | { type: 'workspace.created'; v: 1; resource: string; payload: { name: string } }
  | { type: 'team.created'; v: 1; resource: string; payload: { name: string; slug: string } }
  | { type: 'team.renamed'; v: 1; resource: string; payload: { before: string; after: string } }
  | { type: 'person.created'; v: 1; resource: string; payload: { email: string; name: string } }
  | { type: 'person.disabled'; v: 1; resource: string; payload: { reason: string } }
  | { type: 'person.enabled'; v: 1; resource: string; payload: { reason: string } }
  /** Somebody who is gone: what stands in their name and needs another. */
  | {
      type: 'person.agents_flagged';
      v: 1;
      resource: string;
      payload: { agentIds: string[]; serviceAccountIds: string[] };
    }
  | { type: 'person.sign_in_reset'; v: 1; resource: string; payload: { secondFactor: boolean } }
  | { type: 'person.identity_linked'; v: 1; resource: string; payload: { issuer: string } }
  | { type: 'person.locked_out'; v: 1; resource: string; payload: { issuer: string } }
  | { type: 'person.let_in'; v: 1; resource: string; payload: { issuer: string } }
  | { type: 'second_factor.enrolled'; v: 1; resource: string; payload: { recoveryCodes: number } }
  | { type: 'second_factor.removed'; v: 1; resource: string; payload: Record<never, never> }
  | { type: 'person.password_set'; v: 1; resource: string; payload: Record<never, never> }
  | {
      type: 'person.signed_in';
      v: 1;
      resource: string;
      payload: { by: 'link' | 'password' | 'provider'; second?: 'totp' | 'recovery_code' };
    }
  | { type: 'sign_in_link.issued'; v: 1; resource: string; payload: { personId: string; expiresAt: string } }
  | { type: 'grant.created'; v: 1; resource: string; payload: { personId: string } & GrantPayload }
  | { type: 'grant.revoked'; v: 1; resource: string; payload: { personId: string } & GrantPayload }
  /** An emergency grant, taken by the person who acts. */
  | { type: 'glass.broken'; v: 1; resource: string; payload: { personId: string; reason: string } & GrantPayload }
  | { type: 'key.created'; v: 1; resource: string; payload: KeyPayload }
  | { type: 'key.revoked'; v: 1; resource: string; payload: { teamId: string; reason: string } }
  | { type: 'key.content_mode_changed'; v: 1; resource: string; payload: ContentModePayload }
  | { type: 'service_account.created'; v: 1; resource: string; payload: ServiceAccountPayload }
  | { type: 'service_account.renewed'; v: 1; resource: string; payload: ServiceAccountPayload }
  | { type: 'service_account.disabled'; v: 1; resource: string; payload: { teamId: string; reason: string } }
  | { type: 'setting.changed'; v: 1; resource: string; payload: { before: unknown; after: unknown } }
  /** `model`: a name, or the beginning of names. `before` and `after` null = the price list holds. */
  | { type: 'price.set'; v: 1; resource: string; payload: PricePayload }
  | { type: 'price.removed'; v: 1; resource: string; payload: PricePayload }
  /** Of a group of failures, by its fingerprint. `before` and `after`: what was said of it; null = nothing, it is open. */
  | { type: 'failure.resolved'; v: 1; resource: string; payload: FailurePayload }
  | { type: 'failure.muted'; v: 1; resource: string; payload: FailurePayload }
  | { type: 'failure.reopened'; v: 1; resource: string; payload: FailurePayload }
  | { type: 'failure.assigned'; v: 1; resource: string; payload: FailurePayload }
  | { type: 'failure.undone'; v: 1; resource: string; payload: FailurePayload }
  /** Seen again, in this run, after it was resolved. */
  | {
      type: 'failure.regressed';
      v: 1;
      resource: string;
      payload: { teamId: string; runId: string; release: string | null };
    }
  /** What a dashboard says: name, description, range, widgets. `from`: the one it is a copy of. */
  | {
      type: 'dashboard.created';
      v: 1;
      resource: string;
      payload: { teamId: string | null; from: string | null; after: unknown };
    }
  | {
      type: 'dashboard.changed';
      v: 1;
      resource: string;
      payload: { teamId: string | null; before: unknown; after: unknown };
    }
  | { type: 'dashboard.removed'; v: 1; resource: string; payload: { teamId: string | null; before: unknown } }
  | { type: 'dashboard.restored'; v: 1; resource: string; payload: { teamId: string | null } }
  /** A list kept with its filters; what it filters by is not told, for it can name people. */
  | { type: 'view.saved'; v: 1; resource: string; payload: { page: string; after: ViewPayload } }
  | { type: 'view.changed'; v: 1; resource: string; payload: { before: ViewPayload; after: ViewPayload } }
  | { type: 'view.removed'; v: 1; resource: string; payload: { page: string; before: ViewPayload } }
  /** Ordered here and carried out by the rebuild: everything the team ever sent, and all that was made of it. */
  | { type: 'telemetry.removed'; v: 1; resource: string; payload: { reason: string } }
  /** First seen in telemetry. `sameNameAs`: another team's agent that had this name first. */
  | { type: 'agent.observed'; v: 1; resource: string; payload: ObservedPayload }
  | { type: 'agent.renamed'; v: 1; resource: string; payload: NamesPayload & { before: string; after: string } }
  | { type: 'agent.merged'; v: 1; resource: string; payload: NamesPayload & { into: string } }
  | { type: 'agent.split'; v: 1; resource: string; payload: NamesPayload & { from: string; key: string } & SentName }
  | { type: 'agent_name.ignored'; v: 1; resource: string; payload: NamesPayload & SentName }
  | { type: 'agent_name.restored'; v: 1; resource: string; payload: NamesPayload & SentName }
  /** A change of names was taken back: everything is as before it. */
  | {
      type: 'name_change.undone';
      v: 1;
      resource: string;
      payload: { teamId: string; verb: string; agentIds: string[] };
    }
  | {
      type: 'agent.owner_named';
      v: 1;
      resource: string;
      payload: { teamId: string; before: string | null; after: string | null };
    }
  /** Said to be there before telemetry named it. */
  | { type: 'agent.declared'; v: 1; resource: string; payload: { teamId: string; key: string } }
  /** `before` and `after` hold the fields that changed; one that is unknown is null. */
  | { type: 'agent.described'; v: 1; resource: string; payload: DescribedPayload }
  | { type: 'release.created'; v: 1; resource: string; payload: ReleasePayload }
  /** It sends again after its telemetry was removed. */
  | { type: 'agent.returned'; v: 1; resource: string; payload: { teamId: string } }
  /** It stands in no list any more, since its telemetry was removed. */
  | { type: 'agent.put_away'; v: 1; resource: string; payload: { teamId: string } }
  /** The resource of deployments is the agent. */
  | { type: 'deployment.made'; v: 1; resource: string; payload: DeploymentPayload }
  | { type: 'deployment.promoted'; v: 1; resource: string; payload: DeploymentPayload & { from: string } }
  | { type: 'deployment.rolled_back'; v: 1; resource: string; payload: DeploymentPayload }
  | { type: 'deployment.scheduled'; v: 1; resource: string; payload: SchedulePayload & { dueAt: string } }
  | { type: 'deployment.unscheduled'; v: 1; resource: string; payload: SchedulePayload }
  /** What was scheduled could not be done: `refusal` is the code of the error. */
  | { type: 'deployment.refused'; v: 1; resource: string; payload: SchedulePayload & { refusal: string } }
  | { type: 'freeze.begun'; v: 1; resource: string; payload: FreezePayload }
  | { type: 'freeze.lifted'; v: 1; resource: string; payload: FreezePayload }
  /** One of two people agrees that this place changes all the same. */
  | { type: 'freeze.overridden'; v: 1; resource: string; payload: OverridePayload }
  | { type: 'release.signed_off'; v: 1; resource: string; payload: { teamId: string; environment: string } }
  /** What agents may be called; null = anything. The resource is the workspace. */
  | { type: 'naming_rule.set'; v: 1; resource: string; payload: { before: unknown; after: unknown } }
  /** From which environment a release goes on to which; empty = as their names say. The resource is the workspace. */
  | { type: 'environment_order.set'; v: 1; resource: string; payload: { before: string[]; after: string[] } }
  | { type: 'environment.rule_set'; v: 1; resource: string; payload: { before: unknown; after: unknown } }
  /** Prompts: `number` is that of a version, null = none. Texts of prompts stand in their versions, not here. */
  | { type: 'prompt.created'; v: 1; resource: string; payload: { teamId: string; kind: string } & PromptPlace }
  | {
      type: 'prompt.changed';
      v: 1;
      resource: string;
      payload: { teamId: string; before: PromptPlace; after: PromptPlace };
    }
  | { type: 'prompt.draft_begun'; v: 1; resource: string; payload: { teamId: string; base: number | null } }
  | { type: 'prompt.draft_discarded'; v: 1; resource: string; payload: { teamId: string } }
  | {
      type: 'prompt.version_saved';
      v: 1;
      resource: string;
      payload: { teamId: string; number: number; digest: string; message: string; reviewsVoided: number };
    }
  | { type: 'prompt.label_moved'; v: 1; resource: string; payload: LabelMovedPayload }
  | {
      type: 'prompt.review_requested';
      v: 1;
      resource: string;
      payload: { teamId: string; number: number; reviewerIds: string[] };
    }
  /** Who was asked has not answered by the time that the folder's rule gives. */
  | {
      type: 'prompt.review_due';
      v: 1;
      resource: string;
      payload: { teamId: string; number: number; reviewerIds: string[] };
    }
  | {
      type: 'prompt.reviewed';
      v: 1;
      resource: string;
      payload: { teamId: string; number: number; before: string | null; after: string };
    }
  | {
      type: 'prompt.commented';
      v: 1;
      resource: string;
      payload: { teamId: string; number: number; commentId: string };
    }
  | { type: 'prompt.archived'; v: 1; resource: string; payload: { teamId: string; reason: string } }
  | { type: 'prompt.restored'; v: 1; resource: string; payload: { teamId: string } }
  /** Of a team's folder. null = none. */
  | {
      type: 'prompt_review_rule.set';
      v: 1;
      resource: string;
      payload: { teamId: string; folder: string; before: ReviewRulePayload | null; after: ReviewRulePayload | null };
    }
  /** Where Signalbox itself asks models. Keys are told of as there or not; `teamId` null = the whole workspace. */
  | { type: 'model_provider.added'; v: 1; resource: string; payload: { teamId: string | null } & ModelProviderPayload }
  | { type: 'model_provider.changed'; v: 1; resource: string; payload: ModelProviderChange }
  | { type: 'model_provider.removed'; v: 1; resource: string; payload: { teamId: string | null } }
  /** A folder of prompts and one in git. null = none. */
  | {
      type: 'prompt_sync.set';
      v: 1;
      resource: string;
      payload: { teamId: string; folder: string; before: SyncPayload | null; after: SyncPayload | null };
    }
  | {
      type: 'prompt_sync.pushed';
      v: 1;
      resource: string;
      payload: { teamId: string; branch: string; commit: string; commits: number };
    }
  | {
      type: 'prompt_sync.resolved';
      v: 1;
      resource: string;
      payload: { teamId: string; promptId: string; path: string; take: 'git' | 'signalbox'; reason: string };
    }
  | {
      type: 'prompt.patch_made';
      v: 1;
      resource: string;
      payload: { teamId: string; commit: string; branch: string | null };
    }
  /** Segments that the warehouse had refused are tried again; the resource is the first. */
  | { type: 'quarantine.retried'; v: 1; resource: string; payload: { segments: string[] } }
  /** Content of a run was read or taken out; one event for an actor, run and way in ten minutes. */
  | { type: 'content.read'; v: 1; resource: string; payload: Record<never, never> }
  | { type: 'content.listed'; v: 1; resource: string; payload: { teamId: string; agent: string } }
  | { type: 'content.exported'; v: 1; resource: string; payload: Record<never, never> };

type DeploymentPayload = {
  teamId: string;
  environment: string;
  version: number;
  before: string | null;
  after: string;
  candidate: { releaseId: string; share: number } | null;
  reason: string;
  scheduleId?: string;
};
type SchedulePayload = { teamId: string; environment: string; releaseId: string; scheduleId: string };
type FreezePayload = {
  teamId: string | null;
  agentId: string | null;
  environment: string | null;
  from: string;
  until: string;
  reason: string;
};
type OverridePayload = { teamId: string; agentId: string; environment: string; reason: string };
type Fields = { [field: string]: unknown };
type DescribedPayload = { teamId: string; version: number; before: Fields; after: Fields };
type ReleasePayload = { teamId: string; agentId: string; digest: string; version: string; parentId: string | null };
type PromptPlace = { name: string; folder: string; tags: string[] };
type LabelMovedPayload = {
  teamId: string;
  label: string;
  before: number | null;
  after: number | null;
  reason: string;
};
type ReviewRulePayload = {
  reviewerIds: string[];
  needed: number;
  labels: string[];
  owners?: string | undefined;
  remindDays?: number | null | undefined;
};
type ModelProviderPayload = { dialect: string; baseUrl: string; models: string[]; hasKey: boolean };
type ModelProviderChange = {
  teamId: string | null;
  before: ModelProviderPayload;
  after: ModelProviderPayload;
  keyChanged: boolean;
};
type SyncPayload = {
  remote: string;
  branch: string;
  path: string;
  direction: string;
  owner: string;
  author: { name: string; email: string };
  hasCredential: boolean;
};
type ObservedPayload = { teamId: string; key: string; sameNameAs: string | null };
/** `changeId`: what undo is asked for by. `reassemblyId`: by which runs follow; null where none has to. */
type NamesPayload = { teamId: string; changeId: string; reassemblyId: string | null };
type SentName = { name: string; service: string };
type GrantPayload = {
  role: string;
  teamId: string | null;
  agentId: string | null;
  environment: string | null;
  /** ISO time at which it ends by itself; left out = it does not. */
  until?: string;
};
type PricePayload = { provider: string; model: string; before: PriceTerms | null; after: PriceTerms | null };
/** `teamId` null = a person's own. */
type ViewPayload = { name: string; teamId: string | null };

/** USD per million tokens, or hundredths of a percent off the list price. */
type PriceTerms = { rates: { [kind: string]: number } | null; discount: number };
type FailurePayload = { teamId: string; before: SaidOfFailure | null; after: SaidOfFailure };
type SaidOfFailure = {
  state: string;
  reason: string;
  until: string | null;
  release: string | null;
  assigneeId: string | null;
};
type ServiceAccountPayload = { name: string; teamId: string; ownerId: string; expiresAt: string };
type ContentModePayload = { teamId: string; before: ContentMode; after: ContentMode };
type KeyPayload = {
  name: string;
  teamId: string;
  agent: string | null;
  environment: string | null;
  scopes: readonly string[];
  until?: string;
  serviceAccountId?: string;
  contentMode?: ContentMode;
  origins?: readonly string[];
};

export type LedgerEventType = LedgerEvent['type'];
/** An event as a verb appends it; `workspaceId` only where it is not the ctx's own (`system` for instance-wide ones). */
export type NewEvent = LedgerEvent & { workspaceId?: string };

/** An event as the feed hands it out. `payload` is null once erased. */
export type RecordedEvent = {
  workspaceId: string;
  seq: number;
  time: string;
  actor: string;
  type: LedgerEventType;
  resource: string;
  payloadCommit: string;
  leaf: string;
  payload: unknown;
};
