import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunListQuery } from '../../contract.ts';
import { pageFilter, runFilter } from './run-filter.ts';

const query = (given: Partial<RunListQuery>): RunListQuery => ({ limit: 50, ...given }) as RunListQuery;
const of = (given: Partial<RunListQuery>) => runFilter('wsp_1', { runs: 'all', content: 'all' }, query(given));
const placeholders = (where: string): string[] => [...where.matchAll(/\{(\w+):/g)].map(([, name]) => name!);

describe('conditions of a list of runs', () => {
  test('the workspace is always one of them', () => {
    expect(of({})).toEqual({ where: 'workspace_id = {workspace:String} AND 1', params: { workspace: 'wsp_1' } });
    expect(runFilter('wsp_1', { runs: [], content: [] }, query({})).where).toContain(
      'workspace_id = {workspace:String} AND (has(',
    );
  });

  test.each<[Partial<RunListQuery>, string, string]>([
    [{ teamId: 'tea_1' }, 'team_id = {teamId:String}', 'tea_1'],
    [{ agent: 'clerk' }, 'agent = {agent:String}', 'clerk'],
    [{ environment: 'prod' }, 'environment = {environment:String}', 'prod'],
    [{ outcome: 'failed' }, 'outcome = {outcome:String}', 'failed'],
    [{ state: 'running' }, 'state = {state:String}', 'running'],
    [{ conversation: 'c' }, 'conversation_id = {conversation:String}', 'c'],
    [{ user: 'u' }, 'user_id = {user:String}', 'u'],
  ])('%j', (given, condition, value) => {
    const { where, params } = of(given);
    expect(where).toBe(`workspace_id = {workspace:String} AND 1 AND ${condition}`);
    expect(Object.values(params)).toEqual(['wsp_1', value]);
  });

  test('an empty value is a value: runs without an environment can be asked for', () => {
    expect(of({ environment: '' }).params).toEqual({ workspace: 'wsp_1', environment: '' });
  });

  test('values are parameters, whatever they hold; each is named once and given', () => {
    const hostile = fc.constantFrom(`'; DROP TABLE runs; --`, '{workspace:String}', '\\', '`', '', 'clerk');
    fc.assert(
      fc.property(hostile, hostile, hostile, (agent, environment, user) => {
        const plain = of({ agent: 'x', environment: 'y', user: 'z' });
        const { where, params } = of({ agent, environment, user });
        expect(where).toBe(plain.where);
        expect(placeholders(where).toSorted()).toEqual(Object.keys(params).toSorted());
      }),
    );
  });
});

describe('between two moments', () => {
  test('from is included, to is not, and the minutes they lie in bound what is read', () => {
    const { where, params } = of({ from: '2026-11-22T10:00:30.000Z', to: '2026-11-22T11:00:00.500Z' });
    expect(where).toContain('start_time >= fromUnixTimestamp64Nano({from:Int64})');
    expect(where).toContain('start_time < fromUnixTimestamp64Nano({to:Int64})');
    expect(params).toMatchObject({
      fromMinute: Date.UTC(2026, 10, 22, 10) / 1000,
      toMinute: Date.UTC(2026, 10, 22, 11) / 1000,
    });
    expect(String(params['from'])).toBe(`${Date.UTC(2026, 10, 22, 10, 0, 30)}000000`);
    expect(String(params['to'])).toBe(`${Date.UTC(2026, 10, 22, 11) + 500}000000`);
  });

  test.each([
    '0001-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.000Z',
    '2200-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.000Z',
  ])('a year that no column holds, %s, is cut to its bounds instead of failing the query', (moment) => {
    const { params } = of({ from: moment, to: moment });
    for (const minute of [params['fromMinute'], params['toMinute']] as number[])
      expect(minute >= 0 && minute <= 4_294_967_295).toBe(true);
    for (const ns of [params['from'], params['to']])
      expect(BigInt.asIntN(64, BigInt(String(ns)))).toBe(BigInt(String(ns)));
  });
});

describe('one page', () => {
  test('the first has no place to go on after; the last no upper bound', () => {
    expect(pageFilter(60, null, null)).toEqual({ where: 'bucket >= toDateTime({low:UInt32})', params: { low: 60 } });
    expect(pageFilter(60, 120, null).params).toEqual({ low: 60, below: 120 });
  });

  test('goes on after a run by minute, start and id, each as a parameter', () => {
    const { where, params } = pageFilter(0, 180, [120, '123456789012345678', "r'1"]);
    expect(params).toEqual({ low: 0, below: 180, atMinute: 120, atStart: '123456789012345678', atRun: "r'1" });
    expect(new Set(placeholders(where))).toEqual(new Set(Object.keys(params)));
    expect(where).not.toContain("r'1");
  });
});
