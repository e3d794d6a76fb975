import type { ListedAgent } from '../../../../access/index.ts';
import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visibleTeams } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import type { SqlResult } from '../../contract-sql.ts';
import { bind, type Reach } from '../../sql/bind.ts';
import { check, type Checked } from '../../sql/check.ts';
import { failureOf } from '../../sql/failure.ts';
import { parse } from '../../sql/parse.ts';
import { placeOf, SqlRefusal } from '../../sql/refusal.ts';
import { runStatement } from '../../sql/run-statement.ts';
import type { Query } from '../../sql/tree.ts';
import { placeFilter, sightOf } from '../sight.ts';

type Asked = { sql: string; limit: number; signal?: AbortSignal; seconds?: number };

/**
 * Answers one SELECT over the documented tables with rows that the asker may see. `recordListed` is told of every agent whose text the
 * statement could reach, before it is run. Throws `monitoring.sql_syntax`, `…_not_allowed`, `…_too_large` with where, `…_failed`.
 */
export async function querySql(
  ctx: Ctx,
  warehouse: Warehouse,
  { sql, limit, signal, seconds }: Asked,
  recordListed: (ctx: Ctx, agents: readonly ListedAgent[]) => Promise<void>,
): Promise<SqlResult> {
  authorize(ctx, 'run.read', 'anywhere');
  const began = ctx.clock.monotonic();
  const reach = reachOf(ctx);
  const { query, checked } = understood(sql, reach);
  if (checked.content.size > 0) await recordListed(ctx, await agentsRead(warehouse, reach));
  const options = { limit, ...(signal !== undefined && { signal }), ...(seconds !== undefined && { seconds }) };
  const answer = await runStatement(warehouse, bind(query, checked, reach), options).catch((error: unknown) => {
    throw failureOf(error);
  });
  return { ...answer, elapsedMs: Math.round(ctx.clock.monotonic() - began) };
}

const reachOf = (ctx: Ctx): Reach => {
  const { runs, content } = sightOf(ctx);
  const teams = visibleTeams(ctx.actor, 'run.read');
  return { workspaceId: ctx.workspaceId, runs, content, teams, contentTeams: visibleTeams(ctx.actor, 'content.read') };
};

const codes = {
  syntax: 'monitoring.sql_syntax',
  not_allowed: 'monitoring.sql_not_allowed',
  too_large: 'monitoring.sql_too_large',
} as const;

function understood(sql: string, { content }: Reach): { query: Query; checked: Checked } {
  try {
    const query = parse(sql);
    return { query, checked: check(query, content === 'all' || content.length > 0) };
  } catch (error) {
    if (!(error instanceof SqlRefusal)) throw error;
    const { line, column } = placeOf(sql, error.at);
    const fields = [{ path: `sql.${error.at}`, message: error.message }];
    throw new AppError(codes[error.kind], {
      params: { why: `Line ${line}, column ${column}: ${error.message}` },
      fields,
    });
  }
}

async function agentsRead(warehouse: Warehouse, { workspaceId, content }: Reach): Promise<ListedAgent[]> {
  const { where, params } = placeFilter(content);
  const sql = `SELECT DISTINCT team_id, agent FROM runs WHERE workspace_id = {workspace:String} AND ${where} LIMIT 5000`;
  const rows = await warehouse.query<{ team_id: string; agent: string }>(sql, { workspace: workspaceId, ...params });
  return rows.map(({ team_id: teamId, agent }) => ({ teamId, agent }));
}
