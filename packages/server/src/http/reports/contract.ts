import { z } from '@hono/zod-openapi';
import { mostReports } from '../../ingest/reports/read-reports.ts';
import { outcomes } from '../../spine/outcomes.ts';

/** What is told of runs apart from their spans. Read by ingest/reports, item by item; declared here for the document. */

const id = z.string().max(1000).optional().describe('Sent again under the same id it is the same.');
const at = z.string().optional().describe('ISO 8601; left out = now.');
const traceId = z.string().optional().describe('32 hex digits: of all top runs of the trace.');
const runId = z.string().optional().describe('<trace id>-<span id of the top invocation>.');

export const OutcomeReports = z
  .object({
    outcomes: z
      .array(
        z.object({
          ...{ id, traceId, runId },
          outcome: z.enum(outcomes),
          reason: z.string().optional().describe('Content: kept as the key lets it be.'),
          at,
        }),
      )
      .max(mostReports),
  })
  .openapi('OutcomeReports');

export const FeedbackReports = z
  .object({
    feedback: z
      .array(
        z.object({
          ...{ id, traceId, runId },
          conversationId: z.string().max(1000).optional(),
          name: z.string().max(1000).default('user_feedback').describe('Not with "signalbox." at its beginning.'),
          value: z
            .union([z.number(), z.boolean(), z.string()])
            .describe('One word is a category; longer text is content.'),
          comment: z.string().optional().describe('Content: kept as the key lets it be.'),
          at,
        }),
      )
      .max(mostReports),
  })
  .openapi('FeedbackReports');

export const ReportAnswer = z
  .object({
    accepted: z.number().int().describe('On disk.'),
    refused: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
  })
  .openapi('ReportAnswer');
export type ReportAnswer = z.infer<typeof ReportAnswer>;
