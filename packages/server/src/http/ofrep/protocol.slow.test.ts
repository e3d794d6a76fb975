import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDeliveryEdge } from './delivery-edge.fixture.ts';
import { hasProtocol, protocolErrors } from './protocol.fixture.ts';

if (!hasProtocol)
  console.warn('SKIPPED: no protocol at ../shared/data/rollout/ofrep, its answers were not held against it');

/** Every answer of the remote evaluation protocol against the protocol's own document. */
describe.runIf(hasProtocol)('OFREP 0.3.0', () => {
  let errorsOf: ReturnType<typeof protocolErrors>;
  let edge: Awaited<ReturnType<typeof openDeliveryEdge>>;
  let key: string;
  beforeAll(async () => {
    errorsOf = protocolErrors();
    edge = await openDeliveryEdge();
    key = await edge.key({ scopes: ['deliver'] });
  });
  afterAll(() => edge.stop());

  const path = '/ofrep/v1/evaluate/flags';
  const post = (at: string, body: string, headers: Record<string, string> = {}) =>
    edge.app.request(at, {
      method: 'POST',
      body,
      headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
    });
  const context = { targetingKey: 'user-1', plan: 'premium' };

  test.each([
    ['a flag', `${path}/agent:agent-1`, JSON.stringify({ context }), 200, 'serverEvaluationSuccess'],
    ['no such flag', `${path}/nothing`, JSON.stringify({ context }), 404, 'flagNotFound'],
    ['no context', `${path}/agent:agent-1`, '{}', 400, 'evaluationFailure'],
    ['no JSON', `${path}/agent:agent-1`, '{', 400, 'evaluationFailure'],
    ['all flags', path, JSON.stringify({ context }), 200, 'bulkEvaluationSuccess'],
    ['all, no context', path, '{}', 400, 'bulkEvaluationFailure'],
    ['all, no JSON', path, '', 400, 'bulkEvaluationFailure'],
  ])('%s', async (_, at, body, status, schema) => {
    const answer = await post(at, body);
    expect(answer.status).toBe(status);
    expect(errorsOf(schema, await answer.json())).toBe('');
  });

  test('while a release is ramped', async () => {
    await edge.deploy('rel_2', 50);
    for (let n = 0; n < 20; n++) {
      const answer = await post(`${path}/agent:agent-1`, JSON.stringify({ context: { targetingKey: `user-${n}` } }));
      expect(errorsOf('serverEvaluationSuccess', await answer.json())).toBe('');
    }
  });

  test('304 has no body, and the notice of the stream is one', async () => {
    const etag = (await post(path, JSON.stringify({ context }))).headers.get('etag')!;
    const again = await post(`${path}?flagConfigEtag=${encodeURIComponent(etag)}`, JSON.stringify({ context }), {
      'if-none-match': etag,
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const stream = await edge.app.request('/ofrep/v1/stream', { headers: { 'x-api-key': key } });
    const reader = stream.body!.getReader();
    await reader.read();
    await edge.deploy('rel_2');
    const text = Buffer.from((await reader.read()).value!).toString();
    expect(errorsOf('sseEventData', JSON.parse(/^data: (.*)$/m.exec(text)![1]!))).toBe('');
    await reader.cancel();
  });
});
