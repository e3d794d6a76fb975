import { z } from '@hono/zod-openapi';
import { Issue } from './contract.ts';

/** Shapes of taking prompts in and out as files. */

export const fileFormats = ['files', 'langfuse', 'langsmith'] as const;
export type FileFormat = (typeof fileFormats)[number];
export const PromptFile = z.object({
  path: z.string().min(1).max(500).describe('Names the file in results; its folder is that of prompts that name none.'),
  text: z.string().max(1_000_000),
});
export type PromptFile = z.infer<typeof PromptFile>;

export const ImportPrompts = z.object({
  teamId: z.string().max(80),
  format: z.enum(fileFormats).describe('files: Markdown or YAML. langfuse, langsmith: JSON of their API or export.'),
  files: z.array(PromptFile).min(1).max(1000),
  preview: z.boolean().default(false).describe('Say what would come of it, and change nothing.'),
});
export type ImportPrompts = z.input<typeof ImportPrompts>;
const ImportResult = z.object({
  source: z.string().describe('File, and the place in it.'),
  name: z.string().nullable(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'failed']),
  number: z.number().int().nullable().describe('The version that holds it now.'),
  labels: z.array(z.string()).describe('Labels that moved.'),
  problem: z.string().nullable(),
  warnings: z.array(Issue),
});
export type ImportResult = z.infer<typeof ImportResult>;
export const ImportResults = z.object({ items: z.array(ImportResult) }).openapi('PromptImportResults');
export type ImportResults = z.infer<typeof ImportResults>;

export const ExportQuery = z.object({
  folder: z.string().max(300).optional().describe('With all below it.'),
  teamId: z.string().max(80).optional(),
});
export type ExportQuery = z.infer<typeof ExportQuery>;
export const ExportedPrompts = z.object({ files: z.array(PromptFile) }).openapi('ExportedPrompts');
export type ExportedPrompts = z.infer<typeof ExportedPrompts>;
