import type { SpanFact } from './facts.ts';

/**
 * What one team sent of a trace. `foreign`: ids above its spans that are not its own: another team's span, or an absent one
 * that another team's spans named first. A span below one of them begins there, as if it had no parent.
 */
export type Share = { rows: readonly SpanFact[]; foreign: ReadonlySet<string> };

/**
 * The rows of a trace by team, whoever was received first in front; `strays` are rows of ids that another team had first.
 * A trace id is no secret, it travels to every service that is called: what a team sends under it may neither become part of
 * another team's run nor take that run over, or it would show what was said there and hide it from those whose run it is.
 */
export function sharesOf(rows: readonly SpanFact[]): { shares: Share[]; strays: readonly SpanFact[] } {
  if (rows.every((row) => row.teamId === rows[0]!.teamId))
    return { shares: [{ rows, foreign: new Set() }], strays: [] };
  const byArrival = rows.toSorted((a, b) => a.receivedAt - b.receivedAt || order(a.teamId, b.teamId));
  const owners = new Map<string, string>();
  const namers = new Map<string, string>();
  for (const { spanId, parentSpanId, teamId } of byArrival) {
    if (!owners.has(spanId)) owners.set(spanId, teamId);
    if (!namers.has(parentSpanId)) namers.set(parentSpanId, teamId);
  }
  const isOwn = (row: SpanFact): boolean => owners.get(row.spanId) === row.teamId;
  const shares = [...Map.groupBy(byArrival.filter(isOwn), (row) => row.teamId)].map(([teamId, own]) => {
    const above = own.map((row) => row.parentSpanId).filter((id) => id !== '');
    return { rows: own, foreign: new Set(above.filter((id) => (owners.get(id) ?? namers.get(id)) !== teamId)) };
  });
  return { shares, strays: byArrival.filter((row) => !isOwn(row)) };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
