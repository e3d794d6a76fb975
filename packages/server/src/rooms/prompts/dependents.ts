import { checkContent } from './check-content.ts';
import type { Moved } from './closure.ts';
import type { Content } from './contract.ts';
import type { PromptDb } from './tables.ts';

/** A version that refers to something, and that somebody uses: it carries a label, or is its prompt's newest. */
type Dependent = { promptId: string; name: string; number: number; kind: 'text' | 'chat'; content: Content };

const most = 200;

/**
 * Versions in use that a move would break, as sentences; those that only reach it through others too. Empty = it may move.
 * At most 200 are looked at, nearest first.
 */
export async function brokenBy(db: PromptDb, workspaceId: string, moved: Moved): Promise<string[]> {
  const broken: string[] = [];
  for (const { promptId, name, number, kind, content } of await dependentsOn(db, moved)) {
    const before = await checkContent(db, { workspaceId, promptId, kind, content });
    const { issues } = await checkContent(db, { workspaceId, promptId, kind, content, moved });
    // What is wrong already is not this move's doing, and must not hold it.
    const known = new Set(before.issues.map((one) => one.sentence));
    const worse = issues.find((one) => one.severity === 'error' && !known.has(one.sentence));
    if (worse !== undefined) broken.push(`${name} ${number}: ${worse.sentence}`);
  }
  return broken;
}

async function dependentsOn(db: PromptDb, { promptId, label }: Moved): Promise<Dependent[]> {
  const found = new Map<string, Dependent>();
  let frontier = await referring(db, promptId, [label]);
  while (frontier.length > 0 && found.size < most) {
    const next: Dependent[] = [];
    for (const one of frontier) {
      const key = `${one.promptId}#${one.number}`;
      if (found.has(key) || found.size >= most) continue;
      found.set(key, one);
      const labels = await db
        .selectFrom('prompt_labels')
        .select('label')
        .where('prompt_id', '=', one.promptId)
        .where('number', '=', one.number)
        .execute();
      next.push(
        ...(await referring(db, one.promptId, [String(one.number), 'latest', ...labels.map((at) => at.label)])),
      );
    }
    frontier = next;
  }
  return [...found.values()];
}

/** Versions in use that refer to one of these places of a prompt. */
export async function referring(db: PromptDb, targetId: string, at: readonly string[] | null): Promise<Dependent[]> {
  let query = db
    .selectFrom('prompt_references as r')
    .innerJoin('prompt_versions as v', 'v.id', 'r.version_id')
    .innerJoin('prompts as p', 'p.id', 'v.prompt_id')
    .select(['p.id as promptId', 'p.name as name', 'v.number as number', 'p.kind as kind', 'v.content as content'])
    .where('r.target_id', '=', targetId)
    .where('p.archived_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('v.number', '=', eb.ref('p.latest')),
        eb.exists(
          eb
            .selectFrom('prompt_labels as l')
            .select('l.label')
            .whereRef('l.prompt_id', '=', 'v.prompt_id')
            .whereRef('l.number', '=', 'v.number'),
        ),
      ]),
    );
  if (at !== null) query = query.where('r.at', 'in', at);
  const rows = await query.orderBy('v.id').limit(most).execute();
  return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as Content }));
}
