import type { QueryAnswer } from 'signalbox/contract/monitoring/query';

const column = (id: string, kind: 'time' | 'dimension' | 'measure', unit: string | null = null) => ({
  ...{ id, kind, label: `${id[0]!.toUpperCase()}${id.slice(1).replaceAll('_', ' ')}`, unit, direction: null },
});
export const columnsOf = {
  time: column('time', 'time'),
  agent: column('agent', 'dimension'),
  runs: column('runs', 'measure', 'count'),
  rate: column('completion_rate', 'measure', 'ratio'),
  cost: column('cost', 'measure', 'usd'),
};
export const minutes = ['2026-11-22T12:00:00.000Z', '2026-11-22T12:01:00.000Z', '2026-11-22T12:02:00.000Z'];

/** An answer about three minutes, two of which are over. */
export const anAnswer = (over: Partial<QueryAnswer> = {}): QueryAnswer => ({
  ...{ columns: [columnsOf.time, columnsOf.runs], rows: [], folded: [], grain: 'minute', timeZone: 'UTC' },
  shares: { inferred: {}, unknown: {}, n: {} },
  ...{ points: minutes, answeredBy: ['agents'], from: minutes[0]!, to: '2026-11-22T12:03:00.000Z' },
  asOf: '2026-11-22T12:01:30.000Z',
  ...over,
});
