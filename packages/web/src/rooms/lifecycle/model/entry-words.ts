import type { CalendarEntry } from 'signalbox/contract/lifecycle';

const verbs: Partial<Record<CalendarEntry['state'], string>> = {
  deploy: 'deployed to',
  promote: 'promoted to',
  waiting: 'planned for',
  done: 'deployed as planned to',
  refused: 'refused for',
  cancelled: 'cancelled for',
};

/** "clerk 1.4.0 deployed to production"; a freeze by its reason. */
export function entryWords({ kind, state, agent, release, environment, title, reason }: CalendarEntry): string {
  if (kind === 'freeze') return `Frozen: ${reason}`;
  const where = environment ?? 'all environments';
  if (state === 'roll_back' && agent !== null)
    return `${agent.name} rolled back${release === null ? '' : ` to ${release.version}`} in ${where}`;
  const verb = verbs[state];
  if (verb === undefined || agent === null) return title;
  return `${agent.name} ${release?.version ?? ''} ${verb} ${where}`.replace(/ +/g, ' ');
}

/** What a freeze concerns. */
export const freezeScope = ({ agent, environment }: Pick<CalendarEntry, 'agent' | 'environment'>): string =>
  `${agent?.name ?? 'All agents'} in ${environment ?? 'all environments'}`;
