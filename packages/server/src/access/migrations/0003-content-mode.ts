import type { Migration } from '../../spine/migrations/migration.ts';

/** What a key keeps of the content it sends. */
export const contentMode: Migration = {
  id: 'access/0003-content-mode',
  sql: `
alter table keys add column content_mode text not null default 'keep' check (content_mode in ('keep', 'mask', 'drop'));
`,
};
