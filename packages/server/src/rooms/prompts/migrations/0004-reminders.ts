import type { Migration } from '../../../spine/migrations/migration.ts';

export const reminders: Migration = {
  id: 'prompts/0004-reminders',
  sql: `
alter table prompt_review_rules add column owners text not null default 'none'; -- none, told, asked
alter table prompt_review_rules add column remind_days integer;

alter table prompt_reviews add column due_at timestamptz;
alter table prompt_reviews add column reminded_at timestamptz;

-- What owners of agents are told of prompts that their agents use, made from the ledger. Gone once seen.
create table ops_prompt_notices (
  id text primary key,
  workspace_id text not null references workspaces,
  person_id text not null,
  prompt_id text not null references prompts,
  event_seq bigint not null,
  kind text not null, -- version, label
  number integer,
  label text,
  agents text not null, -- JSON: names
  made_by text not null,
  at timestamptz not null,
  unique (workspace_id, event_seq, person_id)
);
create index ops_prompt_notices_of on ops_prompt_notices (workspace_id, person_id, at);
`,
};
