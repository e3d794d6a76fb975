import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TraceFilter } from './trace-filter.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ids = (count: number): Buffer => randomBytes(count * 16);
const each = (bytes: Buffer): string[] =>
  Array.from({ length: bytes.length / 16 }, (_, n) => hex(bytes.subarray(n * 16, n * 16 + 16)));

test('holds all that were added, as text or as bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.boolean(), (id, asBytes) => {
      const filter = new TraceFilter(64);
      if (asBytes) filter.addAll(id);
      else filter.add(hex(id));
      return filter.mayHold(hex(id));
    }),
  );
});

test('takes few others for one of them: random ids, and ids that count upwards', () => {
  const filter = new TraceFilter(50_000);
  filter.addAll(ids(50_000));
  const random = each(ids(20_000)).filter((id) => filter.mayHold(id));
  const counted = Array.from({ length: 20_000 }, (_, n) => n.toString(16).padStart(32, '0'));
  expect(random.length).toBeLessThan(200);
  expect(counted.filter((id) => filter.mayHold(id)).length).toBeLessThan(200);

  const counting = new TraceFilter(50_000);
  for (const id of counted) counting.add(id);
  const later = Array.from({ length: 20_000 }, (_, n) => (n + 20_000).toString(16).padStart(32, '0'));
  expect(later.filter((id) => counting.mayHold(id)).length).toBeLessThan(200);
});

test('says when it is full; the same trace again takes no room', () => {
  const filter = new TraceFilter(1_000);
  const known = ids(900);
  for (let again = 0; again < 5; again++) filter.addAll(known);
  expect(filter.full).toBe(false);
  filter.addAll(ids(200));
  expect(filter.full).toBe(true);
});
