/** Errors of groups of failures, as error-catalogue.ts has them. */
export const failureErrors = {
  'monitoring.failure_not_found': {
    status: 404,
    title: 'No such failure',
    detail: 'No failure with this id is visible to you. Its runs may be past their time, or belong to another team.',
  },
  'monitoring.failure_mute_time': {
    status: 400,
    title: 'Muted until when?',
    detail: 'A failure is muted until a time to come, at most {days} days away.',
  },
  'monitoring.failure_undo': {
    status: 409,
    title: 'Nothing to undo',
    detail: 'Nobody said anything of this failure that could be taken back. Reopen it, or resolve it.',
  },
  'monitoring.failure_person': {
    status: 404,
    title: 'No such person',
    detail: 'There is no person with the id or address {person} in this workspace.',
  },
} as const;
