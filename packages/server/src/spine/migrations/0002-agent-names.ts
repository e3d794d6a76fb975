import type { Migration } from './migration.ts';

/** One agent under several names, one name for several agents, and names that are no agents. */
export const agentNames: Migration = {
  id: 'spine/0002-agent-names',
  sql: `
-- What derived rows call it: the name it was first seen under. Never changes; \`name\` is what people read.
alter table agents add column key text;
update agents set key = name;
alter table agents alter column key set not null;
alter table agents drop constraint agents_workspace_id_team_id_name_key;
alter table agents add constraint agents_key unique (workspace_id, team_id, key);

-- '' = whatever service sends it. Where both fit, the one with the service wins.
alter table agent_aliases add column service text not null default '';
alter table agent_aliases drop constraint agent_aliases_pkey;
alter table agent_aliases add primary key (workspace_id, team_id, alias, service);

-- Steps of a framework that call themselves agents.
create table ignored_agent_names (
  workspace_id text not null references workspaces,
  team_id text not null references teams,
  name text not null,
  service text not null default '',
  primary key (workspace_id, team_id, name, service)
);
`,
};
