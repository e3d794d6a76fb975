import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import type { ListedAgent } from '../../../../access/index.ts';
import type { SqlResult } from '../../contract-sql.ts';
import { views } from '../../sql/views.ts';
import { ctxOf, keyWithout, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { querySql } from './query-sql.ts';
import { plant } from './plant.fixture.ts';

let telemetry: TestTelemetry;
let other: TestTelemetry;
beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  other = telemetry.elsewhere();
  await plant(telemetry, 'OWN', ['tea_a', 'tea_b']);
  await plant(other, 'FOREIGN', ['tea_a', 'tea_b']);
});
afterAll(() => telemetry.warehouse.close());

const everyone = viewer(null);
const recorded: (readonly ListedAgent[])[] = [];
const ask = (sql: string, actor: Actor = everyone, limit = 1_000): Promise<SqlResult> =>
  querySql(ctxOf(telemetry.workspaceId, actor), telemetry.warehouse, { sql, limit }, async (_, agents) => {
    recorded.push(agents);
  });
const rowsOf = async (sql: string, actor: Actor = everyone): Promise<unknown[][]> => (await ask(sql, actor)).rows;

describe('tables', () => {
  test.each([...views.values()].map((view) => [view.name, view] as const))(
    '%s has the columns it says',
    async (name, view) => {
      const list = view.columns.map((column) => `${column.name}`).join(', ');
      const { columns, rows } = await ask(`SELECT ${list} FROM ${name}`);
      expect(columns).toEqual(view.columns.map((column) => ({ name: column.name, type: column.type })));
      expect(rows.length).toBe(4);
      expect(JSON.stringify(rows)).not.toContain('FOREIGN');
      const plain = await ask(`SELECT * FROM ${name}`, keyWithout('tea_a'));
      expect(plain.columns.map((column) => column.name)).toEqual(
        view.columns.filter(({ content }) => content !== true).map((column) => column.name),
      );
      expect(plain.rows.length).toBe(2);
      expect(JSON.stringify(plain.rows)).not.toMatch(/FOREIGN|tea_b|SAID/);
    },
  );
});

