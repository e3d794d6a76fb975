import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCapture, readDecoded } from '../oracle/captures.ts';
import { fuzzWire } from '../fuzz/fuzz.ts';

const shared = fileURLToPath(new URL('../../../shared/fixtures/otlp', import.meta.url));
const present = existsSync(shared);
if (!present)
  console.warn(`SKIPPED: no captures at ../shared/fixtures/otlp, the wire readers were not held against all clients`);

describe.skipIf(!present)('all captures of real clients', () => {
  const clients = present
    ? readdirSync(shared, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

  test('fourteen clients are there', () => {
    expect(clients.length).toBeGreaterThanOrEqual(14);
  });

  test.each(clients)('%s is read as its decoded.json says', (client) => {
    expect(readCapture(`${shared}/${client}`)).toEqual(readDecoded(`${shared}/${client}`));
  });
});

test('ten seconds of fuzzing: no crash, no hang, bounded memory', async () => {
  const result = await fuzzWire({ seconds: 10, seed: Date.now() >>> 0 });
  expect({ seed: result.seed, failures: result.failures }).toEqual({ seed: result.seed, failures: [] });
  expect(result.bodies).toBeGreaterThan(1000);
}, 60_000);
