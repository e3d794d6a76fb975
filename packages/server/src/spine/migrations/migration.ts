/**
 * One step of the control state's schema. `sql` may hold several statements and must run on PostgreSQL 15 and PGlite 18.
 * `id` is `<area>/<NNNN>-<name>`, for ever: a step that has shipped is never edited, only followed by another.
 */
export type Migration = { id: `${string}/${number}-${string}`; sql: string };
