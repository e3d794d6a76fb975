import { z } from '@hono/zod-openapi';

/** Shapes of access: people, teams, grants, keys, sign-in. */

export const Role = z.enum(['admin', 'operator', 'viewer']);
export const Scope = z.enum(['ingest', 'deliver', 'guard', 'feedback', 'read', 'content', 'write', 'admin']);

export const Grant = z
  .object({
    id: z.string(),
    personId: z.string(),
    role: Role,
    teamId: z.string().nullable(),
    agentId: z.string().nullable(),
    environment: z.string().nullable(),
  })
  .openapi('Grant');
export type Grant = z.infer<typeof Grant>;

export const Team = z
  .object({ id: z.string(), name: z.string(), slug: z.string(), createdAt: z.string() })
  .openapi('Team');
export type Team = z.infer<typeof Team>;

export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    disabledAt: z.string().nullable(),
    createdAt: z.string(),
    grants: z.array(Grant),
  })
  .openapi('Person');
export type Person = z.infer<typeof Person>;

export const Key = z
  .object({
    id: z.string(),
    name: z.string(),
    teamId: z.string(),
    agent: z.string().nullable(),
    environment: z.string().nullable(),
    scopes: z.array(Scope),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .openapi('Key');
export type Key = z.infer<typeof Key>;

export const CreateKey = z.object({
  name: z.string().trim().min(1).max(120),
  teamId: z.string(),
  agent: z.string().trim().min(1).max(400).nullable().default(null),
  environment: z.string().trim().min(1).max(120).nullable().default(null),
  scopes: z.array(Scope).min(1),
  expiresAt: z.iso.datetime().nullable().default(null),
});
export type CreateKey = z.infer<typeof CreateKey>;

export const CreatedKey = z
  .object({ key: Key, secret: z.string().describe('Shown once: sbx_<id>_<secret>.') })
  .openapi('CreatedKey');
export type CreatedKey = z.infer<typeof CreatedKey>;

export const CreateTeam = z.object({ name: z.string().trim().min(1).max(120) });
export const RenameTeam = z.object({ name: z.string().trim().min(1).max(120) });
export const CreatePerson = z.object({ name: z.string().trim().min(1).max(120), email: z.email().max(254) });
export const CreatedPerson = z.object({ person: Person, signInUrl: z.string() }).openapi('CreatedPerson');
export const SignInLink = z.object({ signInUrl: z.string() }).openapi('SignInLink');
export const DisablePerson = z.object({ reason: z.string().trim().min(1).max(500) });
export const CreateGrant = z.object({
  personId: z.string(),
  role: Role,
  teamId: z.string().nullable().default(null),
  agentId: z.string().nullable().default(null),
  environment: z.string().nullable().default(null),
});
export const RevokeKey = z.object({ reason: z.string().trim().min(1).max(500) });
export const SetPassword = z.object({ password: z.string().min(12).max(200) });
export const PasswordSignIn = z.object({ email: z.email().max(254), password: z.string().max(200) });
export const LinkSignIn = z.object({ token: z.string().max(200) });

export const Me = z
  .object({
    person: z.object({ id: z.string(), name: z.string(), email: z.string(), hasPassword: z.boolean() }),
    workspace: z.object({ id: z.string(), name: z.string() }),
    teams: z.array(Team),
    grants: z.array(Grant),
    csrf: z.string().describe('Send as x-signalbox-csrf with every change.'),
  })
  .openapi('Me');
export type Me = z.infer<typeof Me>;

export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

export const LedgerEntry = z
  .object({
    seq: z.number().int(),
    time: z.string(),
    actor: z.string(),
    type: z.string(),
    resource: z.string(),
    payload: z.unknown(),
    payloadCommit: z.string(),
    leaf: z.string(),
  })
  .openapi('LedgerEntry');
export type LedgerEntry = z.infer<typeof LedgerEntry>;

const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const TeamList = list(Team).openapi('TeamList');
export const PersonList = list(Person).openapi('PersonList');
export const KeyList = list(Key).openapi('KeyList');
export const LedgerList = list(LedgerEntry).openapi('LedgerList');
