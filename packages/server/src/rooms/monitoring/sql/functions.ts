/**
 * What may be called: nothing that reaches out, waits, tells of the server or of who asks, counts up numbers, or makes much of little.
 * A list of what is allowed, never of what is not: the engine gains functions with every version.
 */
const scalar = `abs sign floor ceil round trunc sqrt exp ln log log2 log10 pow intDiv intDivOrZero modulo moduloOrZero greatest least
  plus minus multiply divide negate bitAnd bitOr bitXor
  if multiIf coalesce ifNull nullIf isNull isNotNull assumeNotNull isNaN isFinite
  lower upper lowerUTF8 upperUTF8 length lengthUTF8 empty notEmpty substring substringUTF8 left right leftUTF8 rightUTF8 concat trim
  trimLeft trimRight startsWith endsWith position positionCaseInsensitive countSubstrings match like ilike notLike extract
  extractAll replaceOne replaceAll splitByChar splitByString arrayStringConcat reverse reverseUTF8 hasToken
  cityHash64 sipHash64 toString toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64 toDate toDateTime
  toBool toInt64OrNull toUInt64OrNull toFloat64OrNull toInt64OrZero toFloat64OrZero toDateOrNull toDateTimeOrNull parseDateTimeBestEffortOrNull
  now today yesterday toYear toQuarter toMonth toDayOfMonth toDayOfWeek toHour toMinute toSecond toStartOfYear toStartOfQuarter
  toStartOfMonth toStartOfWeek toMonday toStartOfDay toStartOfHour toStartOfMinute toStartOfFiveMinutes toStartOfTenMinutes
  toStartOfFifteenMinutes toStartOfInterval toYYYYMM toYYYYMMDD toUnixTimestamp fromUnixTimestamp dateDiff dateTrunc dateAdd dateSub
  addSeconds addMinutes addHours addDays addWeeks addMonths subtractSeconds subtractMinutes subtractHours subtractDays subtractWeeks
  subtractMonths formatDateTime timeSlot
  has hasAny hasAll indexOf countEqual arrayElement arraySlice arrayDistinct arraySort arrayReverseSort arrayReverse arrayConcat
  arrayMap arrayFilter arrayExists arrayAll arrayCount arraySum arrayAvg arrayMin arrayMax arrayFirst arrayUniq arrayIntersect
  arrayJoin tuple tupleElement array formatReadableSize formatReadableQuantity formatReadableTimeDelta
  xor equals notEquals less greater lessOrEquals greaterOrEquals`;

const aggregate = `count sum avg min max any anyLast argMin argMax median quantile quantileExact quantiles quantileTDigest uniq uniqExact
  uniqCombined groupArray groupUniqArray topK stddevPop stddevSamp varPop varSamp covarPop covarSamp corr skewPop kurtPop entropy
  sumKahan deltaSum simpleLinearRegression`;

const window = `row_number rank dense_rank percent_rank ntile first_value last_value nth_value lagInFrame leadInFrame`;

/** Names that people know from other databases. */
const otherNames: Record<string, string> = {
  date_trunc: 'dateTrunc',
  date_diff: 'dateDiff',
  datediff: 'dateDiff',
  substr: 'substring',
  ltrim: 'trimLeft',
  rtrim: 'trimRight',
  ceiling: 'ceil',
  power: 'pow',
  truncate: 'trunc',
  strpos: 'position',
};

const words = (list: string): string[] => list.split(/\s+/);
type Kind = 'scalar' | 'aggregate' | 'window';
export type AllowedFunction = { name: string; kind: Kind };

const allowed = new Map<string, AllowedFunction>();
for (const [kind, list] of [
  ['scalar', scalar],
  ['aggregate', aggregate],
  ['window', window],
] as const)
  for (const name of words(list)) allowed.set(name.toLowerCase(), { name, kind });
for (const name of words(aggregate)) allowed.set(`${name}If`.toLowerCase(), { name: `${name}If`, kind: 'aggregate' });
for (const [other, name] of Object.entries(otherNames)) allowed.set(other, allowed.get(name.toLowerCase())!);

/** As the engine spells it, whatever the case; null = not to be called here. */
export const functionOf = (name: string): AllowedFunction | null => allowed.get(name.toLowerCase()) ?? null;

/** All of them, for the list beside the editor. */
export const functionNames: readonly string[] = [...new Set([...allowed.values()].map(({ name }) => name))].toSorted();

/** Functions that take `x -> …`. */
export const takesLambda = (name: string): boolean =>
  /^array(Map|Filter|Exists|All|Count|Sum|Avg|Min|Max|First|Sort|ReverseSort)$/.test(name);

export const castTypes = words(
  'String Bool Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64 Date DateTime',
);
export const intervalUnits = words('SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR');
