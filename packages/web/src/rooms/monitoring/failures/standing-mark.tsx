import type { FailureStanding } from 'signalbox/contract/monitoring/failures';
import { failureStates } from './words.ts';

const ink = { open: '', regressed: 'text-danger font-medium', resolved: 'text-muted', muted: 'text-muted' } as const;

/** The state in words; colour only where something came back. */
export const StandingMark = ({ of: { state } }: { of: FailureStanding }) => (
  <span className={ink[state]}>{failureStates[state]}</span>
);
