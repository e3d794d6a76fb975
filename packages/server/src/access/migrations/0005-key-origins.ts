import type { Migration } from '../../spine/migrations/migration.ts';

/** The pages that a key for browsers may be used from, space-separated; '' = none named. */
export const keyOrigins: Migration = {
  id: 'access/0005-key-origins',
  sql: `
alter table keys add column origins text not null default '';
create index keys_for_browsers on keys (id) where origins <> '';
`,
};