describe('statements', () => {
  test.each<[string, unknown[][]]>([
    ['SELECT count() FROM runs', [[4]]],
    [
      'SELECT count(*) AS n, agent FROM runs GROUP BY agent ORDER BY agent',
      [
        [2, 'OWN clerk'],
        [2, 'OWN helper'],
      ],
    ],
    [
      "SELECT outcome, countIf(errors > 0) bad FROM runs WHERE outcome IN ('failed', 'completed') GROUP BY 1 ORDER BY 1",
      [
        ['completed', 0],
        ['failed', 2],
      ],
    ],
    [
      "WITH f AS (SELECT run_id, agent FROM runs WHERE outcome = 'failed') SELECT agent, count() FROM f GROUP BY agent",
      [['OWN helper', 2]],
    ],
    [
      'SELECT r.agent, avg(s.number) FROM runs AS r JOIN scores AS s ON s.trace_id = r.trace_id GROUP BY r.agent ORDER BY 1',
      [
        ['OWN clerk', 0],
        ['OWN helper', 1],
      ],
    ],
    [
      'SELECT agent, n FROM (SELECT agent, count() AS n FROM steps GROUP BY agent) WHERE n > 1 ORDER BY agent',
      [
        ['OWN clerk', 2],
        ['OWN helper', 2],
      ],
    ],
    ['SELECT 1 AS x UNION ALL SELECT 1', [[1], [1]]],
    [
      'SELECT agent, row_number() OVER (PARTITION BY agent ORDER BY team_id DESC) AS n FROM runs ORDER BY agent, n LIMIT 1 BY agent',
      [
        ['OWN clerk', 1],
        ['OWN helper', 1],
      ],
    ],
    ['SELECT arraySort(arrayMap((x, y) -> concat(x, y), models, tools)) FROM runs LIMIT 1', [[['OWN modelOWN tool']]]],
    [
      "SELECT CASE WHEN 1 = 1 THEN 'a' ELSE 'b' END, [1, 2][1], (1, 'x'), CAST('7' AS UInt8), 7::String, NULL, TRUE, -3 % 2",
      [['a', 1, [1, 'x'], 7, '7', null, true, -1]],
    ],
    [
      "SELECT toStartOfDay(started_at) AS day, count() FROM runs WHERE started_at >= '2026-11-22' AND started_at < '2026-11-23 00:00:00' GROUP BY day",
      [['2026-11-22 00:00:00', 4]],
    ],
    [
      "SELECT count() FROM runs WHERE started_at > now() + INTERVAL 3 DAY OR started_at BETWEEN '2026-11-22' AND '2026-11-22 09:00:00'",
      [[0]],
    ],
    ["SELECT count() FROM runs WHERE started_at BETWEEN '2026-11-22' AND '2026-11-22 09:00:00'", [[0]]],
    ["SELECT count() FROM runs WHERE started_at >= '1971-01-01' AND started_at < '2100-01-01'", [[4]]],
    [
      "SELECT dateDiff('hour', started_at, started_at + INTERVAL 2 HOUR), formatDateTime(started_at, '%Y') FROM runs LIMIT 1",
      [[2, '2026']],
    ],
    ["SELECT 'it''s \\\\ {s0:String} -- \\n', 'x' LIKE '%', 'Ä'", [["it's \\ {s0:String} -- \n", 1, 'Ä']]],
    ['SELECT quantile(0.5)(duration_ms), quantiles(0.5, 0.9)(duration_ms), uniq(trace_id) FROM runs', [[5, [5, 5], 4]]],
    ['SELECT count() FROM runs AS "Ä b" WHERE "Ä b".steps IS NOT NULL AND NOT "Ä b".refused', [[4]]],
    [
      'SELECT a.run_id = b.run_id AS same, count() FROM runs a INNER JOIN runs b USING (trace_id) GROUP BY same',
      [[1, 4]],
    ],
    ['SELECT sum(steps) FROM metrics WHERE minute < now() + INTERVAL 10 YEAR', [[4]]],
    ['SELECT cost_usd, input_tokens FROM invocations WHERE is_top LIMIT 1', [[null, null]]],
    [
      'SELECT groupArray(steps), [[toInt64(-5)]], [toUInt64(18446744073709551615)], [NULL, toInt64(2)] FROM runs',
      [[[1, 1, 1, 1], [[-5]], ['18446744073709551615'], [null, 2]]],
    ],
    ["SELECT count() FROM runs WHERE started_at > '0001-01-01' AND started_at < '9999-12-31 23:59:59'", [[4]]],
    ['SELECT count() FROM runs WHERE started_at BETWEEN now() - INTERVAL 200 YEAR AND now() + INTERVAL 40 YEAR', [[4]]],
    ["SELECT 'x' AS workspace_id, count() FROM runs AS t WHERE workspace_id = 'x'", [['x', 4]]],
    ['SELECT (SELECT 9) AS steps, (SELECT count() FROM steps) AS n', [[9, 4]]],
  ])('%s', async (sql, rows) => {
    expect(await rowsOf(sql)).toEqual(rows);
  });

  test('columns are called as they were written, and the answer says what it leaves out', async () => {
    const found = await ask(
      "SELECT count(), countIf(outcome = 'failed'), r.agent, agent AS who FROM runs AS r GROUP BY r.agent",
      everyone,
      1,
    );
    expect(found.columns.map(({ name }) => name)).toEqual(['count()', "countIf((outcome = 'failed'))", 'agent', 'who']);
    expect(found).toMatchObject({ truncated: true, rows: [{ length: 4 }] });
  });

  test('columns of two tables that are called alike stand side by side', async () => {
    const join = 'FROM runs AS r JOIN scores AS s ON r.trace_id = s.trace_id';
    const both = await ask(`SELECT r.name, s.name ${join} LIMIT 1`);
    expect(both.columns.map(({ name }) => name)).toEqual(['name', 's.name']);
    expect(both.rows).toEqual([['OWN run', 'OWN score']]);
    const over = await ask('SELECT r.agent, upper(r.agent) AS agent FROM runs AS r ORDER BY r.run_id LIMIT 1');
    expect(over.columns.map(({ name }) => name)).toEqual(['r.agent', 'agent']);
    expect(over.rows).toEqual([['OWN clerk', 'OWN CLERK']]);
    expect(await rowsOf(`SELECT count() FROM (SELECT r.trace_id, s.trace_id ${join})`)).toEqual([[4]]);
  });

  test('refusals carry code, place and words; nothing is run', async () => {
    const failure = (code: string, more: object = {}) => ({ code, ...more });
    await expect(ask('SELECT 1;')).rejects.toMatchObject(
      failure('monitoring.sql_syntax', { fields: [{ path: 'sql.8' }] }),
    );
    await expect(ask('SELECT sleep(1)')).rejects.toMatchObject(
      failure('monitoring.sql_not_allowed', { params: { why: expect.stringMatching(/^Line 1, column 8: .+\.$/) } }),
    );
    await expect(ask('x'.repeat(30_000))).rejects.toMatchObject(failure('monitoring.sql_too_large', { status: 400 }));
    await expect(ask('SELECT agent + 1 FROM runs')).rejects.toMatchObject(
      failure('monitoring.sql_failed', { status: 422 }),
    );
    const nobody: Actor = { kind: 'guest', id: 'guest' } as Actor;
    await expect(ask('SELECT 1', nobody)).rejects.toMatchObject(failure('access.denied'));
  });
});

