import type { Content, Reference } from './contract.ts';
import { textsOf, wholeText } from './model/body.ts';
import { numberAt, referenceKey, type Target } from './model/reference.ts';
import type { PromptDb } from './tables.ts';
import { inspectorOf } from './templates/inspect.ts';

/** One version that something refers to. */
export type Found = Target & { name: string; number: number; kind: 'text' | 'chat'; digest: string; content: Content };
/** All that can be reached, by `referenceKey`; `missing`: what is not there; `tooMany`: not all of it was followed. */
export type Closure = { found: Map<string, Found>; missing: Reference[]; tooMany: boolean };
/** A label as if it had moved already: null = as if it were gone. */
export type Moved = { promptId: string; label: string; number: number | null };

const most = 50;
const mostLetters = 1_000_000;

/** Follows references from version to version as labels stand now. Cycles end where they close. */
export async function closureOf(
  db: PromptDb,
  workspaceId: string,
  references: readonly Reference[],
  moved: Moved | null = null,
): Promise<Closure> {
  const closure: Closure = { found: new Map(), missing: [], tooMany: false };
  const queue = [...references];
  const asked = new Set<string>();
  let letters = 0;
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    const key = referenceKey(one);
    if (asked.has(key)) continue;
    if (asked.size >= most || letters > mostLetters) return { ...closure, tooMany: true };
    asked.add(key);
    const found = await find(db, workspaceId, one, moved);
    if (found === null) closure.missing.push(one);
    else {
      letters += wholeText(found.content.body).length;
      closure.found.set(key, found);
      queue.push(...found.references);
    }
  }
  return closure;
}

/** Texts by reference, as the template engine wants them. Only text prompts have one. */
export const sourcesOf = ({ found }: Closure): Map<string, string> =>
  new Map([...found].flatMap(([key, { content }]) => (typeof content.body === 'string' ? [[key, content.body]] : [])));

/** References in all texts of a body, each once, also where a template cannot be parsed to its end. */
export function referencesIn(body: Content['body']): Reference[] {
  const inspect = inspectorOf(null);
  const all = textsOf(body).flatMap(({ text }) => inspect(text).references);
  return [...new Map(all.map((one) => [referenceKey(one), one])).values()];
}

async function find(
  db: PromptDb,
  workspaceId: string,
  { name, at }: Reference,
  moved: Moved | null,
): Promise<Found | null> {
  const prompt = await db
    .selectFrom('prompt_names')
    .innerJoin('prompts', 'prompts.id', 'prompt_names.prompt_id')
    .select(['prompts.id', 'prompts.name', 'prompts.kind', 'prompts.latest'])
    .where('prompt_names.workspace_id', '=', workspaceId)
    .where('prompt_names.name', '=', name)
    .executeTakeFirst();
  if (prompt === undefined) return null;
  const number =
    moved !== null && moved.promptId === prompt.id && moved.label === at
      ? moved.number
      : await numberOf(db, prompt, at);
  if (number === null) return null;
  const versions = db.selectFrom('prompt_versions').select(['content', 'digest']).where('prompt_id', '=', prompt.id);
  const row = await versions.where('number', '=', number).executeTakeFirst();
  if (row === undefined) return null;
  const content = JSON.parse(row.content) as Content;
  const { id: promptId, kind } = prompt;
  const references = referencesIn(content.body);
  return {
    id: `${promptId}#${number}`,
    promptId,
    name: prompt.name,
    kind,
    number,
    digest: row.digest,
    content,
    references,
  };
}

/** The version that stands at a number, a label or `latest`; a number is not looked up. */
export async function numberOf(
  db: PromptDb,
  prompt: { id: string; latest: number | null },
  at: string,
): Promise<number | null> {
  if (at === 'latest') return prompt.latest;
  const number = numberAt(at);
  if (number !== null) return number;
  const labels = db.selectFrom('prompt_labels').select('number').where('prompt_id', '=', prompt.id);
  return (await labels.where('label', '=', at).executeTakeFirst())?.number ?? null;
}
