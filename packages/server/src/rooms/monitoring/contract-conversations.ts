import { z } from '@hono/zod-openapi';
import { Cost } from './contract-figures.ts';

/** Several runs with one person or job: shapes of the room, part of its contract. */

export const Conversation = z
  .object({
    teamId: z.string(),
    id: z.string().describe('As the client sent it; ids of different teams are different conversations.'),
    runs: z.number().int(),
    startedAt: z.string().describe('Start of the first run.'),
    lastAt: z.string().describe('Start of the last run.'),
    running: z.number().int().describe('Runs that are not settled.'),
    agents: z.array(z.string()),
    users: z.array(z.string()).describe('At most ten.'),
    environments: z.array(z.string()),
    outcomes: z.object({
      completed: z.number().int(),
      failed: z.number().int(),
      passedToPerson: z.number().int(),
      abandoned: z.number().int(),
      unknown: z.number().int(),
    }),
    errors: z.number().int(),
    modelCalls: z.number().int(),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    cost: Cost,
    firstInput: z.string().nullable().describe('What the first run was asked; only with the right content.read.'),
    lastOutput: z.string().nullable().describe('What the last run answered; only with the right content.read.'),
  })
  .openapi('Conversation');
export type Conversation = z.infer<typeof Conversation>;

const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
};

export const ConversationListQuery = z.object({
  ...page,
  from: z.iso.datetime().optional().describe('Counts runs that started from then on; by default of the last 30 days.'),
  to: z.iso.datetime().optional(),
  teamId: z.string().max(80).optional(),
  agent: z.string().max(400).optional(),
  environment: z.string().max(200).optional(),
  user: z.string().max(400).optional(),
});
export type ConversationListQuery = z.infer<typeof ConversationListQuery>;

export const ConversationList = z
  .object({ items: z.array(Conversation), nextCursor: z.string().nullable() })
  .openapi('ConversationList');

export const ConversationPageQuery = z.object(page);
