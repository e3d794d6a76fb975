/** Errors of dashboards, as error-catalogue.ts has them. */
export const dashboardErrors = {
  'monitoring.dashboard_not_found': {
    status: 404,
    title: 'No such dashboard',
    detail: 'No dashboard with this id is visible to you. It may have been removed, or belong to another team.',
  },
  'monitoring.dashboard_name_taken': {
    status: 409,
    title: 'Name taken',
    detail: 'There is a dashboard called {name} already. Give this one another name.',
  },
  'monitoring.dashboard_changed': {
    status: 409,
    title: 'Changed meanwhile',
    detail:
      '{name} is at version {version} by now, not {expected}: somebody was faster. Read it again, then change what it says now.',
  },
  'monitoring.dashboard_built_in': {
    status: 409,
    title: 'Built in',
    detail: '{name} comes with Signalbox and cannot be changed. Duplicate it, and change the copy.',
  },
  'monitoring.dashboard_unreadable': {
    status: 422,
    title: 'This is no dashboard',
    detail: '{why}',
  },
} as const;
