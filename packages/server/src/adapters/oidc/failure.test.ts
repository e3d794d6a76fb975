import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../spine/errors.ts';
import { failure, isPersonRefusal, isTokenRefusal } from './failure.ts';

const bodyError = (error: string): ResponseBodyError =>
  new ResponseBodyError('the server said so', {
    cause: { error, error_description: 'a text that may hold anything <script>' } as never,
    response: new Response('', { status: 400 }),
  });
const answerError = (error: string): AuthorizationResponseError =>
  new AuthorizationResponseError('refused', {
    cause: new URLSearchParams({ error, error_description: 'anything' }) as never,
  });

describe('what went wrong at the provider', () => {
  test('a failure of ours stays what it is', () => {
    const own = new AppError('access.no_group');
    expect(failure(own)).toBe(own);
  });

  test('the provider’s code is told, its own text never', () => {
    for (const error of [bodyError('invalid_client'), answerError('invalid_client')]) {
      const told = failure(error);
      expect(told).toMatchObject({
        code: 'access.provider_failed',
        params: { reason: 'invalid_client' },
        cause: error,
      });
      expect(told.message).not.toMatch(/script|anything|said so/);
    }
  });

  test.each([
    ['<img src=x onerror=alert(1)>', 'img srcx onerroralert1'],
    ['a\nb\u001b[31m', 'ab31m'],
    ['x'.repeat(500), 'x'.repeat(60)],
    ['', ''],
  ])('a code that is none is made harmless: case %#', (code, reason) => {
    expect(failure(bodyError(code)).params).toEqual({ reason });
  });

  test('of the client itself its code, of all else nothing', () => {
    const reason = (code?: string): unknown =>
      failure(Object.assign(new ClientError('bad'), { code })).params['reason'];
    expect([reason('OAUTH_TIMEOUT'), reason()]).toEqual(['OAUTH_TIMEOUT', 'an answer that does not fit']);
    for (const error of [new Error('connect ECONNREFUSED 10.0.0.7:443'), new TypeError('fetch failed'), 'text', null])
      expect(failure(error).params).toEqual({ reason: 'nothing' });
  });
});

describe('who is refused', () => {
  test('a refresh token that counts no more, and not a client that is misconfigured', () => {
    expect(isTokenRefusal(bodyError('invalid_grant'))).toBe(true);
    for (const code of ['invalid_client', 'invalid_request', 'unauthorized_client', 'INVALID_GRANT', ''])
      expect(isTokenRefusal(bodyError(code))).toBe(false);
    for (const error of [answerError('invalid_grant'), new Error('invalid_grant'), null, { error: 'invalid_grant' }])
      expect(isTokenRefusal(error)).toBe(false);
  });

  test('an error that only looks like a challenge shuts nobody out', () => {
    for (const error of [{ status: 401 }, new Error('401'), bodyError('invalid_token'), null])
      expect(isPersonRefusal(error)).toBe(false);
  });
});
