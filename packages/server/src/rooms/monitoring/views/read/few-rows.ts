import type { Warehouse } from '../../../../ports/warehouse.ts';
import { type StepRow, stepColumns } from '../rows/step-row.ts';
import { seesTeam, type Teams } from '../sight.ts';
import { inWindow, type TraceWindow, windowParams } from './window.ts';

/** More rows than this of a trace are not taken out of the warehouse to be sorted here. */
const fewRows = 5_000;

/** All rows of a trace, of every version and team: `spansOf` and `stepsOf` tell which of them are seen. */
export type TraceRows<Span> = { spans: (Span & SpanKeys)[]; steps: (StepRow & StepKeys)[] };

/**
 * The rows of a trace where it has few; null where it has more. Two plain reads: to have the warehouse pick the row of each span costs
 * as much again, for some dozens of rows.
 */
export async function readTraceRows<Span>(
  warehouse: Warehouse,
  window: TraceWindow,
  columns: string,
): Promise<TraceRows<Span> | null> {
  const read = <Row>(what: string, table: string): Promise<Row[]> =>
    warehouse.query<Row>(`SELECT ${what} FROM ${table} WHERE ${inWindow} LIMIT ${fewRows + 1}`, windowParams(window));
  const [spans, steps] = await Promise.all([
    read<Span & SpanKeys>(`${columns}, ${spanKeys}`, 'spans'),
    read<StepRow & StepKeys>(`${stepColumns}, ${stepKeys}`, 'steps'),
  ]);
  return spans.length > fewRows || steps.length > fewRows ? null : { spans, steps };
}

/** What tells rows of one span apart: whole numbers as text, since they are 64 bits wide. */
type SpanKeys = {
  span_id: string;
  team_id: string;
  key_start: string;
  key_received: string;
  key_ingested: string;
  key_replaced: boolean;
};

const spanKeys = `toUnixTimestamp64Nano(start_time) AS key_start, toUnixTimestamp64Milli(received_at) AS key_received,
  toUnixTimestamp64Micro(ingested_at) AS key_ingested, has(spans.marks, 'superseded') AS key_replaced`;

/**
 * Of all rows of a trace each span once, in order of start and id: the team that was received first owns an id, and of its rows the one
 * inserted last is the span. The same that `readSpans` asks of the warehouse, at a third of the cost for a trace of few rows.
 */
export function spansOf<Row extends SpanKeys>(rows: readonly Row[], teams: Teams): Row[] {
  const owners = new Map<string, Row>();
  for (const row of rows) {
    const owner = owners.get(row.span_id);
    if (owner === undefined || isBefore(row, owner)) owners.set(row.span_id, row);
  }
  const newest = new Map<string, Row>();
  for (const row of rows) {
    if (owners.get(row.span_id)!.team_id !== row.team_id || !seesTeam(teams, row.team_id)) continue;
    const known = newest.get(row.span_id);
    if (known === undefined || isNewer(row, known)) newest.set(row.span_id, row);
  }
  return [...newest.values()]
    .filter((row) => !row.key_replaced)
    .sort((a, b) => numbers(a.key_start, b.key_start) || texts(a.span_id, b.span_id));
}

type StepKeys = { team_id: string; key: string; version: string; counted: boolean };

const stepKeys = `team_id, version, counted,
  concat(span_id, ' ', toString(bucket), ' ', toString(toUnixTimestamp64Nano(start_time)), ' ', team_id) AS key`;

/** What the rebuild last said of each span, by its id; what it superseded is left out. */
export function stepsOf(rows: TraceRows<unknown>['steps'], teams: Teams): Map<string, StepRow> {
  const newest = new Map<string, StepRow & StepKeys>();
  for (const row of rows) {
    if (!seesTeam(teams, row.team_id)) continue;
    const known = newest.get(row.key);
    if (known === undefined || numbers(row.version, known.version) > 0) newest.set(row.key, row);
  }
  return new Map([...newest.values()].filter((row) => row.counted).map((row) => [row.span_id, row]));
}

const isBefore = (a: SpanKeys, b: SpanKeys): boolean =>
  (numbers(a.key_received, b.key_received) || texts(a.team_id, b.team_id)) < 0;
const isNewer = (a: SpanKeys, b: SpanKeys): boolean =>
  (numbers(a.key_ingested, b.key_ingested) || numbers(a.key_start, b.key_start)) > 0;

/** Whole numbers of any length, below zero too. */
function numbers(a: string, b: string): number {
  if (a === b) return 0;
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
const texts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
