/** Errors of the room `lifecycle` that concern many agents, labels and calendars, as error-catalogue.ts has them. */
export const fleetErrors = {
  'lifecycle.candidate_runs': {
    status: 409,
    title: 'A candidate is on trial',
    detail: 'A candidate takes a share of {environment}. Deploy it for all or take it back first, then move the label.',
  },
  'lifecycle.nothing_before': {
    status: 409,
    title: 'Nothing stands before it',
    detail:
      'No environment stands before {environment} in the order of environments. Say from which one to promote, or set the order.',
  },
  'lifecycle.name_refused': {
    status: 409,
    title: 'Not a name for agents here',
    detail: 'The name "{name}" does not fit {pattern} ({reason}). Choose another name.',
  },
  'lifecycle.pattern_invalid': {
    status: 400,
    title: 'Not a pattern',
    detail:
      'This is no pattern in RE2 syntax: {reason}. One that is: [a-z]+(-[a-z0-9]+)* for small letters with dashes between.',
  },
  'lifecycle.calendar_invalid': {
    status: 400,
    title: 'Not a calendar',
    detail: 'This is no iCalendar text: {reason}. Export it as .ics and send the text of the file.',
  },
} as const;
