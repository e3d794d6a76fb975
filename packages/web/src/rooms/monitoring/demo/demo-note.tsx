import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { demoQuery } from './queries.ts';

/** Below a list that holds runs of the demo fleet: that it does, and where they are taken away. `team`: the filter of the list. */
export function DemoNote({ team }: { team: string | undefined }) {
  const demo = useQuery(demoQuery);
  if (demo.data === undefined || demo.data.state === 'none') return null;
  if (team !== undefined && team !== demo.data.teamId) return null;
  return (
    <p
      role="note"
      className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 border-t border-line px-3 py-1 text-meta text-muted desk:px-4"
    >
      {demo.data.state === 'removing'
        ? 'Demo data is being removed: its runs leave this list.'
        : 'Demo data is here: runs of the demo team are made up.'}
      <Link to="/settings" hash="demo" className="inline-flex min-h-11 items-center text-accent underline desk:min-h-0">
        {demo.data.state === 'removing' ? 'See how far it is' : 'Remove demo data'}
      </Link>
    </p>
  );
}
