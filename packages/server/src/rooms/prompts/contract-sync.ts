import { z } from '@hono/zod-openapi';
import { VersionDiff } from './contract.ts';
import { Folder } from './contract-names.ts';

/** Shapes of syncs: a folder of prompts and a folder in git that say the same. */

export const syncDirections = ['pull', 'push', 'both'] as const;
const owners = ['git', 'signalbox'] as const;

const Remote = z
  .string()
  .max(500)
  .regex(
    /^(?:https:\/\/[A-Za-z0-9][\w.-]*(?::\d{1,5})?\/[^\s?#@\\]+|ssh:\/\/(?:[A-Za-z0-9][\w.-]*@)?[A-Za-z0-9][\w.-]*(?::\d{1,5})?\/[^\s\\]+|\/[^\s\\]+)$/,
    'https://host/path without a user name, ssh://git@host/path, or the path of a repository on the server',
  );
// Patterns with flags come out wrong in the API's document: what needs one is a check beside it.
const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text);
const Branch = z
  .string()
  .max(200)
  .regex(/^(?!-)(?!.*(?:\.\.|@\{|\/\/|\.lock(?:\/|$)|\/\.|[/.]$))[^\s~^:?*[\\]+$/, 'must be the name of a branch')
  .refine(isPlain, 'must be the name of a branch');
const line = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^<>]+$/, 'one line without < and >')
  .refine(isPlain, 'one line without < and >');

export const SetSync = z.object({
  teamId: z.string().max(80),
  folder: Folder.describe('Prompts of the team in it and below it. "" = all.'),
  remote: Remote,
  branch: Branch.default('main'),
  path: Folder.default('').describe('The folder in the repository. "" = its root.'),
  direction: z.enum(syncDirections).describe('pull: git → here. push: here → git. both.'),
  owner: z
    .enum(owners)
    .describe('git: prompts are changed there, here only as patches. signalbox: they are changed here too.'),
  author: z.object({ name: line, email: z.email().max(254) }).describe('Of the commits that are made here.'),
  credential: z
    .object({
      user: z
        .string()
        .max(200)
        .regex(/^[^:]+$/)
        .refine(isPlain),
      secret: z.string().min(1).max(2000),
    })
    .nullable()
    .optional()
    .describe('For https. Kept sealed and never shown; left out = as it is.'),
});
export type SetSync = z.infer<typeof SetSync>;

const when = z.string().nullable();
const Conflict = z.object({
  path: z.string(),
  promptId: z.string(),
  name: z.string(),
  here: z.number().int().nullable().describe('The newest version here; null = it is archived.'),
  commit: z.string().describe('The last in git that changed it.'),
  by: z.string().describe('Who made that commit, as git has it.'),
  isGone: z.boolean().describe('The file is gone in git.'),
});
export const Sync = SetSync.omit({ credential: true })
  .extend({
    id: z.string(),
    hasCredential: z.boolean(),
    state: z.enum(['waiting', 'working', 'in_step', 'conflicts', 'failed']),
    progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable().describe('While it works.'),
    wantedAt: when.describe('When somebody asked for it; null = nobody waits.'),
    endedAt: when.describe('When it last came to its end, well or not.'),
    commit: z.string().nullable().describe('Up to which both say the same, but for conflicts.'),
    error: z.string().nullable().describe('Why it failed last.'),
    pulled: z.number().int().describe('Versions that the last turn took over.'),
    pushed: z.number().int().describe('Commits that the last turn made.'),
    conflicts: z.array(Conflict),
    problems: z.array(z.object({ path: z.string(), problem: z.string() })).describe('Files that were not taken.'),
  })
  .openapi('PromptSync');
export type Sync = z.infer<typeof Sync>;
export const Syncs = z.object({ items: z.array(Sync) }).openapi('PromptSyncs');

export const ConflictQuery = z.object({ path: z.string().max(1000) });
export const ConflictDiff = z
  .object({
    here: z.number().int().nullable(),
    diff: VersionDiff.nullable().describe('From here to git; null = one side is gone.'),
  })
  .openapi('PromptSyncConflict');
export type ConflictDiff = z.infer<typeof ConflictDiff>;

export const ResolveConflict = z.object({
  path: z.string().max(1000),
  take: z.enum(['git', 'signalbox']).describe('Whose side holds from now on.'),
  reason: z.string().trim().min(1).max(2000),
});
export type ResolveConflict = z.infer<typeof ResolveConflict>;
