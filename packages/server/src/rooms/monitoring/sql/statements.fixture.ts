import { views } from './views.ts';

/** A statement made by decisions: each number picks one way on, and nothing deep is begun once they run out. */
export function statementOf(decisions: readonly number[]): string {
  let at = 0;
  const pick = <T>(...ways: readonly T[]): T => {
    const decision = decisions[at];
    at += 1;
    return ways[decision === undefined ? 0 : decision % ways.length]!;
  };
  const isOver = (): boolean => at >= decisions.length;
  const view = () => pick(...views.values());
  type Source = { text: string; columns: string[] };

  const source = (): Source => {
    const { name, columns } = view();
    const all = columns.map((column) => column.name);
    if (isOver()) return { text: name, columns: all };
    return pick<() => Source>(
      () => ({ text: name, columns: all }),
      () => ({
        text: `(SELECT * FROM ${name} WHERE ${expr([])}) AS inner1`,
        columns: all.filter((one) => !isContent(one)),
      }),
      () => {
        const inner = all[pick(0, 1, 2, 3, 4)]!;
        return {
          text: `(SELECT ${inner} AS one, count() AS n FROM ${name} GROUP BY one) AS inner2`,
          columns: ['one', 'n'],
        };
      },
      () => ({
        text: `${name} AS l LEFT JOIN ${pick('runs', 'scores')} AS r ON l.${all[0]!} = r.trace_id`,
        columns: all.map((one) => `l.${one}`),
      }),
    )();
  };

  const leaf = (columns: readonly string[]): string =>
    columns.length > 0 && pick(true, true, false)
      ? pick(...columns)
      : pick('1', '0.5', 'NULL', "'OWN'", "'it''s \\\\ {s0:String} FOREIGN'", 'TRUE', "'2026-11-22'", 'now()');
  const expr = (columns: readonly string[], depth = 0): string => {
    if (isOver() || depth > 3) return leaf(columns);
    const one = (): string => expr(columns, depth + 1);
    const made = pick<() => string>(
      () => leaf(columns),
      () => leaf(columns),
      () => `toString(${one()})`,
      () => `(${one()} ${pick('=', '!=', '<', '>=')} ${one()})`,
      () => `(${one()} ${pick('AND', 'OR')} NOT ${one()})`,
      () => `${one()} IS ${pick('', 'NOT ')}NULL`,
      () => `CASE WHEN ${one()} THEN ${one()} ELSE ${one()} END`,
      () => `if(${one()}, ${one()}, ${one()})`,
      () => `toString(${one()}) ${pick('', 'NOT ')}LIKE '%${pick('OWN', 'FOREIGN')}%'`,
      () => `${one()} IN (${one()}, ${one()})`,
      () => `toString(${one()}) IN (SELECT toString(${pick('agent', 'team_id')}) FROM runs)`,
      () => `arrayMap(x -> concat(toString(x), 'y'), [${one()}, ${one()}])[1]`,
      () => `(SELECT ${pick('max(agent)', 'count()', 'groupArray(name)[1]')} FROM runs)`,
      () => `-(${one()}) % 7 + ${one()} * 2`,
      () => `CAST(${one()} AS Nullable(String))`,
      () => `coalesce(${one()}, 'a' || toString(${one()}))`,
      () => `count() OVER (PARTITION BY ${one()} ORDER BY ${one()} ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`,
    )();
    return `(${made})`;
  };

  const select = (): string => {
    const { text, columns } = source();
    const where = pick('', ` WHERE ${expr(columns)}`);
    const shape = pick<() => string>(
      () => `SELECT ${pick('', 'DISTINCT ')}* FROM ${text}${where}`,
      () =>
        `SELECT ${expr(columns)} AS a, ${expr(columns)} AS b FROM ${text}${where} ORDER BY a ${pick('', 'DESC NULLS LAST')} LIMIT 20`,
      () =>
        `SELECT ${pick(...columns)} AS k, ${pick('count()', 'uniq', 'groupArray', 'max', 'any')} FROM ${text}${where} GROUP BY k`.replaceAll(
          /(uniq|groupArray|max|any) FROM/g,
          (_, name: string) => `${name}(${pick(...columns)}) FROM`,
        ),
      () => `SELECT ${pick(...columns)} AS k, ${expr(columns)} AS v FROM ${text}${where} LIMIT 2 BY k LIMIT 9 OFFSET 1`,
    )();
    return shape;
  };

  return pick<() => string>(
    () => select(),
    () => select(),
    () => `SELECT agent AS a FROM runs UNION ALL SELECT toString(${expr([])}) AS a FROM steps`,
    () => `WITH c AS (${select()}) SELECT * FROM c`,
  )();
}

const isContent = (name: string): boolean =>
  [...views.values()].some(({ columns }) => columns.some((column) => column.name === name && column.content === true));
