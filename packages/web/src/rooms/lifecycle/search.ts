import type { AgentListQuery } from 'signalbox/contract/lifecycle';
import { word } from '../../app/scope.ts';

type Health = NonNullable<AgentListQuery['health']>;
type Sort = AgentListQuery['sort'];

export const healths: Record<Health, string> = {
  danger: 'Act now',
  caution: 'Watch',
  dark: 'No signal',
  clear: 'Healthy',
};
export const sorts: Record<Sort, string> = {
  health: 'Worst first',
  name: 'By name',
  lastAt: 'Last seen first',
  invocations: 'Busiest first',
  failures: 'Most failures first',
  completion: 'Highest completion first',
  p95: 'Slowest first',
  cost: 'Costliest first',
};

/** What the list of agents shows beside the scope. */
export type AgentsSearch = {
  q?: string | undefined;
  health?: Health | undefined;
  unclaimed?: 'true' | undefined;
  sort?: Sort | undefined;
};

export function readAgentsSearch(search: Record<string, unknown>): AgentsSearch {
  return {
    q: word(search['q'])?.slice(0, 200),
    health: oneOf(healths, search['health']),
    unclaimed: search['unclaimed'] === true || search['unclaimed'] === 'true' ? 'true' : undefined,
    sort: oneOf(sorts, search['sort']),
  };
}

const tabs = { releases: '', deployments: '', history: '' };
/** `tab` absent = overview. */
export type AgentSearch = { tab?: keyof typeof tabs | undefined };

export const readAgentSearch = (search: Record<string, unknown>): AgentSearch => ({ tab: oneOf(tabs, search['tab']) });

/** `base`: the release that it is compared with; absent = the one it was made from. */
export type ReleaseSearch = { base?: string | undefined };

export const readReleaseSearch = (search: Record<string, unknown>): ReleaseSearch => ({ base: word(search['base']) });

/** Deployments over all agents: `shows` absent = what is served now. */
export type ServedSearch = { shows?: 'changes' | undefined; differs?: 'true' | undefined };

export const readServedSearch = (search: Record<string, unknown>): ServedSearch => ({
  shows: search['shows'] === 'changes' ? 'changes' : undefined,
  differs: search['differs'] === 'true' ? 'true' : undefined,
});

/** `day`: one of the month or week that is shown, absent = today; `open`: the day whose entries are listed. */
export type CalendarSearch = { day?: string | undefined; open?: string | undefined; span?: 'week' | undefined };

/** The weeks and the month around it have years of four digits too: others are written with a sign, and stand in no order as text. */
const isDrawable = (day: string): boolean => '0001' <= day && day < '9999-11';

export function readCalendarSearch(search: Record<string, unknown>): CalendarSearch {
  const day = (value: unknown): string | undefined =>
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    isDrawable(value)
      ? value
      : undefined;
  return { day: day(search['day']), open: day(search['open']), span: search['span'] === 'week' ? 'week' : undefined };
}

const oneOf = <K extends string>(known: Record<K, string>, value: unknown): K | undefined =>
  typeof value === 'string' && Object.hasOwn(known, value) ? (value as K) : undefined;
