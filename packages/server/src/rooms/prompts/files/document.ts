import { Document, isScalar, parse, visit } from 'yaml';
import { z } from 'zod';
import type { PromptFile } from '../contract-files.ts';
import type { Content } from '../contract.ts';
import { kindOf } from '../model/body.ts';
import { type Item, itemOf, type Unread, wordsOf } from './item.ts';

/**
 * Our own files. Markdown: front matter in YAML, then the text of a text prompt. YAML: the same with `body`, for chats too. What a
 * file does not name comes from its path: `support/refund.md` is `refund` in the folder `support`.
 */
const Matter = z.strictObject({
  name: z.string().optional(),
  folder: z.string().optional(),
  kind: z.enum(['text', 'chat']).optional(),
  version: z.number().optional(),
  tags: z.array(z.string()).optional(),
  labels: z.array(z.string()).default([]),
  message: z.string().default(''),
  variables: z.unknown().optional(),
  settings: z.unknown().optional(),
  outputSchema: z.unknown().optional(),
  body: z.unknown().optional(),
});

export function readDocument({ path, text }: PromptFile): Item | Unread {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const base = (parts.at(-1) ?? '').replace(/\.(?:md|markdown|ya?ml)$/i, '');
  const unread = (problem: string): Unread => ({ source: path, name: null, problem });
  const clean = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const front = /^---\n([\s\S]*?\n)?---(?:\n|$)/.exec(clean);
  const isYaml = /\.ya?ml$/i.test(path);
  if (!isYaml && front === null) return unread('It has no front matter: it must begin with a line "---".');
  let raw: unknown;
  try {
    // As JSON has it: YAML knows numbers that JSON does not.
    raw = JSON.parse(JSON.stringify(parse(isYaml ? clean : (front![1] ?? ''), { maxAliasCount: 20 }) ?? {}));
  } catch (error) {
    return unread(`The YAML cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
  const matter = Matter.safeParse(raw);
  if (!matter.success) return unread(wordsOf(matter.error));
  // A file by itself says nothing of a folder: one that is here already stays where it is.
  const above = parts.length > 1 ? parts.slice(0, -1).join('/') : undefined;
  const { name = base, folder = above, tags, labels, message } = matter.data;
  const { variables, settings, outputSchema, body } = matter.data;
  if (!isYaml && body !== undefined) return unread('"body" stands below the front matter, not in it.');
  const content = {
    body: isYaml ? body : clean.slice(front![0].length).replace(/\n$/, ''),
    ...{ variables, settings, outputSchema },
  };
  return itemOf(path, { name, folder, tags, labels, message, content });
}

type Written = Omit<Item, 'source'> & { version: number };

/** The same way out; read again it is the same version. Names and folders have no parts that would leave the place it is written to. */
export function writeDocument({ name, folder, tags, labels, message, version, content }: Written): PromptFile {
  return fileOf({ name, folder, kind: kindOf(content.body), version, tags, labels, message }, content);
}

/** The same without what a sync does not carry: labels, and what the history of both sides says. The folder is in the path. */
export function writeSynced({
  name,
  folder,
  tags,
  content,
}: Pick<Written, 'name' | 'folder' | 'tags' | 'content'>): PromptFile {
  const { path } = fileOf({ name, folder }, content);
  return { path, text: fileOf({ name, tags }, content).text };
}

function fileOf(
  head: { name: string; folder?: string | undefined; [field: string]: unknown },
  content: Content,
): PromptFile {
  const { body, variables, settings, outputSchema } = content;
  const { name, folder = '' } = head;
  const isChat = typeof body !== 'string';
  const matter = { ...head, variables, settings, ...(outputSchema !== null && { outputSchema }) };
  const place = name.includes('/') || folder === '' ? name : `${folder}/${name}`;
  const path = `${place.replaceAll(':', '-')}.${isChat ? 'yaml' : 'md'}`;
  if (isChat) return { path, text: yamlOf({ ...matter, body }) };
  return { path, text: `---\n${yamlOf(matter)}---\n${body}\n` };
}

function yamlOf(value: { body?: Content['body'] } & object): string {
  const document = new Document(value);
  // As a block, spaces at the ends of lines are lost; quoted over several lines, those of empty ones.
  visit(document, (_, node) => {
    if (isScalar(node) && typeof node.value === 'string' && /^\s|[^\S\n](?:\n|$)/.test(node.value))
      node.type = 'QUOTE_DOUBLE';
  });
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}
