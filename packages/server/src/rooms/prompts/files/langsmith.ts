import { z } from 'zod';
import type { PromptFile } from '../contract-files.ts';
import { liquidOf, liquidOfFString } from './braces.ts';
import { type Item, itemOf, type Unread, wordsOf } from './item.ts';

/** A commit of LangSmith's prompt hub, with its manifest as LangChain serialises it (`lc: 1`). */
const Commit = z.object({
  repo: z.string().optional(),
  repo_handle: z.string().optional(),
  name: z.string().optional(),
  commit_hash: z.string().optional(),
  tags: z.array(z.string()).default([]),
  manifest: z.unknown(),
});
const Serialised = z.object({ id: z.array(z.string()).min(1), kwargs: z.record(z.string(), z.unknown()) });
const Template = z.object({
  template: z.string(),
  template_format: z.enum(['f-string', 'mustache']).default('f-string'),
});

/** A commit, a list of them (oldest first), or `{ commits: […] }` with the name beside it. */
export function readLangsmith({ path, text }: PromptFile): (Item | Unread)[] {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return [{ source: path, name: null, problem: 'It is not JSON.' }];
  }
  const outer = (typeof raw === 'object' && raw !== null ? raw : {}) as { commits?: unknown };
  const { commits, ...named } = outer;
  const list = Array.isArray(raw)
    ? raw
    : Array.isArray(commits)
      ? commits.map((one: object) => ({ ...named, ...one }))
      : [raw];
  return list.map((one: unknown, at) => {
    const source = list.length === 1 ? path : `${path}#${at + 1}`;
    const commit = Commit.safeParse(one);
    if (!commit.success) return { source, name: null, problem: wordsOf(commit.error) };
    const { repo_handle, repo, name, commit_hash: hash, tags, manifest } = commit.data;
    const called = repo_handle ?? repo ?? name ?? path.replace(/^.*\//, '').replace(/\.json$/i, '');
    const names = new Set<string>();
    try {
      const body = bodyOf(manifest, names);
      const properties = Object.fromEntries([...names].map((key) => [key, { type: ['string', 'number', 'boolean'] }]));
      const message = hash === undefined ? 'From LangSmith' : `LangSmith commit ${hash.slice(0, 12)}`;
      const variables = { type: 'object', properties, required: [...names] };
      const content = { body, variables, settings: undefined, outputSchema: undefined };
      // Tags of LangSmith point at commits: they are labels here.
      const labels = tags.filter((tag) => tag !== 'latest');
      return itemOf(source, { name: called, folder: undefined, tags: undefined, labels, message, content });
    } catch (error) {
      return { source, name: called, problem: (error as Error).message };
    }
  });
}

function bodyOf(manifest: unknown, names: Set<string>): unknown {
  const { kind, kwargs } = serialised(manifest);
  if (kind === 'RunnableSequence') return bodyOf(kwargs['first'], names);
  if (kind === 'PromptTemplate') return textOf(kwargs, names);
  if (kind !== 'ChatPromptTemplate' && kind !== 'StructuredPrompt') throw new Error(`A ${kind} is no prompt.`);
  return z
    .array(z.unknown())
    .parse(kwargs['messages'] ?? [])
    .map((message) => messageOf(message, names));
}

const roles: { [kind: string]: string } = {
  ...{ SystemMessagePromptTemplate: 'system', SystemMessage: 'system' },
  ...{ HumanMessagePromptTemplate: 'user', HumanMessage: 'user' },
  ...{ AIMessagePromptTemplate: 'assistant', AIMessage: 'assistant' },
};

function messageOf(message: unknown, names: Set<string>): object {
  const { kind, kwargs } = serialised(message);
  if (kind === 'MessagesPlaceholder') return { placeholder: z.string().parse(kwargs['variable_name']) };
  const role = roles[kind];
  if (role === undefined) throw new Error(`A message of the kind ${kind} cannot be taken over.`);
  if (kind.endsWith('Message')) {
    // Not a template: braces in it are braces.
    const content = z.string().parse(kwargs['content']);
    return { role, content: content.replaceAll(/\{\{|\{%/g, (braces) => `{{ "${braces}" }}`) };
  }
  return { role, content: textOf(serialised(kwargs['prompt']).kwargs, names) };
}

function textOf(kwargs: Record<string, unknown>, names: Set<string>): string {
  const { template, template_format: format } = Template.parse(kwargs);
  if (format === 'f-string') return liquidOfFString(template, names);
  if (/\{\{\s*[#^/>&!{]/.test(template))
    throw new Error('Mustache sections cannot be taken over: write them in Liquid.');
  return liquidOf(template, names);
}

function serialised(value: unknown): { kind: string; kwargs: Record<string, unknown> } {
  const read = Serialised.safeParse(value);
  if (!read.success) throw new Error('The manifest is not one that LangChain serialised.');
  return { kind: read.data.id.at(-1)!, kwargs: read.data.kwargs };
}
