import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classesOfCapture } from '../oracle/failure-classes.ts';

const captures = join(import.meta.dirname, '..', '..', '..', 'shared', 'fixtures', 'otlp');
const clients = existsSync(captures)
  ? readdirSync(captures).filter((name) => existsSync(join(captures, name, 'expected.json')))
  : [];
if (clients.length === 0)
  console.warn('SKIPPED: no captures at ../shared/fixtures/otlp, failures of clients were not classed');

test.each(clients)('the errors of %s are of the class that its program made', (client) => {
  for (const { scenario, got, wanted } of classesOfCapture(join(captures, client))) expect(got, scenario).toBe(wanted);
});

test.skipIf(clients.length === 0)('every class that programs were made to fail with is met', () => {
  const met = new Set(clients.flatMap((client) => classesOfCapture(join(captures, client)).map(({ got }) => got)));
  expect([...met].toSorted()).toEqual(['provider_error', 'rate_limited', 'refusal', 'tool_error']);
});
