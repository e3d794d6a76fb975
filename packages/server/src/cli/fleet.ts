import { FleetRules } from '../rooms/lifecycle/index.ts';
import { apiOf, type ClientFlags } from './api-client.ts';
import { column } from './column.ts';

type Flags = ClientFlags & { environment?: string; team?: string; atLeast?: string };

/** How far agents are what they should be, rule by rule. Exit code 2 where the score is below `--at-least`, percent. */
export async function fleet({ environment = 'production', team, atLeast, ...flags }: Flags): Promise<void> {
  const least = atLeast === undefined ? null : Number(atLeast);
  if (least !== null && !(least >= 0 && least <= 100)) throw new Error('--at-least must be a number from 0 to 100.');
  const query = new URLSearchParams({ environment, ...(team !== undefined && { teamId: team }) });
  const rules = FleetRules.parse(await apiOf(flags)('GET', `/fleet/rules?${query}`));
  console.log(fleetLines(rules).join('\n'));
  if (least !== null && (rules.score === null || rules.score * 100 < least)) process.exitCode = 2;
}

export function fleetLines({ environment, agents, score, rules, readable }: FleetRules): string[] {
  const away = readable ? [] : ['Telemetry cannot be read now: only agents that are deployed count.'];
  if (score === null) return [`No agent works in ${environment}, nor is one deployed there.`, ...away];
  const misses = rules.flatMap(({ title, misses: missed, more }) => [
    ...(missed.length === 0 ? [] : ['', title]),
    ...column(missed.map((one) => [`  ${one.name}`, `${one.why} ${one.fix.sentence}`])),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ]);
  const head = `${Math.floor(score * 100)} % of what is asked of ${agents} ${agents === 1 ? 'agent' : 'agents'} in ${environment}`;
  return [
    head,
    ...column(rules.map((one) => [`  ${one.title}`, `${one.passed} of ${one.applicable}`])),
    ...misses,
    ...away,
  ];
}
