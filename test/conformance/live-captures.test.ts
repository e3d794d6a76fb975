import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { checkCaptures } from '../live/capture-checks.ts';
import { expectedTraces } from '../oracle/expected-runs.ts';

/** Every capture of OTLP through a running server. `expected.json` of what is not OTLP lists no traces. */
const shared = fileURLToPath(new URL('../../../shared/fixtures/otlp', import.meta.url));
const folders = existsSync(shared)
  ? readdirSync(shared, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${shared}/${name}`)
      .filter((folder) => expectedTraces(folder).length > 0)
  : [];

if (folders.length === 0) test.skip('no captures at ../shared/fixtures/otlp', () => {});
else checkCaptures(folders);
