import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { printable } from './printable.ts';

type Sync = {
  id: string;
  folder: string;
  remote: string;
  branch: string;
  state: string;
  error: string | null;
  endedAt: string | null;
  wantedAt: string | null;
  conflicts: { path: string; by: string; here: number | null }[];
  problems: { path: string; problem: string }[];
};
type Flags = ClientFlags & { now?: boolean; seconds: string; json?: boolean };

const lookMs = 500;

export async function promptsSync(flags: Flags): Promise<void> {
  const api = apiOf(flags);
  let syncs = await list(api);
  if (flags.now === true) {
    for (const { id } of syncs) await api('POST', `/prompt-syncs/${id}/run`, {});
    syncs = await ended(api, Date.now() + Number(flags.seconds) * 1000);
  }
  if (flags.json === true) console.log(JSON.stringify(syncs, null, 2));
  else for (const line of syncLines(syncs)) console.log(line);
  if (syncs.some((one) => one.state === 'failed')) process.exitCode = 1;
  else if (syncs.some((one) => one.conflicts.length > 0)) process.exitCode = 2;
}

const list = async (api: Api): Promise<Sync[]> => ((await api('GET', '/prompt-syncs')) as { items: Sync[] }).items;

async function ended(api: Api, until: number): Promise<Sync[]> {
  for (;;) {
    const syncs = await list(api);
    if (syncs.every((one) => one.wantedAt === null && one.state !== 'working')) return syncs;
    if (Date.now() > until) throw new Error('The sync has not ended in time; it goes on at the server.');
    await sleep(lookMs);
  }
}

/** A line for each sync, then what stands in its way. */
export function syncLines(syncs: readonly Sync[]): string[] {
  if (syncs.length === 0) return ['no folder is kept in step with git'];
  const heads = column(
    syncs.map(({ folder, remote, branch, state, endedAt }) => [
      folder === '' ? '(all)' : folder,
      state.replace('_', ' '),
      `${remote} ${branch}`,
      endedAt ?? 'never',
    ]),
  );
  return syncs.flatMap(({ error, conflicts, problems }, at) => [
    heads[at]!,
    ...(error === null ? [] : [printable(`  ! ${error}`)]),
    ...conflicts.map(({ path, by, here }) =>
      printable(`  ! ${path}: ${here === null ? 'archived here' : `version ${here} here`}, changed in git by ${by}`),
    ),
    ...problems.map(({ path, problem }) => printable(`  - ${path}: ${problem}`)),
  ]);
}
