import { ClickHouseError } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { mapError, unavailable } from './map-error.ts';

const engine = (code: string, message = 'x'): ClickHouseError => new ClickHouseError({ code, message, type: 'X' });

test('what may pass later can be tried again', () => {
  const lost = [
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('read'), { code: 'ECONNRESET' }),
    new Error('socket hang up'),
    new Error('aborted'),
    engine('202'),
    engine('252'),
    engine('394'),
    engine('241', '(total) memory limit exceeded: would use 641.19 MiB'),
  ];
  for (const error of lost) {
    expect(mapError(error), error.message).toMatchObject({
      code: 'warehouse.unavailable',
      status: 503,
      retryAfterSeconds: 1,
      cause: error,
    });
  }
});

test('a statement over its limits names the limit', () => {
  const limits = [
    [engine('159'), 'time'],
    [engine('241', 'Query memory limit exceeded'), 'memory'],
    [engine('396'), 'number of rows'],
  ] as const;
  for (const [error, limit] of limits) {
    const mapped = mapError(error);
    expect(mapped).toMatchObject({ code: 'warehouse.limit', status: 422 });
    expect((mapped as AppError).message).toContain(`allowed ${limit}.`);
  }
});

test('a full disk is its own error, however it is told, and passes when there is room', () => {
  const told = [
    engine('243', 'Cannot reserve 1.99 MiB, not enough space.'),
    engine('75', 'Cannot write to file /x, errno: 28, strerror: No space left on device'),
    engine('1001', 'std::filesystem: No space left on device'),
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
  ];
  for (const error of told)
    expect(mapError(error)).toMatchObject({ code: 'warehouse.disk_full', status: 503, retryAfterSeconds: 30 });
});

test('everything else is a defect that keeps its cause', () => {
  for (const error of [engine('62'), engine('60'), engine('516'), new TypeError('undefined is not a function')]) {
    expect(mapError(error)).toMatchObject({ code: 'warehouse.failed', status: 500, cause: error });
  }
});

test('an error of ours and an abort by the caller pass as they are', () => {
  const ours = unavailable();
  expect(mapError(ours)).toBe(ours);
  const reason = new Error('the caller left');
  expect(mapError(engine('394'), AbortSignal.abort(reason))).toBe(reason);
  expect(mapError(engine('62'), new AbortController().signal)).toMatchObject({ code: 'warehouse.failed' });
});
