import type { Run } from 'signalbox/contract/monitoring';

/** The state of a run in words that say what will still happen. */
export function stateNote(run: Pick<Run, 'state'>): string {
  switch (run.state) {
    case 'running':
      return 'Running';
    case 'settled':
      return 'Settled';
    case 'unfinished':
      return 'No end received';
  }
}
