import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEdge, type TestEdge } from './edge.fixture.ts';

let edge: TestEdge;
beforeAll(async () => {
  edge = await openTestEdge();
});
afterAll(() => edge.stop());

describe('problem+json', () => {
  test.each([
    ['GET', '/api/v1/nothing', undefined, 404, 'request.not_found'],
    ['GET', '/nothing.txt', undefined, 404, 'request.not_found'],
    ['PUT', '/api/v1/teams', undefined, 405, 'request.method_not_allowed'],
    ['GET', '/api/v1/teams', undefined, 401, 'access.unauthenticated'],
    ['POST', '/api/v1/sign-in/link', { token: 5 }, 400, 'request.invalid'],
    ['POST', '/api/v1/sign-in/link', { token: 'x' }, 410, 'access.link_invalid'],
  ])('%s %s answers %s', async (...[method, path, body, status, code]) => {
    const answer = await edge.call(null, method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ code, type: `urn:signalbox:error:${code}` });
    expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'fields', 'requestId', 'title', 'type']);
    expect(problem['requestId']).toBe(answer.headers.get('x-request-id'));
  });

  test('names each field that does not fit', async () => {
    const answer = await edge.call(null, 'POST', '/api/v1/sign-in', { email: 'x' });
    const { fields } = (await answer.json()) as { fields: { path: string }[] };
    expect(fields.map((f) => f.path).sort()).toEqual(['email', 'password']);
  });

  test('says which methods an address takes', async () => {
    const answer = await edge.call(null, 'DELETE', '/api/v1/teams');
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  test('a body that is no JSON, of another type, or too large', async () => {
    const send = (type: string, body: string): Promise<Response> | Response =>
      edge.app.request('/api/v1/sign-in/link', { method: 'POST', headers: { 'content-type': type }, body });
    expect(await (await send('application/json', '{')).json()).toMatchObject({ code: 'request.malformed' });
    expect(await (await send('text/plain', '{}')).json()).toMatchObject({ code: 'request.unsupported_type' });
    expect(await (await send('application/json', `"${'x'.repeat(2 << 20)}"`)).json()).toMatchObject({
      code: 'request.too_large',
    });
  });

  test('a defect answers 500 without its cause; the log has it under the request id', async () => {
    edge.state.db.selectFrom = () => {
      throw new Error('wires crossed at 0xdead');
    };
    const answer = await edge.call(await keyText(), 'GET', '/api/v1/teams');
    Reflect.deleteProperty(edge.state.db, 'selectFrom');
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('wires');
    const { requestId } = JSON.parse(text) as { requestId: string };
    expect(edge.logged.find((line) => line.includes('wires crossed'))).toContain(requestId);
  });
});

let known: string | null = null;
const keyText = async (): Promise<string> => (known ??= await edge.key());

describe('the log', () => {
  test('has a line a request, and no query, body, key or cookie', async () => {
    const key = await edge.key();
    edge.logged.length = 0;
    await edge.call(key, 'GET', '/api/v1/teams?limit=7');
    await edge.call(null, 'POST', '/api/v1/sign-in', {
      email: 'who@example.com',
      password: 'open sesame 123',
    });
    const text = edge.logged.join('');
    expect(text).toContain('"path":"/api/v1/teams"');
    expect(text).toMatch(/"actor":"key_[0-9a-f]+"/);
    for (const secret of [key, 'limit=7', 'open sesame', 'who@example.com']) expect(text).not.toContain(secret);
  });
});

describe('security headers', () => {
  test.each(['/', '/api/v1/health', '/api/v1/teams'])('stand on %s', async (path) => {
    const { headers } = await edge.call(null, 'GET', path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('who asks', () => {
  const shown = (headers: Record<string, string>): Promise<Response> =>
    edge.call(null, 'GET', '/api/v1/teams', undefined, headers);

  test('a key is taken in three forms', async () => {
    const key = await keyText();
    const [, id, secret] = key.split('_') as [string, string, string];
    const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;
    const forms = [
      { 'x-signalbox-key': key },
      { authorization: `Bearer ${key}` },
      { authorization: basic(`key_${id}`, secret) },
    ];
    for (const headers of forms) expect((await shown(headers)).status).toBe(200);
  });

  test('a wrong secret, an unknown id, a broken form are one and the same answer', async () => {
    const key = await keyText();
    const wrong = [
      key.slice(0, -1) + (key.endsWith('0') ? '1' : '0'),
      `sbx_${'0'.repeat(32)}_${'0'.repeat(48)}`,
      'sbx_x',
      'hello',
    ];
    for (const one of wrong) {
      const answer = await shown({ 'x-signalbox-key': one });
      expect(await answer.json()).toMatchObject({ code: 'access.key_invalid' });
    }
  });

  test('a key never counts as a session: no CSRF token is asked, /me is not its', async () => {
    expect((await edge.call(await keyText(), 'GET', '/api/v1/me')).status).toBe(403);
  });
});

describe('CSRF', () => {
  test('a change made with a cookie needs the token of that session', async () => {
    const [one, other] = [await edge.signIn(edge.first.adminId), await edge.signIn(edge.first.adminId)];
    const create = (csrf: string): Promise<Response> =>
      edge.call({ ...one, csrf }, 'POST', '/api/v1/teams', { name: 'Csrf' });
    for (const csrf of ['', 'x', other.csrf])
      expect(await (await create(csrf)).json()).toMatchObject({ code: 'access.csrf' });
    expect((await edge.call({ ...one, csrf: '' }, 'GET', '/api/v1/teams')).status).toBe(200);
    expect((await create(one.csrf)).status).toBe(201);
  });
});
