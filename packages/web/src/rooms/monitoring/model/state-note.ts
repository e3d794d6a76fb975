import type { Run } from 'signalbox/contract/monitoring';

/** The state of a run in words that say what will still happen. */
export function stateNote(run: Pick<Run, 'state' | 'durationMs'>): string {
  switch (run.state) {
    case 'running':
      return run.durationMs === null ? 'Running' : 'Ended, settling';
    case 'settled':
      return 'Settled';
    case 'unfinished':
      return 'No end received';
  }
}
