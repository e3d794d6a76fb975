import type { Kysely, Transaction } from 'kysely';
import type { SpineTables, Timestamp } from '../../../spine/tables.ts';
import type { Db, Tx } from '../../../spine/tx.ts';
import type { PlaygroundCell, PlaygroundRun } from '../contract-playground.ts';

/** `lanes`, `rows`, `result` and `turns`: JSON. `seq` counts changes of a run's cells. `touched_at`: it was alive then. */
export type PlaygroundTables = {
  ops_playground_runs: {
    id: string;
    workspace_id: string;
    team_id: string;
    created_by: string;
    name: string;
    lanes: string;
    rows: string;
    state: PlaygroundRun['state'];
    seq: number;
    created_at: Timestamp;
    touched_at: Timestamp;
    finished_at: Timestamp | null;
    expires_at: Timestamp;
  };
  ops_playground_cells: {
    run_id: string;
    lane: number;
    row: number;
    seq: number;
    state: PlaygroundCell['state'];
    cost_usd: number | null;
    result: string;
    turns: string;
  };
};

export type PlaygroundDb = Kysely<SpineTables & PlaygroundTables>;
export const playgroundDb = (db: Db): PlaygroundDb => db.withTables<PlaygroundTables>();
export const playgroundTx = (tx: Tx): Transaction<SpineTables & PlaygroundTables> => tx.withTables<PlaygroundTables>();
