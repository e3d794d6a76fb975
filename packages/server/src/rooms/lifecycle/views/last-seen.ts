import type { Warehouse } from '../../../ports/warehouse.ts';

/** `<team> <key>`. */
export const seenKey = (teamId: string, key: string): string => `${teamId} ${key}`;

const tier = (
  table: string,
  bound: string,
): string => `SELECT team_id, agent, max(last_start) AS last FROM ${table} FINAL
  WHERE workspace_id = {workspace:String} AND invocations > 0 ${bound} GROUP BY team_id, agent`;

const sql = `SELECT team_id AS team, agent, toUnixTimestamp64Milli(max(last)) AS at FROM (
    ${tier('agents_1d', '')} UNION ALL ${tier('agents_1h', "AND bucket >= now('UTC') - 172800")}
    UNION ALL ${tier('agents_1m', "AND bucket >= now('UTC') - 10800")})
  GROUP BY team, agent`;

type Seen = ReadonlyMap<string, string>;
/** Who runs within a window is told by its figures; the others ran long ago, and that stays so for a while. */
const keptMs = 30_000;

/** When each agent last ran, however long ago, from the rollups: an hour may be missing that is not closed yet. */
export class LastSeen {
  readonly #warehouse: Warehouse;
  readonly #monotonic: () => number;
  readonly #known = new Map<string, { at: number; seen: Promise<Seen> }>();

  constructor(warehouse: Warehouse, monotonic: () => number = () => performance.now()) {
    this.#warehouse = warehouse;
    this.#monotonic = monotonic;
  }

  /** ISO 8601 by `<team> <key>`; asked at most twice a minute. What failed is asked again. */
  of(workspaceId: string): Promise<Seen> {
    const now = this.#monotonic();
    const held = this.#known.get(workspaceId);
    if (held !== undefined && now - held.at < keptMs) return held.seen;
    const seen = this.#ask(workspaceId);
    this.#known.set(workspaceId, { at: now, seen });
    seen.catch(() => this.#known.delete(workspaceId));
    return seen;
  }

  async #ask(workspaceId: string): Promise<Seen> {
    const rows = await this.#warehouse.query<{ team: string; agent: string; at: string }>(sql, {
      workspace: workspaceId,
    });
    return new Map(rows.map(({ team, agent, at }) => [seenKey(team, agent), new Date(Number(at)).toISOString()]));
  }
}
