import { telemetryTables } from '../../ingest/retention.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import { expireDerived } from '../../rooms/monitoring/index.ts';
import type { Config } from '../../spine/config/areas.ts';
import { expire } from '../../spine/retention/expire.ts';

const dayMs = 86_400_000;

/**
 * Removes telemetry and figures past their time; `now` in Unix milliseconds, of the clock that dates inserts. Returns what went from
 * each table, tables of which nothing went left out. Runs never end before their spans, nor figures of hours before the runs.
 */
export async function keepRetention(
  warehouse: Warehouse,
  config: Pick<Config, 'ingest' | 'retention'>,
  now: number,
): Promise<Record<string, string[]>> {
  const spanDays = config.ingest.retentionDays;
  const runDays = Math.max(spanDays, config.retention.runsDays);
  const hourDays = Math.max(runDays, config.retention.hoursDays);
  const [spans, runs, hours] = [spanDays, runDays, hourDays].map((days) => now - days * dayMs) as [
    ...[number, number, number],
  ];
  const gone: Record<string, string[]> = {};
  for (const one of telemetryTables) gone[one.table] = await expire(warehouse, one, spans);
  Object.assign(gone, await expireDerived(warehouse, { spans, runs, hours }));
  return Object.fromEntries(Object.entries(gone).filter(([, parts]) => parts.length > 0));
}
