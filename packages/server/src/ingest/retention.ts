import type { ExpiringTable } from '../spine/retention/expire.ts';

const kept = { partition: 'week', keptAt: 'toUnixTimestamp(ingested_at)' } as const;

/** What was sent, in the order in which it goes: what was said never outlives the span it was said in. */
export const telemetryTables: readonly ExpiringTable[] = [
  { ...kept, table: 'content', time: 'at' },
  { ...kept, table: 'message_refs', time: 'at' },
  { ...kept, table: 'logs', time: 'time' },
  { ...kept, table: 'parts', time: 'bucket' },
  { ...kept, table: 'scores', time: 'at' },
  { ...kept, table: 'spans', time: 'bucket' },
];
