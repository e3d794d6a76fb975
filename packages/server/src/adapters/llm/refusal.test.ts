import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { pauseAfter } from './pause.ts';
import { printed, refusalOf } from './refusal.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const refusal = (status: number, body: unknown, retryAfter: string | null = null) =>
  refusalOf({ status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter, now }, 'sk-key-123');
const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

test.each([
  [
    400,
    error('This model’s maximum context length is 8192 tokens', { code: 'context_length_exceeded' }),
    'model.too_long',
  ],
  [
    400,
    error('prompt is too long: 210000 tokens > 200000 maximum', { type: 'invalid_request_error' }),
    'model.too_long',
  ],
  [400, { detail: 'exceeds the available context size' }, 'model.too_long'],
  [400, error('no', { code: 'content_filter' }), 'model.filtered'],
  [400, error('no', { innererror: { code: 'ResponsibleAIPolicyViolation' } }), 'model.filtered'],
  [400, error('temperature: must be below 2'), 'model.refused'],
  [404, { error: 'model "x" not found' }, 'model.refused'],
  [401, error('Incorrect API key'), 'model.key_refused'],
  [403, '<html>', 'model.key_refused'],
  [429, error('slow down'), 'model.rate_limited'],
  [503, '', 'model.overloaded'],
  [529, error('Overloaded', { type: 'overloaded_error' }), 'model.overloaded'],
  [500, error('maximum context length, says a server in trouble'), 'model.failed'],
  [502, '<html>Bad gateway</html>', 'model.failed'],
  [302, '', 'model.redirected'],
  [200, error('slow', { type: 'rate_limit_error' }), 'model.rate_limited'],
] as const)('%i %j is %s', (status, body, code) => {
  expect(refusal(status, body).told.code).toBe(code);
});

test('asked again is what was limited or overloaded, not a quota that is used up', () => {
  expect(refusal(429, error('slow')).mayRepeat).toBe(true);
  expect(refusal(529, '').mayRepeat).toBe(true);
  expect(refusal(429, error('pay', { code: 'insufficient_quota' })).mayRepeat).toBe(false);
  for (const status of [302, 400, 401, 404, 500, 502]) expect(refusal(status, '').mayRepeat).toBe(false);
});

test.each([
  ['7', 7],
  ['0.5', 1],
  ['Sun, 22 Nov 2026 12:00:30 GMT', 30],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['99999999999', undefined],
])('Retry-After: %s', (header, seconds) => {
  expect(refusal(429, '', header).told.retryAfterSeconds).toBe(seconds);
});

test('what the provider says is one safe line, without the key', () => {
  const said = refusal(401, error('key sk-key-123 is\nwrong \u001b[2J\u202e now')).told.message;
  expect(said).toContain('It said: "key … is wrong [2J now');
  expect(refusal(400, '').told.message).toContain('It said: "nothing"');
  expect(refusal(400, { detail: [{ msg: 'field required' }, { msg: 'too small' }] }).told.message).toContain(
    'field required, too small',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      const line = printed(text, null);
      expect(line.length).toBeLessThanOrEqual(301);
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('pauses grow, keep what was told, and never outlast patience', () => {
  const after = (attempts: number, retryAfterSeconds?: number, mayRepeat = true) =>
    pauseAfter(
      {
        mayRepeat,
        told: new AppError('model.overloaded', retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      },
      { attempts, leftMs: 60_000, random: 0.5 },
    );
  expect([after(1), after(2), after(3)]).toEqual([500, 1000, null]);
  expect([after(1, 4), after(1, 0), after(1, 30), after(1, 4, false)]).toEqual([4500, 0, null, null]);
  const told = new AppError('model.overloaded');
  expect(pauseAfter({ mayRepeat: true, told }, { attempts: 1, leftMs: 300, random: 0 })).toBe(250);
  expect(pauseAfter({ mayRepeat: true, told }, { attempts: 1, leftMs: 250, random: 0 })).toBeNull();
});
