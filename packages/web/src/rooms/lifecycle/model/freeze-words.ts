import type { Freeze } from 'signalbox/contract/lifecycle';

export type Place = { teamId: string; agentId: string; environment: string };
/** How many different people let a frozen place change. */
export const overridesNeeded = 2;

/** Does it concern this place, whenever it holds? */
export const covers = (freeze: Pick<Freeze, keyof Place>, place: Place): boolean =>
  (['teamId', 'agentId', 'environment'] as const).every(
    (part) => freeze[part] === null || freeze[part] === place[part],
  );

/** Holds at `now` (Unix ms)? Its end is not in it. */
export const holds = ({ from, until, liftedAt }: Freeze, now: number): boolean =>
  liftedAt === null && Date.parse(from) <= now && now < Date.parse(until);

/** Who has agreed that this place changes, each once. */
export const agreedBy = ({ overrides }: Freeze, { agentId, environment }: Place): string[] => [
  ...new Set(
    overrides.filter((one) => one.agentId === agentId && one.environment === environment).map((one) => one.personId),
  ),
];

/** Freezes that hold this place at `now` and that too few have overridden, those that end last first. */
export const freezesOver = (freezes: readonly Freeze[], place: Place, now: number): Freeze[] =>
  freezes
    .filter((one) => covers(one, place) && holds(one, now) && agreedBy(one, place).length < overridesNeeded)
    .toSorted((a, b) => Date.parse(b.until) - Date.parse(a.until));

type Names = { team: (id: string) => string; agent: (id: string) => string };

/** What it concerns: "Support in production", "All agents in all environments". */
export function scopeWords({ teamId, agentId, environment }: Pick<Freeze, keyof Place>, names: Names): string {
  const who = agentId !== null ? names.agent(agentId) : teamId !== null ? `Team ${names.team(teamId)}` : 'All agents';
  return `${who} in ${environment ?? 'all environments'}`;
}
