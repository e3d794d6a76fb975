import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTeams } from '../../../app/members/use-teams.ts';
import { meQuery } from '../../../app/queries.ts';
import { SafeLine } from '../../../ui/safe-text.tsx';

/** In one line above what is shown of a run: that its text is not, and who can change that. */
export function Withheld({ teamId }: { teamId: string }) {
  return (
    <p role="note" className="border-b border-line px-4 py-1.5 text-meta text-muted">
      You may not read what was said in this run. <WhomToAsk teamId={teamId} />
    </p>
  );
}

/** Whom to ask for the right, and the way there for who may see members. */
export function WhomToAsk({ teamId }: { teamId: string }) {
  const me = useQuery(meQuery);
  const { teamName } = useTeams();
  return (
    <>
      Ask an admin of <SafeLine text={teamName(teamId)} max={120} /> or of the workspace for a role that reads content:
      operator, prompt engineer or compliance.
      {me.data?.rights.includes('person.read') === true ? (
        <>
          {' '}
          <Link to="/settings/members" className="text-accent underline">
            See who is admin
          </Link>
        </>
      ) : null}
    </>
  );
}
