/** Errors of monitoring, as error-catalogue.ts has them. */
export const monitoringErrors = {
  'monitoring.run_not_found': {
    status: 404,
    title: 'No such run',
    detail: 'No run with this id is visible to you. It may have passed its retention, or belong to another team.',
  },
  'monitoring.run_too_large': {
    status: 422,
    title: 'Run too large for one OTLP file',
    detail:
      'It has more than 50,000 steps, 20,000 rows of messages or 32 MiB of text, and a part of it would be read back as another run. Export it as JSON instead, which says what it leaves out.',
  },
  'monitoring.conversation_not_found': {
    status: 404,
    title: 'No such conversation',
    detail:
      'This team has no conversation with this id and runs that you may see. Its runs may have passed their retention.',
  },
  'monitoring.price_not_found': {
    status: 404,
    title: 'No such price',
    detail: 'No price of your own has this id. Prices of the list can only be overridden, by a PUT for their model.',
  },
  'monitoring.totals_of_teams': {
    status: 403,
    title: 'Totals are of whole teams',
    detail: 'You may see single agents or environments only. List their runs instead.',
  },
  'monitoring.sql_syntax': {
    status: 400,
    title: 'This is not understood',
    detail: '{why}',
  },
  'monitoring.sql_not_allowed': {
    status: 400,
    title: 'This cannot be asked',
    detail: '{why}',
  },
  'monitoring.sql_too_large': {
    status: 400,
    title: 'The statement is too large',
    detail: '{why}',
  },
  'monitoring.sql_failed': {
    status: 422,
    title: 'The statement cannot be run',
    detail: '{reason}',
  },
  'monitoring.sql_busy': {
    status: 429,
    title: 'Other statements are being run',
    detail: 'Only some statements are run at once. Wait {seconds} s, then try again.',
  },
} as const;
