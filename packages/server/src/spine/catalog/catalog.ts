/** What every room may know of a workspace without asking another room: teams, environments, agents and their names. */
type Team = { id: string; name: string; slug: string };
type Environment = { id: string; name: string };
export type Agent = { id: string; teamId: string; slug: string; name: string; aliases: readonly string[] };
export type Catalog = { teams: readonly Team[]; environments: readonly Environment[]; agents: readonly Agent[] };

/** The agent that a team calls by this name or alias; a name wins over another agent's alias. Names are compared as sent. */
export function agentNamed(catalog: Catalog, teamId: string, name: string): Agent | undefined {
  const own = catalog.agents.filter((agent) => agent.teamId === teamId);
  return own.find((agent) => agent.name === name) ?? own.find((agent) => agent.aliases.includes(name));
}
