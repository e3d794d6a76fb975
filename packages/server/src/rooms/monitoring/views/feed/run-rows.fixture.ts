import { hex, ten, type TestTelemetry } from '../telemetry.fixture.ts';

/** A row of `runs` as the feed hands it on, under a version of its own. */
export const runRow = (version: bigint, more: Record<string, string | number | bigint> = {}) => {
  const [traceId, spanId] = [hex(16), hex(8)];
  return {
    team_id: 'tea_a',
    run_id: `${traceId}-${spanId}`,
    trace_id: traceId,
    span_id: spanId,
    bucket: ten,
    version,
    is_deleted: 0,
    redirect_to: '',
    state: 'settled',
    outcome: 'completed',
    ...more,
  };
};

/** So many runs under versions that several share. */
export async function writeRuns(place: TestTelemetry, count: number, firstVersion: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => runRow(BigInt(firstVersion + Math.floor(index / 3))));
  await place.insert('runs', rows);
  return rows.map((row) => row.run_id);
}