describe('content', () => {
  test('is shown where it may be read, and what could be read is recorded first', async () => {
    recorded.length = 0;
    const grants = [
      { role: 'viewer', teamId: 'tea_b', agentId: null, environment: null },
      { role: 'operator', teamId: 'tea_a', agentId: null, environment: null },
    ] as const;
    const mixed: Actor = { kind: 'person', id: 'per_m', sessionId: 'ses_m', grants };
    const rows = await rowsOf('SELECT team_id, input_preview FROM runs ORDER BY run_id', mixed);
    expect(rows.map((row) => row.join(': '))).toEqual(['tea_a: OWN SAID', 'tea_a: OWN SAID', 'tea_b: ', 'tea_b: ']);
    expect(recorded).toHaveLength(1);
    expect(recorded[0]).toHaveLength(2);
    expect(recorded[0]).toContainEqual({ teamId: 'tea_a', agent: 'OWN clerk' });
    await rowsOf('SELECT * FROM runs', mixed);
    expect(recorded).toHaveLength(1);
    await expect(ask('SELECT input_preview FROM runs', keyWithout('tea_a'))).rejects.toMatchObject({
      code: 'monitoring.sql_not_allowed',
    });
  });

  test('one agent or environment: rows of it alone', async () => {
    const bound = {
      kind: 'key',
      id: 'key_n',
      teamId: 'tea_a',
      agent: 'OWN clerk',
      environment: null,
      scopes: ['read'],
    } as const;
    expect(await rowsOf('SELECT team_id, agent FROM runs', bound)).toEqual([['tea_a', 'OWN clerk']]);
    expect(await rowsOf('SELECT count() FROM scores', bound)).toEqual([[0]]);
    expect(await rowsOf('SELECT count() FROM steps', { ...bound, environment: 'nowhere' })).toEqual([[0]]);
  });
});

describe('rows of others', () => {
  test.each([
    'SELECT count() FROM runs WHERE toUInt64(assumeNotNull(user_id)) > 0',
    'SELECT count() FROM (SELECT toUInt64(assumeNotNull(user_id)) AS u FROM runs) WHERE u > 0',
    "SELECT count() FROM runs WHERE intDiv(1, user_id != 'OWN') = 1",
    "SELECT sum(intDiv(1, user_id != 'OWN')) FROM runs",
    'SELECT count() FROM runs AS r JOIN scores AS s ON r.trace_id = s.trace_id WHERE toUInt64(assumeNotNull(r.user_id)) > 0',
    'SELECT toUInt64(assumeNotNull(user_id)) AS u FROM runs ORDER BY u LIMIT 10',
    'SELECT count() FROM runs GROUP BY toUInt64(assumeNotNull(user_id))',
  ])('are not even tried: %s', async (sql) => {
    // Users of the other team stand in the same blocks, and are no numbers.
    const found = await ask(sql, keyWithout('tea_a'));
    expect(found.rows.length).toBeGreaterThan(0);
    await expect(ask(sql)).rejects.toMatchObject({ code: 'monitoring.sql_failed' });
  });

  test('what an engine says of a value is not handed on', async () => {
    const said = ask('SELECT toUInt64(agent) FROM runs').then(
      () => '',
      (error: Error) => error.message,
    );
    expect(await said).toBe('A value does not fit what is done with it (CANNOT_PARSE_TEXT).');
    const typed = ask('SELECT arraySum(agent) FROM runs').then(
      () => '',
      (error: Error) => error.message,
    );
    expect(await typed).toMatch(/argument/i);
    expect(await typed).not.toContain('workspace');
  });
});

describe('limits hold in the engine', () => {
  // The same list twice would be joined once.
  const list = (from: number): string => `[${Array.from({ length: 100 }, (_, i) => from + i).join(', ')}]`;
  const many = (n: number): string => Array.from({ length: n }, (_, i) => `arrayJoin(${list(i)}) AS a${i}`).join(', ');
  const failure = async (sql: string, seconds?: number): Promise<string> => {
    const asked = { sql, limit: 10, ...(seconds !== undefined && { seconds }) };
    return querySql(ctxOf(telemetry.workspaceId, everyone), telemetry.warehouse, asked, async () => {}).then(
      () => 'answered',
      (error: Error & { code?: string; params?: { limit?: string } }) => `${error.code} ${error.params?.limit ?? ''}`,
    );
  };

  test('time', async () => {
    const began = performance.now();
    const sql = `SELECT count() FROM (SELECT ${many(4)}) AS x WHERE sipHash64(toString(a0 * a1 * a2 * a3)) = 1`;
    expect(await failure(sql, 1)).toMatch(/warehouse.limit (time|memory)/);
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  test('memory', async () => {
    const text = 'x'.repeat(4_000);
    const sql = `SELECT groupArray(concat('${text}', toString(a0 + a1 * 100 + a2 * 10000))) AS g FROM (SELECT ${many(3)})`;
    expect(await failure(sql)).toBe('warehouse.limit memory');
  });

  test('rows of the answer', async () => {
    const { rows, truncated } = await ask(`SELECT ${many(2)}`, everyone, 50);
    expect([rows.length, truncated]).toEqual([50, true]);
  });

  test('bytes of the answer', async () => {
    const text = 'x'.repeat(4_000);
    const found = ask(`SELECT concat('${text}', toString(a0 + a1)) FROM (SELECT ${many(2)})`, everyone, 10_000);
    await expect(found).rejects.toMatchObject({ code: 'warehouse.limit' });
  });
});

test('ten o’clock is where the rows are', () => expect(ten).toBe(1_795_341_600));
