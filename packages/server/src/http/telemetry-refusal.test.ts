import { expect, test } from 'vitest';
import { AppError, type FieldError } from '../spine/errors.ts';
import type { ErrorCode } from '../spine/error-catalogue.ts';
import { createLog } from '../spine/log.ts';
import { telemetryRefusal } from './telemetry-refusal.ts';

const logged: string[] = [];
const log = createLog({ level: 'info', format: 'json' }, { write: (line: string) => void logged.push(line) });
function refuse(thrown: unknown) {
  logged.splice(0);
  return { ...telemetryRefusal(log, '/v1/traces', thrown), logged: logged.length };
}
const error = (code: ErrorCode, retryAfterSeconds?: number) =>
  new AppError(code, {
    params: {},
    fields: [] as FieldError[],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });

// Exporters send again what was answered with 429 or 503, and drop the batch after anything else.
test.each<[ErrorCode, number, number | undefined]>([
  ['ingest.overloaded', 429, 1],
  ['ingest.disk_full', 503, 1],
  ['ingest.no_room', 503, 1],
  ['state.unavailable', 503, 1],
  ['ingest.malformed', 400, undefined],
  ['ingest.inflated_too_large', 413, undefined],
  ['request.too_large', 413, undefined],
  ['ingest.unsupported_type', 415, undefined],
  ['access.key_invalid', 401, undefined],
  ['access.denied', 403, undefined],
  ['internal.unexpected', 503, 1],
])('%s is %i; again after %s', (code, status, again) => {
  const { text, ...told } = refuse(error(code));
  expect([told.status, told.retryAfterSeconds]).toEqual([status, again]);
  expect(text.startsWith(`${code}: `)).toBe(true);
});

test('a time that the failure knows itself is told', () => {
  expect(refuse(error('ingest.overloaded', 30)).retryAfterSeconds).toBe(30);
});

test.each([new TypeError('cannot read 0xdead'), 'text', undefined, null])(
  'what nobody foresaw, %o, is to be sent again, tells nothing of itself, and is in the log',
  (thrown) => {
    const told = refuse(thrown);
    expect([told.status, told.retryAfterSeconds, told.logged]).toEqual([503, 1, 1]);
    expect(told.text).not.toContain('0xdead');
    expect(logged[0]).toContain('/v1/traces');
  },
);

test('a sender’s mistake is not in the log: anybody could fill the disk with them', () => {
  for (const code of ['ingest.malformed', 'access.key_invalid', 'ingest.overloaded'] as const)
    expect(refuse(error(code)).logged).toBe(0);
});
