import type { Finding, Inspected } from './inspect.ts';

const [noteMs, badMs] = [1_000, 30_000];

/**
 * The rebuild reads by moments of inserts and looks two minutes back: clocks further apart would have it overlook some. Between the
 * readings lies the time of one query. `nowInBlock64`: `now64` is told by the node asked, once for all.
 */
export async function clocks({ warehouse, cluster, now }: Inspected): Promise<Omit<Finding, 'what'>> {
  const rows = await warehouse.query<{ host: string; at: string }>(
    `SELECT hostName() AS host, toString(toUnixTimestamp64Milli(nowInBlock64(3))) AS at FROM clusterAllReplicas({cluster:String}, system.one)`,
    { cluster },
  );
  const here = now();
  const off = rows.map(({ host, at }) => ({ host, ms: Number(at) - here }));
  const furthest = Math.max(...off.map(({ ms }) => Math.abs(ms)));
  const says = off
    .map(({ host, ms }) => `${host} ${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(1)} s`)
    .join(', ');
  if (furthest > badMs) return { state: 'bad', says: `${says} against this machine: keep all nodes in time (NTP)` };
  return { state: furthest > noteMs ? 'note' : 'ok', says: `${says} against this machine` };
}
