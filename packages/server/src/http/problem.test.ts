import { HTTPException } from 'hono/http-exception';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { Problem } from '../ports/edge.ts';
import { AppError } from '../spine/errors.ts';
import { asAppError, problemOf } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

test('a problem has the code, its words and the request it came from, and says when to come back', () => {
  const error = new AppError('access.throttled', { params: { seconds: 30 }, retryAfterSeconds: 30 });
  const { status, headers, body } = problemOf(error, 'req_1');
  expect(status).toBe(429);
  expect(headers).toEqual({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'retry-after': '30',
  });
  expect(Problem.parse(body)).toEqual({
    type: 'urn:signalbox:error:access.throttled',
    code: 'access.throttled',
    title: 'Too many tries',
    detail: 'Wait 30 s before the next try, or use a sign-in link (signalbox login-link).',
    requestId: 'req_1',
    fields: [],
  });
});

test('who is not signed in is told how one signs in; who is, is not', () => {
  const headersOf = (code: 'access.unauthenticated' | 'access.key_invalid') =>
    problemOf(new AppError(code), 'r').headers;
  expect(headersOf('access.unauthenticated')['www-authenticate']).toBe('Bearer realm="signalbox"');
  expect(headersOf('access.key_invalid')['www-authenticate']).toBeUndefined();
});

test.each([
  [new HTTPException(400), 'request.malformed'],
  [new HTTPException(415), 'request.unsupported_type'],
  [new HTTPException(418), 'internal.unexpected'],
  [new TypeError('secret detail'), 'internal.unexpected'],
  ['text', 'internal.unexpected'],
  [undefined, 'internal.unexpected'],
])('%o becomes %s', (thrown, code) => {
  const error = asAppError(thrown);
  expect(error.code).toBe(code);
  expect(JSON.stringify(problemOf(error, 'r').body)).not.toContain('secret detail');
});

test('an error of ours stays itself', () => {
  const error = new AppError('access.denied', { params: { action: 'x' } });
  expect(asAppError(error)).toBe(error);
});

test('every answer forbids frames, foreign scripts and guessing of types; answers of the API are not stored', async () => {
  const app = new Hono().use(securityHeaders);
  app.get('/api/v1/x', (c) => c.json({}));
  app.get('/api/v1/cached', (c) => c.json({}, 200, { 'cache-control': 'private' }));
  app.get('/page', (c) => c.html('<p>'));
  const headersOf = async (path: string): Promise<Headers> => (await app.request(path)).headers;
  for (const path of ['/api/v1/x', '/page', '/none']) {
    const headers = await headersOf(path);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-eval|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
  expect((await headersOf('/api/v1/x')).get('cache-control')).toBe('no-store');
  expect((await headersOf('/api/v1/cached')).get('cache-control')).toBe('private');
  expect((await headersOf('/page')).get('cache-control')).toBeNull();
});
