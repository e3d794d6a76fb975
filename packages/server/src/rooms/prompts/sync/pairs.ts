import type { Ctx } from '../../../spine/ctx.ts';
import type { Sides } from '../model/sync-step.ts';
import { promptDb } from '../tables.ts';
import { type Here, holdersOf } from './here.ts';
import type { FileRow, Outcome, SyncRow } from './store.ts';
import type { There } from './there.ts';

/** One prompt as far as either side knows it, and what both said last alike. */
export type Pair = { there: There | null; here: Here | null; row: FileRow | null };
type Known = { files: readonly There[]; rows: readonly FileRow[]; here: ReadonlyMap<string, Here> };

export const sidesOf = ({ there, here, row }: Pair): Sides => ({
  base: row?.digest ?? null,
  there: there?.digest ?? null,
  here: here === null || here.archived ? null : here.digest,
});

/** Files with the prompts that they are, by name. What is another's is told, and left alone. */
export async function pairUp(
  ctx: Ctx,
  sync: SyncRow,
  { files, rows, here }: Known,
): Promise<{ pairs: Pair[]; problems: Outcome['problems'] }> {
  const names = files.flatMap((one) => one.item?.name ?? []);
  const holders = await holdersOf(promptDb(ctx.state.db), ctx.workspaceId, names);
  const rowOf = new Map(rows.map((one) => [one.prompt_id, one]));
  const pairs: Pair[] = [];
  const problems: { path: string; problem: string }[] = [];
  const met = new Set<string>();
  for (const there of files) {
    const holder = there.item === null ? undefined : holders.get(there.item.name);
    const id = there.promptId ?? holder?.id ?? null;
    const problem = whyNot({ there, holder, id }, { sync, here, met });
    if (problem !== null) problems.push({ path: there.path, problem });
    else pairs.push({ there, here: here.get(id ?? '') ?? null, row: rowOf.get(id ?? '') ?? null });
    if (id !== null) met.add(id);
  }
  for (const one of here.values())
    if (!met.has(one.id)) pairs.push({ there: null, here: one, row: rowOf.get(one.id) ?? null });
  return { pairs, problems };
}

type Found = { there: There; holder: { teamId: string; folder: string } | undefined; id: string | null };

function whyNot(
  { there, holder, id }: Found,
  { sync, here, met }: { sync: SyncRow; here: ReadonlyMap<string, Here>; met: ReadonlySet<string> },
): string | null {
  if (id !== null && met.has(id)) return 'Another file is the same prompt.';
  if (holder === undefined) return null;
  if (holder.teamId !== sync.team_id) return 'Another team has a prompt of this name.';
  return here.has(id!) ? null : `"${there.item!.name}" is here in the folder "${holder.folder}", outside of this sync.`;
}
