import { z } from '@hono/zod-openapi';
import { Folder, Label, PromptName, Tags } from './contract-names.ts';

/** Shapes in and out of the room `prompts`. */

const count = z.number().int();
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** Any JSON: what arrives has been parsed as such. `z.json()` refers to itself, which the OpenAPI generator follows for ever. */
const Json = z.unknown() as unknown as z.ZodType<JsonValue>;
const mostDepth = 50;
const JsonObject = z
  .record(z.string().max(200), Json)
  .refine((value) => isShallow(value, mostDepth), `at most ${mostDepth} values inside each other`);

export const promptKinds = ['text', 'chat'] as const;
export type PromptKind = (typeof promptKinds)[number];
const rolesOfMessages = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

function isShallow(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((one) => isShallow(one, left - 1));
}

const Message = z.union([
  z.strictObject({ role: z.enum(rolesOfMessages), content: z.string().max(200_000) }),
  z.strictObject({ placeholder: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/) }),
]);
export type Message = z.infer<typeof Message>;

const Tool = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(20_000).optional(),
  inputSchema: JsonObject.optional(),
});
export const Settings = z
  .strictObject({
    models: z.array(z.string().min(1).max(200)).max(20).default([]).describe('Models it was written for, best first.'),
    parameters: JsonObject.default({}).describe('Of the model call, e.g. temperature.'),
    tools: z.array(Tool).max(200).default([]),
    toolChoice: z.string().max(200).optional().describe('auto, none, required, or the name of one of the tools.'),
  })
  .openapi('PromptSettings');
export type Settings = z.infer<typeof Settings>;

/** What a version holds. A text prompt has a string as body, a chat prompt has messages. */
export const Content = z
  .strictObject({
    body: z.union([z.string().max(200_000), z.array(Message).max(200)]).describe('Liquid templates.'),
    variables: JsonObject.default({ type: 'object', properties: {} }).describe('A JSON Schema of an object.'),
    settings: Settings.default({ models: [], parameters: {}, tools: [] }),
    outputSchema: JsonObject.nullable().default(null).describe('A JSON Schema of the answer.'),
  })
  .openapi('PromptContent');
export type Content = z.infer<typeof Content>;

export const Issue = z
  .object({
    severity: z.enum(['error', 'warning']).describe('An error stands in the way of saving.'),
    code: z.string(),
    sentence: z.string(),
    path: z.string().describe('Where: body, body.2, variables.customer, outputSchema …'),
    line: count.nullable(),
  })
  .openapi('PromptIssue');
export type Issue = z.infer<typeof Issue>;

const LabelAt = z.object({ label: z.string(), number: count, movedAt: z.string(), movedBy: z.string() });
export const Prompt = z
  .object({
    id: z.string(),
    name: z.string(),
    teamId: z.string(),
    folder: z.string(),
    kind: z.enum(promptKinds),
    tags: z.array(z.string()),
    latest: count.nullable().describe('Number of the newest version; null = none yet.'),
    labels: z.array(LabelAt),
    createdAt: z.string(),
    createdBy: z.string(),
    archivedAt: z.string().nullable(),
  })
  .openapi('Prompt');
export type Prompt = z.infer<typeof Prompt>;

const VersionSource = z
  .object({
    commit: z.string(),
    author: z.string().describe('As git has it, which anybody may write there.'),
  })
  .openapi('PromptVersionSource');
export type VersionSource = z.infer<typeof VersionSource>;
export const VersionHead = z
  .object({
    id: z.string(),
    number: count,
    digest: z.string().describe('sha256 over the canonical JSON of kind and content.'),
    message: z.string(),
    authorId: z.string(),
    authorName: z.string().nullable(),
    source: VersionSource.nullable().describe('The commit it was taken from; null = written here.'),
    createdAt: z.string(),
    estimatedTokens: count.describe('An estimate from the text alone; each model counts differently.'),
  })
  .openapi('PromptVersionHead');
export type VersionHead = z.infer<typeof VersionHead>;

