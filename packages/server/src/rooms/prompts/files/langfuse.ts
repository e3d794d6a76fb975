import { z } from 'zod';
import type { PromptFile } from '../contract-files.ts';
import { liquidOf } from './braces.ts';
import { type Item, itemOf, type Unread, wordsOf } from './item.ts';
import { settingsOf } from './model-config.ts';
import { spokenRole } from './role.ts';

/** A prompt version of Langfuse's public API (`/api/public/v2/prompts/…`) or of an export of such. */
const Exported = z.object({
  name: z.string(),
  version: z.number().int().default(1),
  type: z.enum(['text', 'chat']).default('text'),
  prompt: z.unknown(),
  config: z.unknown().optional(),
  labels: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  commitMessage: z.string().nullish(),
});
const ChatMessages = z.array(
  z.union([
    z.object({ type: z.literal('placeholder'), name: z.string() }),
    z.object({ role: z.string(), content: z.string() }),
  ]),
);
type Read = z.infer<typeof Exported> & { source: string };

/** One version, a list of them, or `{ data: […] }`. Versions of a prompt come in their order. */
export function readLangfuse({ path, text }: PromptFile): (Item | Unread)[] {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return [{ source: path, name: null, problem: 'It is not JSON.' }];
  }
  const data = (raw as { data?: unknown } | null)?.data;
  const list: unknown[] = Array.isArray(raw) ? raw : Array.isArray(data) ? data : [raw];
  const unread: Unread[] = [];
  const read: Read[] = [];
  list.forEach((one, at) => {
    const source = list.length === 1 ? path : `${path}#${at + 1}`;
    const parsed = Exported.safeParse(one);
    if (parsed.success) read.push({ ...parsed.data, source });
    else unread.push({ source, name: null, problem: wordsOf(parsed.error) });
  });
  return [...unread, ...read.toSorted((a, b) => a.version - b.version).map(toItem)];
}

function toItem({ source, name, type, prompt, config, labels, tags, version, commitMessage }: Read): Item | Unread {
  const names = new Set<string>();
  const translated = (text: string): string => liquidOf(text, names);
  let body: unknown;
  if (type === 'text') body = typeof prompt === 'string' ? translated(prompt) : prompt;
  else {
    const messages = ChatMessages.safeParse(prompt);
    if (!messages.success) return { source, name, problem: `prompt.${wordsOf(messages.error)}` };
    body = messages.data.map((one) =>
      'type' in one ? { placeholder: one.name } : { role: spokenRole(one.role), content: translated(one.content) },
    );
  }
  const variables = {
    type: 'object',
    properties: Object.fromEntries([...names].map((one) => [one, { type: ['string', 'number', 'boolean'] }])),
    required: [...names],
  };
  return itemOf(source, {
    ...{
      name,
      folder: name.split('/').slice(0, -1).join('/'),
      message: commitMessage ?? `Langfuse version ${version}`,
    },
    tags: tags.map((tag) => tag.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')),
    // It is what the newest version has there, as here.
    labels: labels.filter((label) => label !== 'latest'),
    content: { body, variables, ...settingsOf(config) },
  });
}
