import { useQuery } from '@tanstack/react-query';
import { shortId } from '../../format/id.ts';
import { meQuery } from '../queries.ts';

/** Teams one may see, and the name of one by its id. */
export function useTeams(): { teams: { id: string; name: string }[]; teamName: (id: string) => string } {
  const me = useQuery(meQuery);
  const teams = me.data?.teams ?? [];
  return { teams, teamName: (id) => teams.find((team) => team.id === id)?.name ?? shortId(id) };
}
