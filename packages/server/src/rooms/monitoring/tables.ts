import type { Generated } from 'kysely';
import type { Timestamp } from '../../spine/tables.ts';
import type { DashboardBody } from './contract-dashboards.ts';
import type { Said } from './failures/model/standing.ts';

/** Tables of the room in the control state: prices of its own, and what the rebuild has to do besides following the inserts. */
export type MonitoringTables = {
  /** Traces to assemble again, since what they are assembled by has changed. Done when `finished_at` is set. */
  ops_reassemblies: {
    id: string;
    workspace_id: string;
    /** JSON: `Affected` of rebuild/reassembly.ts. */
    affected: string;
    requested_at: Timestamp;
    /** The last trace that is done, '' at the beginning. */
    position: Generated<string>;
    /** Traces; null until they are counted. */
    total: number | null;
    done: Generated<number>;
    finished_at: Timestamp | null;
  };
  /** Releases that nobody declared. `day` (since 1970, UTC) on which each was first received. */
  ops_observed_releases: {
    workspace_id: string;
    team_id: string;
    /** As it was sent: who it is by its aliases may change. */
    agent: string;
    digest: string;
    release: string;
    day: number;
  };
  dashboards: {
    id: string;
    workspace_id: string;
    /** null = of the whole workspace. */
    team_id: string | null;
    name: string;
    description: string;
    range: DashboardBody['range'];
    /** JSON: `Widget[]` of contract-dashboards.ts. */
    widgets: string;
    /** Counts changes from 1. */
    version: number;
    created_by: string;
    created_at: Timestamp;
    changed_at: Timestamp;
    removed_at: Timestamp | null;
  };
  /** What a workspace says instead of the price list. `provider` '' = whoever. */
  price_overrides: {
    id: string;
    workspace_id: string;
    provider: string;
    model: string;
    /** JSON: `UsdRates` of prices/list.ts; null = the list price less `discount`. */
    rates: string | null;
    /** Hundredths of a percent. */
    discount: number;
    created_at: Timestamp;
  };
  /** Lists kept with their filters. `owner_id` '' = shared with the team; `team_id` '' = a person's own. */
  saved_views: {
    id: string;
    workspace_id: string;
    team_id: string;
    owner_id: string;
    name: string;
    page: 'runs' | 'steps' | 'users';
    search: string;
    created_by: string;
    created_at: Timestamp;
  };
  /** Groups of failures (failures/assign.ts): kept while there are occurrences of them. */
  ops_failure_groups: {
    id: string;
    workspace_id: string;
    team_id: string;
    agent: string;
    class: string;
    locus_kind: string;
    locus: string;
    /** JSON: words of its first message, which its id is made of. */
    seed: string;
    /** JSON: words that all its messages share. */
    template: string;
    /** Groups of its agent and class before it. */
    ordinal: number;
    created_at: Timestamp;
  };
  /** What people last said of a group; none = open. */
  failure_states: {
    workspace_id: string;
    failure_id: string;
    state: Said['state'];
    at: Timestamp;
    by_id: string;
    reason: string;
    until: Timestamp | null;
    release: string | null;
    assignee_id: string | null;
    /** JSON: what stood there before the last change, which `undo` brings back; null = nothing to undo. */
    before: string | null;
  };
};