const Review = z.object({
  id: z.string(),
  number: count,
  reviewerId: z.string(),
  reviewerName: z.string().nullable(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  verdict: z.enum(['approved', 'changes_requested']).nullable().describe('null = waits.'),
  comment: z.string(),
  decidedAt: z.string().nullable(),
  voidedAt: z.string().nullable().describe('A newer version came: this says nothing about it.'),
});
export type Review = z.infer<typeof Review>;
export const PromptComment = z
  .object({
    id: z.string(),
    number: count,
    authorId: z.string(),
    authorName: z.string().nullable(),
    text: z.string(),
    message: count.nullable().describe('Of a chat prompt: which message, from 0.'),
    fromLine: count.nullable(),
    toLine: count.nullable(),
    createdAt: z.string(),
  })
  .openapi('PromptComment');
export type PromptComment = z.infer<typeof PromptComment>;

export const Draft = z
  .object({ base: count.nullable().describe('The version it began from.'), content: Content, savedAt: z.string() })
  .openapi('PromptDraft');
export type Draft = z.infer<typeof Draft>;

const Reference = z.object({ name: z.string(), at: z.string().describe('A version number or a label.') });
export type Reference = z.infer<typeof Reference>;
export const Version = VersionHead.extend({
  content: Content,
  references: z.array(Reference),
  labels: z.array(z.string()),
  reviews: z.array(Review),
  comments: z.array(PromptComment),
}).openapi('PromptVersion');
export type Version = z.infer<typeof Version>;

export const PromptDetail = Prompt.extend({
  versions: z.array(VersionHead).describe('Newest first, at most 200.'),
  draft: Draft.nullable().describe('The caller’s own.'),
  usedBy: z
    .array(z.object({ promptId: z.string(), name: z.string(), number: count, at: z.string() }))
    .describe('Versions of other prompts that refer to it.'),
}).openapi('PromptDetail');
export type PromptDetail = z.infer<typeof PromptDetail>;

export const PromptListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(800).optional(),
  folder: z.string().max(300).optional().describe('With all below it.'),
  tag: z.string().max(60).optional(),
  label: z.string().max(60).optional(),
  teamId: z.string().max(80).optional(),
  q: z.string().max(200).optional().describe('Part of the name, or of the newest version’s text.'),
  archived: z.enum(['true', 'false']).default('false'),
});
export type PromptListQuery = z.infer<typeof PromptListQuery>;
const reviewStates = ['none', 'waiting', 'changes_requested', 'approved'] as const;
const ListedPrompt = Prompt.extend({
  latestAt: z.string().nullable().describe('When its newest version was saved.'),
  review: z.enum(reviewStates).describe('Of the newest version. none = nobody was asked, nobody has said anything.'),
});
export type ListedPrompt = z.infer<typeof ListedPrompt>;
export const PromptList = z
  .object({ items: z.array(ListedPrompt), nextCursor: z.string().nullable() })
  .openapi('PromptList');
export type PromptList = z.infer<typeof PromptList>;
export const FolderList = z
  .object({ items: z.array(z.object({ folder: z.string(), prompts: count })) })
  .openapi('PromptFolders');
export type FolderList = z.infer<typeof FolderList>;

export const CreatePrompt = z.object({
  name: PromptName,
  teamId: z.string().max(80),
  folder: Folder.default(''),
  kind: z.enum(promptKinds),
  tags: Tags.default([]),
});
export type CreatePrompt = z.infer<typeof CreatePrompt>;
export const ChangePrompt = z.object({
  name: PromptName.optional().describe('The former name goes on working.'),
  folder: Folder.optional(),
  tags: Tags.optional(),
});
export type ChangePrompt = z.infer<typeof ChangePrompt>;
export const SaveDraft = z.object({ base: count.min(1).nullable(), content: Content });
export const CheckContent = z.object({ content: Content });
export const DiffContent = z.object({ from: count.min(1), content: Content });
export type DiffContent = z.infer<typeof DiffContent>;
export const Checked = z
  .object({ issues: z.array(Issue), estimatedTokens: count, references: z.array(Reference) })
  .openapi('CheckedPrompt');
export type Checked = z.infer<typeof Checked>;
export const SaveVersion = z.object({
  content: Content,
  message: z.string().trim().max(2000).default('').describe('What changed, and why.'),
  base: count
    .min(0)
    .optional()
    .describe('The newest version the author has seen; a newer one is a conflict. 0 = none.'),
});
export type SaveVersion = z.infer<typeof SaveVersion>;
export const SavedVersion = z
  .object({
    version: VersionHead,
    saved: z.boolean().describe('false = nothing had changed.'),
    warnings: z.array(Issue),
  })
  .openapi('SavedPromptVersion');
export type SavedVersion = z.infer<typeof SavedVersion>;

const Reason = z.string().trim().min(1).max(2000);
export const MoveLabel = z.object({
  number: count.min(1).nullable().describe('null = take the label away.'),
  reason: Reason,
});
export type MoveLabel = z.infer<typeof MoveLabel>;
export const ArchivePrompt = z.object({ reason: Reason });
export const LabelHistory = z
  .object({
    items: z.array(
      z.object({
        label: z.string(),
        from: count.nullable(),
        to: count.nullable(),
        reason: z.string(),
        movedBy: z.string(),
        movedByName: z.string().nullable(),
        movedAt: z.string(),
      }),
    ),
  })
  .openapi('PromptLabelHistory');
