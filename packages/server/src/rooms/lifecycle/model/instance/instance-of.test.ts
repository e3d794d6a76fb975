import { expect, test } from 'vitest';
import { instanceOf, type InstanceRow } from './instance-of.ts';

const now = 1_800_000_000_000;
const at = (ms: number): Date => new Date(now + ms);
const row = (changes: Partial<InstanceRow> = {}): InstanceRow => ({
  ...{ instance: 'pod-1', environment: 'production', release_digest: 'aa', seq: '7', sdk: 'signalbox-js/0.1.0' },
  ...{ started_at: at(-60_000), last_seen_at: at(-1_000), lease_until: at(29_000), stopped: false, ...changes },
});
const served = new Set(['aa', 'bb']);

test('alive while its lease lasts, then lost; stopped once it has said so, whatever its lease', () => {
  const states = (changes: Partial<InstanceRow>) => instanceOf(row(changes), served, now).state;
  expect(states({})).toBe('alive');
  expect(states({ lease_until: at(0) })).toBe('lost');
  expect(states({ stopped: true })).toBe('stopped');
  expect(states({ stopped: true, lease_until: at(-1) })).toBe('stopped');
});

test('current is who is alive and runs what is served, the candidate too', () => {
  const current = (changes: Partial<InstanceRow>) => instanceOf(row(changes), served, now).current;
  expect(current({})).toBe(true);
  expect(current({ release_digest: 'bb' })).toBe(true);
  expect(current({ release_digest: 'cc' })).toBe(false);
  expect(current({ release_digest: null })).toBe(false);
  expect(current({ lease_until: at(-1) })).toBe(false);
  expect(current({ stopped: true })).toBe(false);
  expect(instanceOf(row(), new Set(), now).current).toBe(false);
});

test('numbers are numbers and times are ISO', () => {
  expect(instanceOf(row(), served, now)).toEqual({
    ...{ instance: 'pod-1', environment: 'production', release: 'aa', seq: 7, sdk: 'signalbox-js/0.1.0' },
    ...{ startedAt: at(-60_000).toISOString(), lastSeenAt: at(-1_000).toISOString() },
    ...{ leaseUntil: at(29_000).toISOString(), state: 'alive', current: true },
  });
});
