import { expect, test } from 'vitest';
import { troubles } from './health-model.ts';

test('nothing known, nothing said', () => {
  expect(troubles({})).toEqual([]);
  expect(troubles({ warehouse: { status: 'up' }, state: { status: 'up' }, ingest: null })).toEqual([]);
});

test('a warehouse that is down says since when, and that telemetry is safe', () => {
  const [first] = troubles({ warehouse: { status: 'down', since: '2026-11-22T12:03:10Z' } });
  expect(first).toMatchObject({ title: 'Warehouse is restarting', since: '2026-11-22T12:03:10Z' });
  expect(first?.detail).toContain('still accepted');
});

test('several troubles, worst first', () => {
  const all = troubles({ warehouse: { status: 'starting' }, state: { status: 'down' }, ingest: { quarantined: 2 } });
  expect(all.map((t) => t.what)).toEqual(['warehouse', 'state', 'spool']);
  expect(all[0]?.title).toBe('Warehouse is starting');
  expect(all[2]?.title).toBe('2 segments in quarantine');
});