export type LabelHistory = z.infer<typeof LabelHistory>;

export const RequestReview = z.object({
  reviewerIds: z.array(z.string().max(80)).max(20).default([]).describe('Beside those of the folder’s rule.'),
});
export const ReviewRequested = z.object({ reviewerIds: z.array(z.string()) }).openapi('PromptReviewRequested');
export const DecideReview = z.object({
  verdict: z.enum(['approved', 'changes_requested']),
  comment: z.string().trim().max(10_000).default(''),
});
export type DecideReview = z.infer<typeof DecideReview>;
export const WaitingReviews = z
  .object({
    items: z.array(
      z.object({
        promptId: z.string(),
        name: z.string(),
        teamId: z.string(),
        number: count,
        requestedBy: z.string(),
        requestedByName: z.string().nullable(),
        requestedAt: z.string(),
        dueAt: z.string().nullable().describe('By the rule of the folder; null = whenever.'),
        isDue: z.boolean(),
      }),
    ),
  })
  .openapi('WaitingPromptReviews');
export type WaitingReviews = z.infer<typeof WaitingReviews>;
export const WriteComment = z.object({
  text: z.string().trim().min(1).max(10_000),
  message: count.min(0).nullable().default(null),
  fromLine: count.min(1).nullable().default(null),
  toLine: count.min(1).nullable().default(null),
});
export type WriteComment = z.infer<typeof WriteComment>;

export const ReviewRule = z
  .object({
    teamId: z.string().max(80),
    folder: Folder.describe('It and all below it, unless those have a rule of their own. "" = all.'),
    reviewerIds: z.array(z.string().max(80)).max(50).describe('Empty = anybody who may review.'),
    needed: count.min(1).max(10).describe('So many must approve …'),
    labels: z.array(Label).min(1).max(20).default(['production']).describe('… before one of these labels moves.'),
    owners: z
      .enum(['none', 'told', 'asked'])
      .optional()
      .describe(
        'Owners of agents that are served with the prompt: told of versions and label moves, or asked to review.',
      ),
    remindDays: count
      .min(1)
      .max(90)
      .nullable()
      .optional()
      .describe('Reviews are due so long after they were asked for.'),
  })
  .openapi('PromptReviewRule');
export type ReviewRule = z.infer<typeof ReviewRule>;
export const RemoveReviewRule = ReviewRule.pick({ teamId: true, folder: true });
export const ReviewRules = z.object({ items: z.array(ReviewRule) }).openapi('PromptReviewRules');

const Part = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type Part = z.infer<typeof Part>;
const Side = z.object({ line: count, parts: z.array(Part) }).nullable();
const Row = z.object({ left: Side, right: Side });
export type Row = z.infer<typeof Row>;
const ValueChange = z.object({
  path: z.array(z.string()),
  before: Json.optional().describe('Left out = was not there.'),
  after: Json.optional().describe('Left out = is not there.'),
});
export type ValueChange = z.infer<typeof ValueChange>;
export const VersionDiff = z
  .object({
    from: count,
    to: count.nullable().describe('null = the content that was sent.'),
    bodies: z.array(
      z.object({
        message: count.nullable(),
        leftRole: z.string().nullable(),
        rightRole: z.string().nullable(),
        rows: z.array(Row),
      }),
    ),
    values: z.array(ValueChange).describe('Of variables, settings and output schema.'),
  })
  .openapi('PromptDiff');
export type VersionDiff = z.infer<typeof VersionDiff>;
export const DiffQuery = z.object({
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
});

export const At = z.string().max(60).default('latest').describe('A version number, a label, or latest.');
export const RenderPrompt = z.object({ at: At, variables: JsonObject.default({}) });
export type RenderPrompt = z.infer<typeof RenderPrompt>;
export const Rendered = z
  .object({
    name: z.string(),
    number: count,
    digest: z.string(),
    body: z.union([z.string(), z.array(z.object({ role: z.string(), content: z.string() }))]),
    settings: Settings,
    outputSchema: JsonObject.nullable(),
  })
  .openapi('RenderedPrompt');
export type Rendered = z.infer<typeof Rendered>;

/** What the CLI reads from here: it knows this file alone. */
export type { PlaygroundCell, PlaygroundCells, PlaygroundRun, RunEstimate } from './contract-playground.ts';
