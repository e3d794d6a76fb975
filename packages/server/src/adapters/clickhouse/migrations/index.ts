import type { Migration } from '../migrate.ts';
import { telemetry } from './0001-telemetry.ts';
import { agentRollups } from './0002-agents.ts';
import { partsAndScores } from './0003-parts-and-scores.ts';
import { observedReleases } from './0004-observed-releases.ts';
import { scoreArrivals } from './0005-score-arrivals.ts';
import { messageText } from './0006-message-text.ts';
import { finerRuns } from './0007-finer-runs.ts';
import { failures } from './0008-failures.ts';

/** In order, without gaps. One that was released is never changed again: a change is a new file. */
export const migrations: readonly Migration[] = [
  telemetry,
  agentRollups,
  partsAndScores,
  observedReleases,
  scoreArrivals,
  messageText,
  finerRuns,
  failures,
];
