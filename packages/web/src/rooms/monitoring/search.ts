import type { RunListQuery } from 'signalbox/contract/monitoring';
import { word } from '../../app/scope.ts';
import { readConditions, writeConditions } from './model/conditions.ts';

type Outcome = NonNullable<RunListQuery['outcome']>;
type State = NonNullable<RunListQuery['state']>;

export const outcomes: Record<Outcome, string> = {
  completed: 'Completed',
  failed: 'Failed',
  passed_to_person: 'Passed to a person',
  abandoned: 'Abandoned',
  unknown: 'Unknown',
};
export const states: Record<State, string> = { running: 'Running', settled: 'Settled', unfinished: 'No end received' };

/** Columns that can be sorted by, and what the API calls that. */
export const sorts = {
  started: 'started',
  duration: 'duration',
  cost: 'cost',
  inputTokens: 'in',
  outputTokens: 'out',
  errors: 'errors',
  steps: 'steps',
} satisfies Record<NonNullable<RunListQuery['sort']>, string>;
type Sort = keyof typeof sorts;

/** What the runs list shows beside the scope; `peek` is the run opened beside it. */
export type RunsSearch = {
  agent?: string | undefined;
  outcome?: Outcome | undefined;
  state?: State | undefined;
  conversation?: string | undefined;
  user?: string | undefined;
  /** Words of what was said. */
  said?: string | undefined;
  /** Conditions as JSON, as the API takes them. */
  filter?: string | undefined;
  sorted?: Sort | undefined;
  order?: 'asc' | 'desc' | undefined;
  /** Ids of columns, comma between; absent = those there is room for. */
  cols?: string | undefined;
  /** 'off' = the list stands still. */
  live?: 'off' | undefined;
  facets?: 'open' | undefined;
  peek?: string | undefined;
};

/** Without any of the filters: what "Clear filters" sets. */
export const noFilters = {
  agent: undefined,
  outcome: undefined,
  state: undefined,
  conversation: undefined,
  user: undefined,
  said: undefined,
  filter: undefined,
  peek: undefined,
} satisfies RunsSearch;

export function readRunsSearch(search: Record<string, unknown>): RunsSearch {
  return {
    agent: word(search['agent']),
    outcome: oneOf(outcomes, search['outcome']),
    state: oneOf(states, search['state']),
    conversation: word(search['conversation']),
    user: word(search['user']),
    said: word(search['said'])?.slice(0, 200),
    filter: writeConditions(readConditions(longWord(search['filter']))),
    sorted: oneOf(sorts, search['sorted']),
    order: search['order'] === 'asc' || search['order'] === 'desc' ? search['order'] : undefined,
    cols: word(search['cols']),
    live: search['live'] === 'off' ? 'off' : undefined,
    facets: search['facets'] === 'open' ? 'open' : undefined,
    peek: word(search['peek']),
  };
}

export type RunView = 'transcript' | 'graph';

/** `view` absent = steps; `step` is the one in the inspector, `zoom` the one the timeline shows whole, `path` whether it shows the critical path. */
export type RunSearch = {
  view?: RunView | undefined;
  step?: string | undefined;
  zoom?: string | undefined;
  path?: 'on' | undefined;
};

export function readRunSearch(search: Record<string, unknown>): RunSearch {
  return {
    view: oneOf(views, search['view']),
    step: word(search['step']),
    zoom: word(search['zoom']),
    path: search['path'] === 'on' ? 'on' : undefined,
  };
}

/** The two runs that are compared. */
export const readCompareSearch = (
  search: Record<string, unknown>,
): { a?: string | undefined; b?: string | undefined } => ({
  a: word(search['a']),
  b: word(search['b']),
});

const longWord = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 4000 ? value : undefined;

const views: Record<RunView, string> = { transcript: 'Transcript', graph: 'Graph' };

const oneOf = <K extends string>(known: Record<K, string>, value: unknown): K | undefined =>
  typeof value === 'string' && Object.hasOwn(known, value) ? (value as K) : undefined;
