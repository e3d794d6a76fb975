import type { PassK } from '../rooms/monitoring/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

const asked = ['score', 'group', 'threshold', 'k', 'agent', 'environment'] as const;
type PassFlags = ClientFlags & { [Name in (typeof asked)[number]]?: string } & { json?: boolean };

export async function passKOf(flags: PassFlags): Promise<void> {
  const given = asked.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]] as [string, string]]));
  const found = (await apiOf(flags)('GET', `/scores/pass-k?${new URLSearchParams(given)}`)) as PassK;
  console.log(flags.json === true ? JSON.stringify(found, null, 2) : passLines(found).join('\n'));
}

export function passLines({ score, group, threshold, runs, passed, powers, truncated }: PassK): string[] {
  if (runs === 0) return [`No run carries a score "${score}" that names a "${group}".`];
  const rows = powers.map(({ k, value, tasks }) => [
    `pass^${k}`,
    value?.toFixed(3) ?? 'unknown',
    `of ${tasks} tasks with ${k} runs or more`,
  ]);
  return [
    `${score} by ${group}: ${passed} of ${runs} runs reach ${threshold}`,
    ...column(rows),
    'Mean over tasks of C(passed, k) / C(runs, k): tau-bench, arXiv 2406.12045',
    ...(truncated ? ['There are more tasks than are listed or counted.'] : []),
  ];
}
