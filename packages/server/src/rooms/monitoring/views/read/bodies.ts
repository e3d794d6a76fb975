import type { Warehouse } from '../../../../ports/warehouse.ts';
import { teamFilter, teamParams, type Teams } from '../sight.ts';
import { inHours, type TraceWindow, windowParams } from './window.ts';

/** References in one statement: parameters travel in the address, which must stay under 16 kB. */
const perStatement = 200;

/**
 * Text by reference (lower-case hex). `complete` is false where some text was asked for and is not here, `fits` where that is because it
 * was too much.
 */
type Bodies = { bodies: Map<string, string>; complete: boolean; fits: boolean };

type Wanted = { refs: readonly string[]; teams: Teams; maxBytes: number };

/**
 * Text of a trace's messages in the order asked for, as many as fit into `maxBytes` (of UTF-8). Sizes are read first, so
 * that a trace of gigabytes costs no more than what is shown.
 */
export async function readBodies(warehouse: Warehouse, window: TraceWindow, wanted: Wanted): Promise<Bodies> {
  const { fitting, fits } = await fit(warehouse, window, wanted);
  const bodies = new Map<string, string>();
  for (let at = 0; at < fitting.length; at += perStatement) {
    const sql = `SELECT lower(hex(ref)) AS id, body FROM content
      WHERE ${inHours('at')} AND ${teamFilter(wanted.teams)} AND has({refs:Array(String)}, lower(hex(ref)))
      LIMIT 1 BY ref`;
    const params = { ...windowParams(window), ...teamParams(wanted.teams), refs: fitting.slice(at, at + perStatement) };
    for (const row of await warehouse.query<{ id: string; body: string }>(sql, params)) bodies.set(row.id, row.body);
  }
  return { bodies, complete: bodies.size === new Set(wanted.refs).size, fits };
}

async function fit(
  warehouse: Warehouse,
  window: TraceWindow,
  { refs, teams, maxBytes }: Wanted,
): Promise<{ fitting: string[]; fits: boolean }> {
  if (refs.length === 0) return { fitting: [], fits: true };
  const sql = `SELECT lower(hex(ref)) AS id, length(body) AS bytes FROM content
    WHERE ${inHours('at')} AND ${teamFilter(teams)} LIMIT 1 BY ref`;
  const rows = await warehouse.query<{ id: string; bytes: string }>(sql, {
    ...windowParams(window),
    ...teamParams(teams),
  });
  const sizes = new Map(rows.map((row) => [row.id, Number(row.bytes)]));
  const fitting: string[] = [];
  let total = 0;
  for (const ref of new Set(refs)) {
    const bytes = sizes.get(ref);
    if (bytes === undefined) continue;
    total += bytes;
    if (total > maxBytes) return { fitting, fits: false };
    fitting.push(ref);
  }
  return { fitting, fits: true };
}
