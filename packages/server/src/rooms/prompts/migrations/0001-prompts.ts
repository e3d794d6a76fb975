import type { Migration } from '../../../spine/migrations/migration.ts';

export const prompts: Migration = {
  id: 'prompts/0001-prompts',
  sql: `
create table prompts (
  id text primary key,
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  name text collate "C" not null,
  folder text not null,
  kind text not null,
  tags text not null, -- JSON
  latest integer, -- number of the newest version
  created_by text not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
create unique index prompts_by_name on prompts (workspace_id, name);

-- Names that prompts have and had: agents and references that use a former one go on working.
create table prompt_names (
  workspace_id text not null references workspaces,
  name text collate "C" not null,
  prompt_id text not null references prompts,
  primary key (workspace_id, name)
);

-- Never changed, never removed.
create table prompt_versions (
  id text primary key,
  workspace_id text not null references workspaces,
  prompt_id text not null references prompts,
  number integer not null,
  content text not null, -- JSON: Content of contract.ts
  digest text not null,
  estimated_tokens integer not null,
  message text not null,
  author_id text not null,
  created_at timestamptz not null,
  unique (prompt_id, number)
);
create index prompt_versions_by_digest on prompt_versions (prompt_id, digest);

-- What a version refers to, for the way back: which versions would feel a label move.
create table prompt_references (
  version_id text not null references prompt_versions,
  target_id text not null references prompts,
  at text not null, -- a number or a label
  primary key (version_id, target_id, at)
);
create index prompt_references_to on prompt_references (target_id, at);

create table prompt_labels (
  prompt_id text not null references prompts,
  label text not null,
  number integer not null,
  moved_by text not null,
  moved_at timestamptz not null,
  primary key (prompt_id, label),
  foreign key (prompt_id, number) references prompt_versions (prompt_id, number)
);
create table prompt_label_moves (
  id text primary key,
  seq bigint generated always as identity, -- ids of one millisecond have no order
  prompt_id text not null references prompts,
  label text not null,
  from_number integer,
  to_number integer,
  reason text not null,
  moved_by text not null,
  moved_at timestamptz not null
);
create index prompt_label_moves_of on prompt_label_moves (prompt_id, seq);

create table prompt_drafts (
  prompt_id text not null references prompts,
  person_id text not null,
  base integer,
  content text not null, -- JSON
  saved_at timestamptz not null,
  primary key (prompt_id, person_id)
);

create table prompt_reviews (
  id text primary key,
  prompt_id text not null references prompts,
  number integer not null,
  reviewer_id text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  verdict text,
  comment text not null,
  decided_at timestamptz,
  voided_at timestamptz,
  unique (prompt_id, number, reviewer_id),
  foreign key (prompt_id, number) references prompt_versions (prompt_id, number)
);
create table prompt_comments (
  id text primary key,
  seq bigint generated always as identity,
  prompt_id text not null references prompts,
  number integer not null,
  author_id text not null,
  text text not null,
  message integer,
  from_line integer,
  to_line integer,
  created_at timestamptz not null,
  foreign key (prompt_id, number) references prompt_versions (prompt_id, number)
);
create index prompt_comments_of on prompt_comments (prompt_id, number, seq);

create table prompt_review_rules (
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  folder text not null,
  reviewer_ids text not null, -- JSON
  needed integer not null,
  labels text not null, -- JSON
  primary key (workspace_id, team_id, folder)
);
`,
};
