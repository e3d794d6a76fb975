import type { Run } from 'signalbox/contract/monitoring';
import { isTimeRecorded } from './mark-notes.ts';

/** The state of a run in words that say what will still happen. */
type Going = Pick<Run, 'state' | 'durationMs' | 'marks'>;

/** False once its top step has ended, and where no clock ran: it settles then, and its length is known or never will be. */
export const isGoing = ({ state, durationMs, marks }: Going): boolean =>
  state === 'running' && durationMs === null && isTimeRecorded(marks);

export function stateNote(run: Going): string {
  switch (run.state) {
    case 'running':
      return isGoing(run) ? 'Running' : 'Ended, settling';
    case 'settled':
      return 'Settled';
    case 'unfinished':
      return 'No end received';
  }
}
