import type { Failure } from '../../contract-failures.ts';
import type { FailureGroup } from '../../failures/said.ts';
import type { FailureClass } from '../../failures/model/failure-class.ts';
import { standingOf } from '../../failures/said.ts';
import type { FailureStateRow } from '../../failures/read-states.ts';
import type { RunRow } from '../rows/run-row.ts';
import { told } from '../rows/run-row.ts';
import { isoOfNs } from '../rows/time.ts';
import type { FigureRow, HistoryRow } from './figures.ts';

export type FailureParts = {
  group: FailureGroup;
  /** null = none within the range. */
  figures: FigureRow | null;
  history: HistoryRow;
  points: number[];
  state: FailureStateRow | undefined;
};

/** @param readable may the reader see text of this agent's runs? @param now Unix milliseconds. */
export const failureOf = (
  { group, figures, history, points, state }: FailureParts,
  readable: boolean,
  now: number,
): Failure => ({
  id: group.id,
  teamId: group.team_id,
  agent: group.agent,
  class: group.class as FailureClass,
  locus: { kind: group.locus_kind as Failure['locus']['kind'], name: group.locus },
  template: readable ? (JSON.parse(group.template) as string[]).join(' ') : null,
  count: Number(figures?.n ?? 0),
  runs: Number(figures?.runs ?? 0),
  failedRuns: Number(figures?.failed_runs ?? 0),
  users: someOf(figures?.users),
  conversations: someOf(figures?.conversations),
  environments: figures?.environments ?? [],
  firstSeenAt: isoOfNs(history.first_ns),
  lastSeenAt: isoOfNs(history.last_ns),
  firstRelease: told(history.first_release),
  points,
  standing: standingOf(state, now),
});

/** Nobody told is not nobody. */
const someOf = (count: string | undefined): number | null => (Number(count ?? 0) === 0 ? null : Number(count));

/** Where text of a group belongs: to all its environments, so that one who reads a single one does not see it. */
export const placeOf = (group: FailureGroup): Pick<RunRow, 'team_id' | 'agent' | 'environment'> => ({
  ...{ team_id: group.team_id, agent: group.agent, environment: '' },
});
