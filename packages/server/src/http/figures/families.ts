import type { Health } from '../health.ts';
import type { Family, Sample } from './family.ts';
import type { Meters } from './meters.ts';

/** What is asked of the stores for one answer; null = could not be told. */
export type Told = {
  health: Health;
  ledgerSeq: number | null;
  jobLagSeconds: number | null;
  cpuSeconds: number;
  rssBytes: number;
  uptimeSeconds: number;
};

const one = (value: number | null | undefined): Sample[] => (value === null || value === undefined ? [] : [{ value }]);
const by = (label: string, counts: ReadonlyMap<string, number>): Sample[] =>
  [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));

/** All figures of this process, in the order that people look at them. */
export function families(meters: Meters, { health, ledgerSeq, jobLagSeconds, ...process }: Told): Family[] {
  const { ingest, warehouse, state, disk, rebuild } = health;
  const counter = (name: string, samples: readonly Sample[], help: string, advice: string): Family => ({
    name: `signalbox_${name}`,
    type: 'counter',
    help,
    advice,
    samples,
  });
  const gauge = (name: string, samples: readonly Sample[], help: string, advice: string): Family => ({
    name: `signalbox_${name}`,
    type: 'gauge',
    help,
    advice,
    samples,
  });
  const timings = (name: string, samples: readonly Sample[], help: string, advice: string): Family => ({
    name: `signalbox_${name}`,
    type: 'histogram',
    help,
    advice,
    samples,
  });
  const up = (states: readonly string[], present: string): Sample[] =>
    states.map((name) => ({ labels: { state: name }, value: name === present ? 1 : 0 }));
  return [
    counter(
      'ingest_accepted_spans_total',
      one(ingest?.acceptedSpans),
      'Spans kept on disk since the start.',
      'Stands still while agents work? Look at Connect, where the last requests are told.',
    ),
    counter(
      'ingest_accepted_bytes_total',
      [{ value: meters.acceptedBytes }],
      'Bytes of telemetry requests that were kept, as sent.',
      'The growth of the disk follows it.',
    ),
    counter(
      'ingest_rejected_spans_total',
      [{ value: meters.rejectedSpans }],
      'Spans refused within requests that were kept.',
      'The answers of these requests say why; exporters log them.',
    ),
    counter(
      'ingest_refused_requests_total',
      by('code', meters.refused),
      'Requests of which nothing was kept, by error code.',
      'ingest.overloaded: fewer bytes at once, or a faster disk. ingest.disk_full: make room. See docs/errors.md.',
    ),
    timings(
      'ingest_accept_seconds',
      meters.accepts.samples(),
      'From a request read to its fsync.',
      'Above 1 s the disk is slow, or other processes take the cores.',
    ),
    gauge(
      'spool_segments',
      one(ingest?.spoolSegments),
      'Segments on disk that are not in the warehouse yet.',
      'Grows for minutes: the warehouse is down or too slow. Nothing is lost meanwhile.',
    ),
    gauge(
      'spool_bytes',
      one(ingest?.spoolBytes),
      'Their bytes.',
      'Telemetry is refused when ingest.spoolBytes are reached.',
    ),
    gauge(
      'spool_age_seconds',
      one(ingest ? ingest.spoolAgeMs / 1_000 : null),
      'Age of the oldest of them.',
      'Above 60 s: look at the state of the warehouse below.',
    ),
    gauge(
      'spool_quarantined_segments',
      one(ingest?.quarantined),
      'Segments refused five times and laid aside.',
      'signalbox quarantine list says why; put them back when that is mended.',
    ),
    timings(
      'warehouse_insert_seconds',
      meters.inserts.samples(),
      'Inserts of one block.',
      'Above 5 s merges or the disk hold it up.',
    ),
    timings(
      'warehouse_query_seconds',
      meters.queries.samples(),
      'Questions to the warehouse.',
      'Above 1 s: narrower times, or more memory for the warehouse.',
    ),
    counter(
      'warehouse_failed_total',
      by('code', meters.failedQueries),
      'Questions and inserts that failed, by error code.',
      'warehouse.limit is a question too wide; warehouse.failed a defect: see the log.',
    ),
    gauge(
      'warehouse_state',
      up(['starting', 'up', 'down'], warehouse.status),
      'State of the warehouse: 1 at the present one.',
      'Down for more than a minute: signalbox doctor says why.',
    ),
    counter(
      'warehouse_restarts_total',
      [{ value: warehouse.restarts }],
      'Restarts of the embedded warehouse.',
      'More than one a day: too little memory. See the log.',
    ),
    gauge(
      'rebuild_lag_seconds',
      one(rebuild.lagSeconds),
      'Age of the oldest insert that is in no run yet.',
      'Above 30 s runs appear late: this node has too few cores, or a trace is very large.',
    ),
    gauge(
      'job_lag_seconds',
      one(jobLagSeconds),
      'How long the oldest job that is due waits.',
      'Above 60 s: is a node with the role worker up? See the log for a job that fails.',
    ),
    gauge(
      'ledger_seq',
      one(ledgerSeq),
      'Number of the last event in the ledger of the workspace of the asker.',
      'Never goes back. If it does, a backup was restored.',
    ),
    gauge(
      'state_up',
      [{ value: state.status === 'up' ? 1 : 0 }],
      'The control state answers.',
      'signalbox doctor says why it does not.',
    ),
    gauge(
      'disk_free_bytes',
      [{ value: disk.freeBytes }],
      'Free on the disk of the data directory.',
      'Make room, or keep telemetry for fewer days (ingest.retentionDays).',
    ),
    gauge(
      'disk_used_ratio',
      [{ value: disk.usedPercent / 100 }],
      'Its used part.',
      'Telemetry is refused when it is full.',
    ),
    gauge(
      'process_resident_memory_bytes',
      [{ value: process.rssBytes }],
      'Resident memory of the main process; the embedded warehouse has its own.',
      'Grows without end: tell us, with a heap snapshot.',
    ),
    counter(
      'process_cpu_seconds_total',
      [{ value: process.cpuSeconds }],
      'Time on the cores, user and system.',
      'Near one second a second: split the roles over machines.',
    ),
    gauge(
      'process_uptime_seconds',
      [{ value: process.uptimeSeconds }],
      'Since its start.',
      'Begins anew after every restart.',
    ),
  ];
}
