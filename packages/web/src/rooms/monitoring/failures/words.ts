import type { Failure } from 'signalbox/contract/monitoring/failures';

export type FailureClass = Failure['class'];
export type FailureState = Failure['standing']['state'];

export const classes: Record<FailureClass, string> = {
  timeout: 'Timeout',
  rate_limited: 'Rate limited',
  auth: 'Not authorised',
  context_length: 'Context too long',
  provider_error: 'Provider error',
  bad_output: 'Bad output',
  tool_error: 'Tool error',
  refusal: 'Refusal',
  cancelled: 'Cancelled',
  failed_outcome: 'Failed outcome',
  other: 'Other',
};
export const failureStates: Record<FailureState, string> = {
  open: 'Open',
  regressed: 'Regressed',
  resolved: 'Resolved',
  muted: 'Muted',
};
export const sorts = { last: 'Last seen first', count: 'Most frequent first' } as const;

/** What its messages share; why there is none. */
export function messageOf({ template, locus }: Pick<Failure, 'template' | 'locus'>): string {
  if (template === null) return 'Text withheld: reading it needs content.read';
  if (locus.kind === 'any') return 'Others: more kinds failed than are kept apart';
  return template === '' ? 'No message was sent' : template;
}

export const whereOf = ({ kind, name }: Failure['locus']): string =>
  kind === 'any' ? 'Several places' : name === '' ? 'No name told' : name;
