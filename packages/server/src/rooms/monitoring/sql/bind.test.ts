import { expect, test } from 'vitest';
import { bind, type Reach } from './bind.ts';
import { check } from './check.ts';
import { parse } from './parse.ts';

const everything: Reach = { workspaceId: 'wsp_1', runs: 'all', content: 'all', teams: 'all', contentTeams: 'all' };
const bound = (sql: string, reach: Partial<Reach> = {}) => {
  const query = parse(sql);
  return bind(query, check(query, true), { ...everything, ...reach });
};

test('each table is bound wherever it stands; texts and workspace are parameters', () => {
  const { sql, params } = bound(
    "WITH c AS (SELECT run_id FROM runs WHERE agent = 'x') SELECT count() FROM c WHERE run_id IN (SELECT run_id FROM steps WHERE tool = 'x' OR tool = 'y')",
  );
  expect(sql.match(/FROM (runs|steps) AS t FINAL WHERE t\.workspace_id = \{workspace:String\}/g)).toHaveLength(2);
  expect(sql).toContain('FROM "q_c" AS "c"');
  expect(params).toEqual({ workspace: 'wsp_1', s0: 'x', s1: 'y' });
});

test('places bind team, agent and environment by parameters of their own', () => {
  const place = { teamId: 'tea_1', agents: ['clerk'], environment: 'prod' };
  const { sql, params } = bound('SELECT count() FROM runs', { runs: [place], content: [] });
  expect(sql).toContain(
    '(t.team_id = {seen_place0Team:String} AND has({seen_place0Agents:Array(String)}, t.agent) AND t.environment = {seen_place0Environment:String})',
  );
  expect(params).toMatchObject({
    seen_place0Team: 'tea_1',
    seen_place0Agents: ['clerk'],
    seen_place0Environment: 'prod',
  });
});

test('scores belong to teams alone: who sees one agent sees none of them', () => {
  const place = { teamId: 'tea_1', agents: ['clerk'], environment: null };
  const { sql, params } = bound('SELECT count() FROM scores', { runs: [place], teams: [] });
  expect(sql).toContain('has({seen_teams:Array(String)}, t.team_id)');
  expect(params).toMatchObject({ seen_teams: [] });
});

test('content is there only where it is named, and by who may read it', () => {
  expect(bound('SELECT * FROM runs').sql).not.toContain('input_preview');
  const whole = { teamId: 'tea_2', agents: null, environment: null };
  const { sql, params } = bound('SELECT input_preview FROM runs', { runs: 'all', content: [whole] });
  expect(sql).toMatch(
    /if\(\(has\(\{read_teams:Array\(String\)\}, t\.team_id\)\), nullIf\(toString\(t\.input_preview\), ''\), NULL\) AS input_preview/,
  );
  expect(sql).not.toContain('output_preview');
  expect(params).toMatchObject({ read_teams: ['tea_2'] });
});

test('bounds of time are put inside, with a day to either side', () => {
  const { sql } = bound("SELECT count() FROM runs WHERE started_at >= '2026-11-22'");
  expect(sql).toContain(
    "t.bucket >= toDateTime(toUInt32(greatest(0, least(4294967295, toInt64(toDateTime64({s0:String}, 0, 'UTC')) - 86400))), 'UTC')",
  );
  const twice = bound(
    "SELECT count() FROM runs AS a JOIN runs AS b ON a.run_id = b.run_id WHERE a.started_at >= '2026-11-22'",
  );
  expect(twice.sql).not.toContain('t.bucket');
});

test('columns without a name get one, and are told as they were written', () => {
  const { sql, names } = bound("SELECT count(), r.agent, countIf(outcome = 'a') FROM runs AS r GROUP BY r.agent");
  expect(sql).toContain('count() AS "x__0", "r"."agent" AS "agent"');
  expect([...names]).toEqual([
    ['x__0', 'count()'],
    ['x__1', "countIf((outcome = 'a'))"],
  ]);
});
