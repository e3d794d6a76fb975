import { z } from '@hono/zod-openapi';
import { contentModes } from '../spine/content-mode.ts';
import { keyScopes, roles } from '../spine/actor.ts';

/** Shapes of access: people, teams, grants, keys, sign-in. */

export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;
export const Scope = z.enum(keyScopes);

export const Grant = z
  .object({
    id: z.string(),
    personId: z.string(),
    role: Role,
    teamId: z.string().nullable(),
    agentId: z.string().nullable(),
    environment: z.string().nullable(),
    until: z.string().nullable().describe('When it ends by itself; null = it does not.'),
    source: z
      .enum(['person', 'provider', 'emergency'])
      .describe('By hand, from a group of the provider, or by breaking the glass.'),
    reason: z.string().nullable(),
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
    lockedOutAt: z.string().nullable().describe('Since when the identity provider refuses them.'),
    signsIn: z.enum(['here', 'provider']),
    secondFactor: z.boolean().describe('Has an authenticator app set up here.'),
    createdAt: z.string(),
    grants: z.array(Grant),
  })
  .openapi('Person');
export type Person = z.infer<typeof Person>;

export const ContentMode = z
  .enum(contentModes)
  .describe('What is kept of the content this key sends: all, all but secrets and personal data, or nothing.');

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
    serviceAccountId: z.string().nullable(),
    contentMode: ContentMode,
    origins: z.array(z.string()).optional().describe('Pages it may be used from; left out = none is named.'),
  })
  .openapi('Key');
export type Key = z.infer<typeof Key>;

/** As browsers say it: scheme, host, and the port where it is not the usual one. */
const Origin = z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'Such as https://shop.example.com');

export const CreateKey = z.object({
  name: z.string().trim().min(1).max(120),
  teamId: z.string(),
  agent: z.string().trim().min(1).max(400).nullable().default(null),
  environment: z.string().trim().min(1).max(120).nullable().default(null),
  scopes: z.array(Scope).min(1),
  expiresAt: z.iso.datetime().nullable().default(null),
  serviceAccountId: z.string().nullable().default(null).describe('The key ends with it.'),
  contentMode: ContentMode.default('keep'),
  origins: z
    .array(Origin)
    .max(20)
    .default([])
    .describe('For the scope feedback: pages whose scripts may use the key, which is then good nowhere else.'),
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
export type CreatedPerson = z.infer<typeof CreatedPerson>;
export const SignInLink = z.object({ signInUrl: z.string() }).openapi('SignInLink');
const reason = z.string().trim().min(1).max(500);
export const DisablePerson = z.object({ reason });
export const ResetSignIn = z.object({
  secondFactor: z.boolean().default(false).describe('Removes the authenticator app too.'),
});
export const CreateGrant = z.object({
  personId: z.string(),
  role: Role,
  teamId: z.string().nullable().default(null),
  agentId: z.string().nullable().default(null),
  environment: z.string().nullable().default(null),
  until: z.iso.datetime().nullable().default(null).describe('Ends by itself then. An auditor must have an end.'),
});
export const BreakGlass = z.object({
  reason,
  teamId: z.string().nullable().default(null),
  minutes: z.number().int().min(5).max(240).default(60),
});
export const RevokeKey = z.object({ reason });
export const SetContentMode = z.object({ contentMode: ContentMode });

export const ServiceAccount = z
  .object({
    id: z.string(),
    name: z.string(),
    teamId: z.string(),
    ownerId: z.string(),
    ownerName: z.string(),
    ownerGone: z.boolean().describe('The owner is disabled or locked out: it needs another.'),
    createdAt: z.string(),
    expiresAt: z.string(),
    disabledAt: z.string().nullable(),
  })
  .openapi('ServiceAccount');
export type ServiceAccount = z.infer<typeof ServiceAccount>;
export const CreateServiceAccount = z.object({
  name: z.string().trim().min(1).max(120),
  teamId: z.string(),
  ownerId: z.string(),
  expiresAt: z.iso.datetime().describe('At most a year from now.'),
});
export const RenewServiceAccount = z.object({ ownerId: z.string(), expiresAt: z.iso.datetime() });
export const DisableServiceAccount = z.object({ reason });

export const AccessSettings = z.object({ secondFactorRequired: z.boolean() }).openapi('AccessSettings');
export type AccessSettings = z.infer<typeof AccessSettings>;
export const SecondFactorOffer = z
  .object({
    secret: z.string().describe('Base32, for typing.'),
    uri: z.string().describe('otpauth:// address, as a QR code.'),
  })
  .openapi('SecondFactorOffer');
export type SecondFactorOffer = z.infer<typeof SecondFactorOffer>;
export const Code = z.object({ code: z.string().trim().min(6).max(20) });
export const RecoveryCodes = z
  .object({ codes: z.array(z.string()).describe('Each works once; shown now only.') })
  .openapi('RecoveryCodes');
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
const code = z.string().trim().max(20).optional().describe('Of the authenticator app, where one is set up.');
export const SetPassword = z.object({
  password: z.string().min(12).max(200),
  current: z
    .string()
    .max(200)
    .optional()
    .describe('The password so far. Not needed with a code, nor within five minutes of a sign-in by link.'),
  code,
});
export const PasswordSignIn = z.object({ email: z.email().max(254), password: z.string().max(200), code });
export const LinkSignIn = z.object({ token: z.string().max(200), code });
export const LinkFacts = z
  .object({ name: z.string(), email: z.string(), expiresAt: z.string(), codeNeeded: z.boolean() })
  .openapi('LinkFacts');
export type LinkFacts = z.infer<typeof LinkFacts>;
export const SignInWays = z
  .object({ provider: z.string().nullable().describe('Name of the identity provider, where one is set up.') })
  .openapi('SignInWays');
export type SignInWays = z.infer<typeof SignInWays>;

export const Me = z
  .object({
    person: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      hasPassword: z.boolean(),
      secondFactor: z.boolean(),
      signsIn: z.enum(['here', 'provider']),
    }),
    mustEnrol: z.boolean().describe('The workspace asks for a second factor; until one is set up no grant counts.'),
    rights: z.array(z.string()).describe('What one may do in some place; asked for by name elsewhere.'),
    rightsIn: z
      .array(
        z.object({
          teamId: z.string().nullable().describe('null = the whole workspace.'),
          rights: z
            .array(z.string())
            .describe('What one may do in all of it; of a team: beside what holds everywhere.'),
        }),
      )
      .describe(
        'The workspace first, then teams that add something. Rights on single agents or environments are in none.',
      ),
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
export const ServiceAccountList = list(ServiceAccount).openapi('ServiceAccountList');
export const LedgerList = list(LedgerEntry).openapi('LedgerList');

/** Who could do what with an agent at a time, replayed from the ledger. */
export const AccessQuery = z.object({ agent: z.string().min(1).max(400), at: z.iso.datetime() });
export const AccessAt = z
  .object({
    agent: z.string(),
    teamId: z.string(),
    at: z.string(),
    throughSeq: z.number().int().describe('The last event of the ledger that counted.'),
    people: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        roles: z.array(
          z.object({ role: z.string(), environment: z.string().nullable(), until: z.string().nullable() }),
        ),
        rights: z.array(z.string()),
      }),
    ),
    keys: z.array(
      z.object({ id: z.string(), name: z.string(), environment: z.string().nullable(), scopes: z.array(z.string()) }),
    ),
    erased: z.number().int().describe('Events whose content is erased: what they changed is not known any more.'),
  })
  .openapi('AccessAt');
export type AccessAt = z.infer<typeof AccessAt>;
