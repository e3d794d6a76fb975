import { ReleaseComparison } from '../rooms/lifecycle/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';
import { releaseId, releasesOf } from './deployments.ts';
import { changeLine } from './plan-lines.ts';
import { printable } from './printable.ts';

/** Every release of an agent in a line, newest first. */
export async function releases(agent: string, flags: ClientFlags): Promise<void> {
  const all = await releasesOf(apiOf(flags), agent);
  const rows = all.map((one) => [one.version, one.id, one.digest.slice(0, 12), one.createdAt.slice(0, 10), one.why]);
  console.log(rows.length === 0 ? 'It has no release.' : column(rows).join('\n'));
}

/** What differs from one release of an agent to another, in words, with its risk. Exit code 2 = something does. */
export async function releaseDiff(
  { agent, from, to }: { agent: string; from: string; to: string },
  flags: ClientFlags,
): Promise<void> {
  const api = apiOf(flags);
  const [base, head] = [await releaseId(api, agent, from), await releaseId(api, agent, to)];
  const query = new URLSearchParams({ to: head });
  const found = ReleaseComparison.parse(await api('GET', `/releases/${encodeURIComponent(base)}/comparison?${query}`));
  const title = `${found.base.version} → ${found.head.version}${found.risk === null ? '' : `, ${found.risk} risk`}`;
  const lines = found.changes.length === 0 ? ['  Nothing differs.'] : found.changes.map(changeLine);
  console.log([title, ...lines].map(printable).join('\n'));
  if (found.changes.length > 0) process.exitCode = 2;
}
