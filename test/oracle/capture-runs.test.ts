import { join } from 'node:path';
import { describe, test } from 'vitest';
import { anyOrderHolds } from './any-order.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'otlp');

/** Three captures here; conformance runs all of them. */
describe.each(['openinference-anthropic', 'otel-genai-optin', 'vercel-ai-v6'])('%s', (client) => {
  test('gives the same runs in any order, sent twice, and cut anywhere', () => anyOrderHolds(join(fixtures, client)));
});
