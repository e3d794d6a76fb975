import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classesOfCapture } from './failure-classes.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'otlp');

/** Three captures here; conformance has all of them. */
test.each(readdirSync(fixtures))('the errors of %s are of the class that its program made', (client) => {
  const all = classesOfCapture(join(fixtures, client));
  expect(all.length).toBeGreaterThan(0);
  for (const { scenario, got, wanted } of all) expect(got, scenario).toBe(wanted);
});
