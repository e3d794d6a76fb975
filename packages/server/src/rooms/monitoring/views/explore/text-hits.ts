import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Run, TextHit } from '../../contract.ts';
import { nearHours } from '../read/run-filter.ts';
import { snippetColumn, textMatch } from '../read/text-match.ts';
import { sees, sightOf } from '../sight.ts';
import { snippetText } from './snippet.ts';

type Hit = { team_id: string; trace_id: string; span_id: string; role: string; snippet: string };
type Step = { team_id: string; trace_id: string; span_id: string; run_id: string };

/** Places in one trace that are looked at for its runs. */
const perTrace = 20;

/** Where these words stand in each of these runs; nothing of runs whose text the asker may not read. */
export async function textHits(
  ctx: Ctx,
  warehouse: Warehouse,
  asked: { q: string; runs: readonly Run[] },
): Promise<TextHit[]> {
  authorize(ctx, 'run.read', 'anywhere');
  const { content } = sightOf(ctx);
  const readable = asked.runs.filter((run) =>
    sees(content, { team_id: run.teamId, agent: run.agent, environment: run.environment ?? '' }),
  );
  if (readable.length === 0) return [];
  const { where, params } = textMatch(asked.q);
  const traces = [...new Set(readable.map((run) => run.traceId))];
  // Bloom filters of all the past are more to read than the rows.
  const times = readable.map((run) => run.startedAt).sort();
  const near = nearHours(times[0], times.at(-1));
  const own = { ...params, ...near.params, workspace: ctx.workspaceId, traces };
  const among = 'workspace_id = {workspace:String} AND trace_id IN {traces:Array(String)}';
  const found = `SELECT team_id, trace_id, span_id, role, ${snippetColumn} AS snippet FROM content
    WHERE ${among} AND ${near.hours} AND ${where} ORDER BY at LIMIT ${perTrace} BY team_id, trace_id`;
  const hits = await warehouse.query<Hit>(found, own);
  if (hits.length === 0) return [];
  const steps = await warehouse.query<Step>(
    `SELECT team_id, trace_id, span_id, argMax(run_id, version) AS run_id FROM steps
      WHERE ${among} AND ${near.minutes} AND span_id IN {spans:Array(String)} GROUP BY team_id, trace_id, span_id`,
    { ...own, spans: [...new Set(hits.map((hit) => hit.span_id))].slice(0, 200) },
  );
  const runOf = new Map(steps.map((step) => [keyOf(step), step.run_id]));
  const all = content === 'all';
  return readable.flatMap((run) => {
    const hit = hits.find((one) => runOf.get(keyOf(one)) === run.id && (all || one.team_id === run.teamId));
    return hit === undefined
      ? []
      : [{ runId: run.id, spanId: hit.span_id, role: hit.role, snippet: snippetText(hit.snippet) }];
  });
}

const keyOf = (row: { team_id: string; trace_id: string; span_id: string }): string =>
  `${row.team_id} ${row.trace_id} ${row.span_id}`;
