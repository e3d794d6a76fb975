import { expect, test } from 'vitest';
import { troubles } from './health-model.ts';

test('nothing known, nothing said', () => {
  expect(troubles({})).toEqual([]);
  expect(troubles({ warehouse: { status: 'up' }, state: { status: 'up' }, ingest: null })).toEqual([]);
});

test('trouble without figures means that nobody could be recognised: the control state is away', () => {
  expect(troubles({ status: 'degraded' }).map((t) => t.title)).toEqual(['Control state is not reachable']);
  expect(troubles({ status: 'ok' })).toEqual([]);
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

test('a disk that fills says how fast, and from when on telemetry is refused', () => {
  const disk = { status: 'filling', usedPercent: 83.96, freeBytes: 42e9, bytesPerDay: 1.3e9 };
  expect(troubles({ disk: { ...disk, fullAt: '2026-12-24T03:00:00.000Z' } })).toEqual([
    {
      what: 'disk',
      aspect: 'caution',
      title: 'Disk 83 % full',
      detail: '42.0 GB free, 1.3 GB more each day. If it goes on so, telemetry is refused from 2026-12-24.',
      since: null,
    },
  ]);
  expect(troubles({ disk: { status: 'ok', usedPercent: 10 } })).toEqual([]);
});

test('growth that is not known yet, or none, is not made up', () => {
  const disk = { status: 'filling', usedPercent: 90, freeBytes: 5e6, fullAt: null };
  for (const bytesPerDay of [null, 0, -7e6])
    expect(troubles({ disk: { ...disk, bytesPerDay } })[0]?.detail).toBe('5.0 MB free.');
});

test('a full disk comes first, and is red', () => {
  const all = troubles({ disk: { status: 'full', freeBytes: 3e8 }, warehouse: { status: 'down' } });
  expect(all.map((t) => [t.what, t.aspect])).toEqual([
    ['disk', 'danger'],
    ['warehouse', 'caution'],
  ]);
  expect(all[0]?.detail).toContain('300.0 MB left');
});
