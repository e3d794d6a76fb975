import { z } from 'zod';
import { Folder, Label, PromptName, Tags } from '../contract-names.ts';
import { Content } from '../contract.ts';

/** One version as a file or an export has it. Tags and folder left out = as they are. */
export type Item = {
  source: string;
  name: string;
  folder?: string;
  tags?: string[];
  labels: string[];
  message: string;
  content: Content;
};
/** What could not be read, and why. */
export type Unread = { source: string; name: string | null; problem: string };

const Read = z.object({
  name: PromptName,
  folder: Folder.optional(),
  tags: Tags.optional(),
  labels: z.array(Label).max(50),
  message: z.string().max(2000),
  content: Content,
});

/** Holds what was read against the shapes of the room. */
export function itemOf(source: string, raw: Record<keyof z.input<typeof Read>, unknown>): Item | Unread {
  const read = Read.safeParse(raw);
  const name = typeof raw.name === 'string' ? raw.name : null;
  if (!read.success) return { source, name, problem: wordsOf(read.error) };
  const { folder, tags, ...rest } = read.data;
  return { source, ...rest, ...(folder !== undefined && { folder }), ...(tags !== undefined && { tags }) };
}

/** The first thing that does not fit, in words. */
export function wordsOf(error: z.ZodError): string {
  const [first] = error.issues;
  return `${first?.path.join('.') || 'It'}: ${first?.message ?? 'does not fit'}`;
}

export const isUnread = (one: Item | Unread): one is Unread => 'problem' in one;
