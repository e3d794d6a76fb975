import type { Migration } from './migration.ts';

/** Since when an agent is known, who owns it, and why it stands in no list any more. */
export const agentLifecycle: Migration = {
  id: 'spine/0003-agent-lifecycle',
  sql: `
-- Start of its first run, by the clock of who sent it.
alter table agents add column first_seen_at timestamptz;
-- The person who answers for it; null = unclaimed.
alter table agents add column owner_id text;
-- Another team's agent that had this name first; null once somebody owns this one.
alter table agents add column same_name_as text references agents;
-- merged · ignored · undone · removed; null = it stands in lists.
alter table agents add column put_away text;
create index agents_of_team on agents (workspace_id, team_id, created_at);
`,
};
