/** Errors of saved views, as error-catalogue.ts has them. */
export const viewErrors = {
  'monitoring.view_not_found': {
    status: 404,
    title: 'No such view',
    detail: 'No saved view with this id is visible to you. It may have been removed, or belong to somebody else.',
  },
  'monitoring.view_name_taken': {
    status: 409,
    title: 'Name taken',
    detail: 'There is a view called {name} on this page already. Give this one another name.',
  },
} as const;
