import type { Finding, Inspected } from './inspect.ts';

type Replica = {
  host: string;
  table: string;
  readonly: number;
  delay: string;
  queue: number;
  active: number;
  total: number;
};

const lateSeconds = 60;

/** Reads go to the first replica of a shard; what the others lack would be missing when it fails. */
export async function replication({ warehouse, cluster }: Inspected): Promise<Omit<Finding, 'what'>> {
  const rows = await warehouse.query<Replica>(
    `SELECT hostName() AS host, table, is_readonly AS readonly, absolute_delay AS delay, queue_size AS queue,
       active_replicas AS active, total_replicas AS total
     FROM clusterAllReplicas({cluster:String}, system.replicas) WHERE database = {database:String}`,
    { cluster, database: await databaseOf(warehouse) },
  );
  if (rows.length === 0) return { state: 'note', says: 'no replicated tables yet; the first start makes them' };
  const named = (some: readonly Replica[]): string =>
    some
      .slice(0, 3)
      .map(({ host, table }) => `${table} on ${host}`)
      .join(', ') + (some.length > 3 ? ` and ${some.length - 3} more` : '');
  const readonly = rows.filter((row) => row.readonly === 1);
  if (readonly.length > 0) return { state: 'bad', says: `read-only, without Keeper: ${named(readonly)}` };
  const lonely = rows.filter(({ active, total }) => active < total);
  if (lonely.length > 0) return { state: 'bad', says: `not all replicas are there: ${named(lonely)}` };
  const late = rows.filter(({ delay }) => Number(delay) > lateSeconds);
  if (late.length > 0) return { state: 'bad', says: `more than ${lateSeconds} s behind: ${named(late)}` };
  const queue = rows.reduce((sum, row) => sum + row.queue, 0);
  return { state: 'ok', says: `${rows.length} tables of rows, ${queue} tasks in their queues` };
}

async function databaseOf(warehouse: Inspected['warehouse']): Promise<string> {
  const [row] = await warehouse.query<{ name: string }>('SELECT currentDatabase() AS name');
  return row!.name;
}
