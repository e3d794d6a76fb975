/** Where a grant or key acts, as authorize asks for it: null (all of it) leaves the part out. `agent` is a name, `agentId` an id. */
export const placeOf = (at: {
  teamId: string | null;
  agentId?: string | null;
  agent?: string | null;
  environment?: string | null;
}): { teamId?: string; agentId?: string; agent?: string; environment?: string } => ({
  ...(at.teamId !== null && { teamId: at.teamId }),
  ...(at.agentId != null && { agentId: at.agentId }),
  ...(at.agent != null && { agent: at.agent }),
  ...(at.environment != null && { environment: at.environment }),
});
