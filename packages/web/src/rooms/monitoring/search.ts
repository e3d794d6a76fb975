import type { RunListQuery } from 'signalbox/contract/monitoring';
import { word } from '../../app/scope.ts';

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

/** What the runs list shows beside the scope; `peek` is the run opened beside it. */
export type RunsSearch = {
  agent?: string | undefined;
  outcome?: Outcome | undefined;
  state?: State | undefined;
  conversation?: string | undefined;
  user?: string | undefined;
  peek?: string | undefined;
};

export function readRunsSearch(search: Record<string, unknown>): RunsSearch {
  return {
    agent: word(search['agent']),
    outcome: oneOf(outcomes, search['outcome']),
    state: oneOf(states, search['state']),
    conversation: word(search['conversation']),
    user: word(search['user']),
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

const views: Record<RunView, string> = { transcript: 'Transcript', graph: 'Graph' };

const oneOf = <K extends string>(known: Record<K, string>, value: unknown): K | undefined =>
  typeof value === 'string' && Object.hasOwn(known, value) ? (value as K) : undefined;
