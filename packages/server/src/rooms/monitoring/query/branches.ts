import { type PartId, partOf, type Rows } from './catalogue/parts.ts';
import type { Column, Source } from './catalogue/sources.ts';
import { inRanges } from '../views/totals/figures.ts';
import type { Range, Split } from '../views/totals/tiers.ts';
import { type Grain, tiersFor } from './grain.ts';
import type { Use } from './plan.ts';

/** What all branches of a question have in common. */
export type Cut = {
  dimensions: readonly string[];
  grain: Grain;
  timeZone: string;
  split: Split;
  /** Conditions on `workspace_id`, `team_id` and, but for sources `ofTeams`, `agent` and `environment`. */
  visible: string;
  /** Conditions on columns of a source. */
  narrowed: (source: Source) => string;
};

/** A run may have begun so long before what belongs to it, and, by clocks that disagree, so little after. Seconds. */
const [runBefore, runAfter] = [2 * 86_400, 3600];

/** SELECTs whose rows hold the parts that are asked for, to be added up. Parts are named by use: `p0_cost` of the first. */
export function branchesOf(uses: readonly Use[], cut: Cut): string[] {
  return uses.flatMap(({ source }, at) => {
    const select = (rows: Rows): string => columnsOf(uses, at, rows, cut);
    const { days, hours, minutes, live } = cut.split;
    const rowRanges = source.tier === null ? joined([...days, ...hours, ...minutes, ...live]) : live;
    const closed = source.tier === null ? [] : tiersFor(cut.grain, cut.timeZone, cut.split);
    return [
      ...closed.map(
        ([suffix, ranges]) =>
          `SELECT ${select(source.rows)} FROM ${source.tier}_${suffix} AS x FINAL WHERE ${cut.visible} AND ${inRanges(ranges)}${cut.narrowed(source)}`,
      ),
      ...(rowRanges.length === 0 ? [] : [`SELECT ${select(source.open.parts)} FROM ${rowsOf(source, cut, rowRanges)}`]),
    ];
  });
}

/** Names of the tables that `branchesOf` reads. */
export function tablesOf(uses: readonly Use[], { grain, timeZone, split }: Cut): string[] {
  const named = uses.flatMap(({ source: { tier, open, ofRuns } }) => [
    ...(tier === null ? [] : tiersFor(grain, timeZone, split).map(([suffix]) => `${tier}_${suffix}`)),
    ...(tier === null || split.live.length > 0 ? [open.from] : []),
    ...(ofRuns === null ? [] : ['runs']),
  ]);
  return [...new Set(named)];
}

function columnsOf(uses: readonly Use[], at: number, rows: Rows, { dimensions, grain }: Cut): string {
  const { columns } = uses[at]!.source;
  const parts = uses.flatMap((use, other) =>
    use.parts.map((part) => `${other === at ? partOf(part)[rows]! : nothing(part)} AS ${partName(other, part)}`),
  );
  return [
    ...(grain === 'none' ? [] : ['x.bucket AS b']),
    ...dimensions.map((id, index) => `${keyOf(columns[id]!)} AS k${index}`),
    ...parts,
    // Rollups keep rows of zeros for keys that vanished.
    `${anyOf[rows]} AS p_any`,
  ].join(', ');
}

const anyOf: Record<Rows, string> = {
  ...{ agents: 'x.invocations', metrics: 'x.spans', invocations: 'toUInt64(1)', steps: 'toUInt64(1)' },
  ...{ runs: 'toUInt64(1)', run_totals: 'toUInt64(1)', scores: 'toUInt64(1)' },
};

const keyOf = ({ sql, list }: Column): string =>
  list === true ? `arrayJoin(if(empty(${sql}), [''], CAST(${sql}, 'Array(String)')))` : `toString(${sql})`;

export const partName = (use: number, part: PartId): string => `p${use}_${part}`;

const nothing = (part: PartId): string =>
  ({ sum: 'NULL', histogram: "CAST(map(), 'Map(UInt16, UInt64)')", set: 'emptyArrayString()' })[partOf(part).fold];

function rowsOf(source: Source, { visible, narrowed }: Cut, ranges: readonly Range[]): string {
  const { from: table, where } = source.open;
  const narrow = narrowed(source);
  const within = table === 'scores' ? inMoments(ranges) : inRanges(ranges);
  const minute = table === 'scores' ? ', toStartOfMinute(at) AS bucket' : '';
  // Scores are made visible by the runs that they belong to, where they are joined with them.
  const seen = table === 'scores' && source.ofRuns !== null ? 'workspace_id = {workspace:String}' : visible;
  const own = `${seen} AND ${within} AND ${where}`;
  if (source.ofRuns === null && minute === '') return `${table} AS x FINAL WHERE ${own}${narrow}`;
  const rows = `(SELECT *${minute} FROM ${table} FINAL WHERE ${own}) AS x`;
  if (source.ofRuns === null) return `${rows} WHERE 1${narrow}`;
  return `${rows} INNER JOIN ${runsOf(source.ofRuns, visible, ranges)} ON r.${source.ofRuns} = x.${source.ofRuns} AND r.team_id = x.team_id WHERE 1${narrow}`;
}

const ofRun = 'conversation_id, user_id, prompt_name, prompt_version, service, tags';
/** A score of a trace holds for each agent, release and environment that ran in it, once. */
const ofTrace = `agent, release, environment, ${ofRun}`;

function runsOf(by: 'run_id' | 'trace_id', visible: string, ranges: readonly Range[]): string {
  const low = Math.max(0, Math.min(...ranges.map((range) => range.low)) - runBefore);
  const high = Math.max(...ranges.map((range) => range.high)) + runAfter;
  const within = inRanges([{ low, high: Math.min(high, 4_294_967_295) }]);
  const columns = by === 'run_id' ? ofRun : ofTrace;
  return `(SELECT ${by === 'run_id' ? '' : 'DISTINCT '}${by}, team_id, ${columns} FROM runs FINAL WHERE ${visible} AND ${within} AND is_deleted = 0) AS r`;
}

/** Scores have no minute of their own: their key is the trace. */
const inMoments = (ranges: readonly Range[]): string =>
  `(${ranges.map(({ low, high }) => `at >= toDateTime(${low}) AND at < toDateTime(${high})`).join(' OR ')})`;

/** Ranges that touch are one. */
function joined(ranges: readonly Range[]): Range[] {
  const sorted = ranges.toSorted((a, b) => a.low - b.low);
  const out: Range[] = [];
  for (const range of sorted) {
    const last = out.at(-1);
    if (last !== undefined && last.high >= range.low) last.high = Math.max(last.high, range.high);
    else out.push({ ...range });
  }
  return out;
}
