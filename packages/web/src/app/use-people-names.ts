import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from './access-queries.ts';
import { meQuery } from './queries.ts';

/** Names people by id; who may not see people learns their own name, and of others the id. */
export function usePeopleNames(): (id: string) => string {
  const me = useQuery(meQuery);
  const people = useQuery({ ...peopleQuery, enabled: me.data?.rights.includes('person.read') === true });
  const own = me.data?.person;
  return (id) => people.data?.find((one) => one.id === id)?.name ?? (own?.id === id ? own.name : id);
}
