import type { Migration } from '../../../spine/migrations/migration.ts';

export const syncs: Migration = {
  id: 'prompts/0002-syncs',
  sql: `
create table prompt_syncs (
  id text primary key,
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  folder text not null,
  remote text not null,
  branch text not null,
  path text not null,
  direction text not null,
  owner text not null,
  author_name text not null,
  author_email text not null,
  credential text, -- sealed JSON: user, secret
  set_by text not null,
  set_at timestamptz not null,
  unique (workspace_id, team_id, folder)
);

-- Where a sync stands. All of it can be found again by comparing both sides.
create table ops_prompt_syncs (
  sync_id text primary key references prompt_syncs on delete cascade,
  wanted_at timestamptz,
  began_at timestamptz,
  ended_at timestamptz,
  done integer not null default 0,
  total integer not null default 0,
  pulled integer not null default 0,
  pushed integer not null default 0,
  commit_id text,
  error text,
  problems text not null default '[]' -- JSON
);
-- What both sides last said alike.
create table ops_prompt_sync_files (
  sync_id text not null references prompt_syncs on delete cascade,
  prompt_id text not null references prompts,
  path text not null,
  blob text not null, -- '' = to be read again
  digest text not null,
  number integer not null,
  primary key (sync_id, prompt_id)
);
create table ops_prompt_sync_conflicts (
  sync_id text not null references prompt_syncs on delete cascade,
  path text not null,
  prompt_id text not null references prompts,
  here integer, -- number of the newest version; null = archived
  here_digest text not null,
  there_digest text not null,
  there_blob text not null,
  there_content text, -- JSON: Content
  commit_id text not null,
  commit_by text not null,
  primary key (sync_id, path)
);

-- Where a version came from: JSON with commit and author, as git has them.
alter table prompt_versions add column source text;
`,
};
