import type { AgentList } from 'signalbox/contract/lifecycle';

/** undefined = one may not see it, or it is not read yet: then nothing is said of that step. */
type Facts = {
  keys: readonly { lastUsedAt: string | null; revokedAt: string | null }[] | undefined;
  people: readonly { disabledAt: string | null }[] | undefined;
  agents: Pick<AgentList, 'items' | 'total'> | undefined;
  /** null = none is made here: the control state is on a PostgreSQL. */
  backup: { lastAt: string | null } | null | undefined;
};
export type Step = {
  id: string;
  title: string;
  about: string;
  done: boolean;
  to: '/agents' | '/runs' | '/settings/members' | '/settings/keys' | null;
};

/** The steps of the first week that one can see, in order, ticked from what has happened. */
export function firstWeek({ keys, people, agents, backup }: Facts): Step[] {
  const of = <T>(known: T | undefined, make: (known: T) => Step): Step[] => (known === undefined ? [] : [make(known)]);
  return [
    ...of(keys, (all) => ({
      ...{ id: 'key', title: 'A key is made', about: 'Of a team, for telemetry alone.', to: '/settings/keys' as const },
      done: all.some((key) => key.revokedAt === null),
    })),
    ...of(agents, ({ total }) => ({
      ...{ id: 'run', title: 'A first run is seen', about: 'Its agent appears by itself.', to: null },
      done: total > 0,
    })),
    ...of(agents, ({ items }) => ({
      ...{ id: 'outcome', title: 'An agent says how it ended', about: 'Outcomes that are declared, not inferred.' },
      ...{ done: items.some(declares), to: null },
    })),
    ...of(agents, ({ items }) => ({
      ...{ id: 'second', title: 'A second agent is connected', about: 'Then the list has an order.' },
      ...{ done: items.length > 1, to: null },
    })),
    ...of(agents, ({ items }) => ({
      ...{ id: 'owner', title: 'An agent has an owner', about: 'Somebody answers for it.', to: '/agents' as const },
      done: items.some((agent) => agent.owner !== null),
    })),
    ...of(backup ?? undefined, ({ lastAt }) => ({
      ...{ id: 'backup', title: 'A backup is made', done: lastAt !== null, to: null },
      about: 'Each hour by itself. Copy one to another machine, and the root key apart from it.',
    })),
    ...of(people, (all) => ({
      ...{ id: 'person', title: 'A second person is here', about: 'Nobody is on call alone.' },
      ...{ done: all.filter((one) => one.disabledAt === null).length > 1, to: '/settings/members' as const },
    })),
  ];
}

/** Some known outcome of it was told, not inferred. */
const declares = ({ figures }: AgentList['items'][number]): boolean => {
  if (figures === null) return false;
  const { completed, failed, passedToPerson, abandoned } = figures.outcomes;
  return [completed, failed, passedToPerson, abandoned].some((one) => one.count > one.inferred);
};
