import { expect, test } from 'vitest';
import { fuzzWire } from '../../../../../test/fuzz/fuzz.ts';

test('three seconds of mutated bodies: no crash, no hang, bounded memory', async () => {
  const { seed, bodies, accepted, refused, failures } = await fuzzWire({ seconds: 3, seed: Date.now() >>> 0 });
  expect({ seed, failures }).toEqual({ seed, failures: [] });
  expect(bodies).toBeGreaterThan(100);
  // Mutations that all break the wire, or none, would test nothing.
  expect(Math.min(accepted, refused) / bodies).toBeGreaterThan(0.05);
}, 60_000);
