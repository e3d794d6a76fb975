import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { count } from '../../../format/number.ts';
import { reassemblyQuery } from '../queries.ts';

/** How far runs have followed a change of names. Says nothing once they all have. */
export function Following({ id }: { id: string }) {
  const client = useQueryClient();
  const { data } = useQuery(reassemblyQuery(id));
  const finished = data?.finishedAt != null;
  useEffect(() => {
    if (finished) void client.invalidateQueries({ queryKey: ['agents'] });
  }, [finished, client]);
  if (finished) return null;
  return (
    <p role="status" className="border-b border-line bg-sunk px-4 py-1.5 text-muted">
      Runs follow: {data?.total == null ? 'counting' : `${count(data.done)} of ${count(data.total)} traces`}. Figures
      change until then.
    </p>
  );
}
