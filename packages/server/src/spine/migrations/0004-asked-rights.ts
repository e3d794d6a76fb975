import type { Migration } from './migration.ts';

/** What a kept answer was authorised by, so that its replay can be asked for again. Answers of before are asked for nothing. */
export const askedRights: Migration = {
  id: 'spine/0004-asked-rights',
  sql: `
alter table ops_idempotency add column asked text not null default '[]'; -- JSON: Asked[] of spine/ctx.ts
`,
};
