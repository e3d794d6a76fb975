import type { Migration } from '../../../spine/migrations/migration.ts';

export const historySalts: Migration = {
  id: 'lifecycle/0004-history-salts',
  sql: `
-- By which a candidate was drawn: who got it then is drawn again for conversations that began then.
alter table deployment_history add column salt text;
update deployment_history h set salt = d.salt from deployments d
  where h.agent_id = d.agent_id and h.environment = d.environment and h.version = d.version;
`,
};
