import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from 'signalbox/contract/monitoring';
import { count } from '../../../format/number.ts';
import { failuresOfRunQuery } from './queries.ts';
import { classes } from './words.ts';

/** Of a run that failed or had failing steps: how many are like it. Nothing while that is not known. */
export function LikeThis({ run }: { run: Pick<Run, 'id' | 'errors' | 'outcome'> }) {
  const may = run.errors > 0 || run.outcome.refused || run.outcome.value === 'failed';
  const failures = useQuery({ ...failuresOfRunQuery(run.id), enabled: may }).data?.items ?? [];
  if (!may || failures.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 border-b border-line px-4 py-1.5 text-muted">
      {failures.map((one) => (
        <Link
          key={one.id}
          to="/failures"
          search={{ range: '30d', peek: one.id, agent: one.agent }}
          className="text-accent hover:underline"
        >
          {classes[one.class]}:{' '}
          {one.count === 1 ? 'the only one in 30 days' : `one of ${count(one.count)} like this in 30 days`}
        </Link>
      ))}
    </p>
  );
}
