import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryDoor } from '../../packages/server/src/http/delivery-door.ts';
import { openTestEdge, type TestEdge } from '../../packages/server/src/http/edge.fixture.ts';
import { hasProtocol, protocolErrors } from '../../packages/server/src/http/ofrep/protocol.fixture.ts';
import { type EdgeServer, openEdge } from '../../packages/server/src/http/server.ts';
import { Deliveries } from '../../packages/server/src/rooms/lifecycle/index.ts';
import { systemClock } from '../../packages/server/src/spine/clock.ts';
import { contextAware, type TestFlag, testFlags } from './openfeature/flags.ts';
import { type Scenario, scenariosOf } from './openfeature/gherkin.ts';
import { play } from './openfeature/steps.ts';

/** OpenFeature's own features, by its SDK and its community's provider, against a running server whose flags are those of its file. */
const folder = join(import.meta.dirname, '../../../shared/data/rollout/openfeature/specification/assets/gherkin');
const there = existsSync(folder) && hasProtocol;
if (!there) console.warn('\n!! SKIPPED OpenFeature: ../shared/data/rollout is absent.\n');
const read = (name: string): Scenario[] => (there ? scenariosOf(readFileSync(join(folder, name), 'utf8')) : []);

/** What the provider cannot do whatever the server answers, and what comes of it. Fails once a newer one can. */
const beyond: readonly { of: RegExp; why: string; instead: RegExp }[] = [
  {
    of: /^CACHED reason/,
    why: 'the provider for servers keeps no cache',
    instead: /expected 'STATIC' to be 'CACHED'/,
  },
  {
    of: /^DISABLED reason/,
    why: 'ofrep-core 0.1.4 takes no answer without a value, which is how the protocol says "your own default"',
    instead: /expected 'ERROR' to be 'DISABLED'/,
  },
];

describe.runIf(there).each(['with the door in front', 'by the app alone'])('%s', (way) => {
  let edge: TestEdge;
  let server: EdgeServer;
  let deliveries: Deliveries;
  let url: string;
  let key: string;
  /** What answers lacked of the protocol, and how many were looked at. */
  const lacking: string[] = [];
  let answers = 0;

  beforeAll(async () => {
    const file = JSON.parse(readFileSync(join(folder, 'test-flags.json'), 'utf8')) as Record<string, TestFlag>;
    const flags = testFlags({ ...file, 'context-aware': contextAware });
    edge = await openTestEdge({ flags });
    const onError = (error: unknown): void => void edge.logged.push(String(error));
    deliveries = new Deliveries({ state: edge.state, clock: systemClock, onError });
    await deliveries.load(edge.first.workspaceId);
    const door = deliveryDoor({ keys: edge.keys, deliveries, flags });
    const ports = { host: '127.0.0.1', port: 0, otlpPort: 0, grpcPort: 0, publicUrl: null };
    const front = way === 'by the app alone' ? () => false : door;
    server = await openEdge({ app: edge.app, telemetry: null, ports, front });
    url = `http://127.0.0.1:${server.port}`;
    key = await edge.key({ scopes: ['deliver'] });
  });
  afterAll(async () => {
    await OpenFeature.close();
    await server.close();
    await deliveries.close();
    await edge.stop();
  });

  // The features ask for DEFAULT, which the protocol's document has left out of its list.
  const errorsOf = protocolErrors(['DEFAULT']);
  const checked: typeof fetch = async (...asked) => {
    const answer = await fetch(...asked);
    const one = { 200: 'serverEvaluationSuccess', 400: 'evaluationFailure', 404: 'flagNotFound' }[answer.status];
    const schema = /\/flags$/.test(answer.url) && answer.status === 200 ? 'bulkEvaluationSuccess' : one;
    if (schema !== undefined) {
      const errors = errorsOf(schema, await answer.clone().json());
      if (errors !== '') lacking.push(`${answer.status} ${answer.url}: ${errors}`);
      answers++;
    }
    return answer;
  };

  describe.each([
    ['evaluation.feature', 13],
    ['evaluation_v2.feature', 82],
  ])('%s', (name, count) => {
    const scenarios = read(name);
    test(`has ${count} scenarios`, () => expect(scenarios).toHaveLength(count));
    test.each(scenarios.map((one) => [one.name, one] as const))('%s', async (title, scenario) => {
      const limit = beyond.find((one) => one.of.test(title));
      const playing = play(scenario, { url, key, fetch: checked });
      await (limit === undefined ? playing : expect(playing, limit.why).rejects.toThrow(limit.instead));
    });
  });

  test('every answer was one of the protocol', () => {
    expect(answers).toBeGreaterThanOrEqual(90);
    expect(lacking).toEqual([]);
  });

  test('a flag that is off is answered as the protocol has it: without a value, with its reason', async () => {
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const at = `${url}/ofrep/v1/evaluate/flags/boolean-disabled-flag`;
    const answer = await fetch(at, { method: 'POST', headers, body: '{"context":{}}' });
    const body: unknown = await answer.json();
    expect([answer.status, body]).toEqual([200, { key: 'boolean-disabled-flag', reason: 'DISABLED' }]);
    expect(errorsOf('serverEvaluationSuccess', body)).toBe('');
  });
});
