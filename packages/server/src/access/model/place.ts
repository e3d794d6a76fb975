/** Where a grant or key acts, as authorize asks for it: null (all of it) leaves the part out. */
export const placeOf = (at: {
  teamId: string | null;
  agentId?: string | null;
  environment?: string | null;
}): { teamId?: string; agentId?: string; environment?: string } => ({
  ...(at.teamId !== null && { teamId: at.teamId }),
  ...(at.agentId != null && { agentId: at.agentId }),
  ...(at.environment != null && { environment: at.environment }),
});
