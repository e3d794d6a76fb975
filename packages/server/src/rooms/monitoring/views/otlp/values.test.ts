import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storedAttributes } from '../../../../ingest/map/attributes.ts';
import type { OtlpValue } from '../../contract-otlp.ts';
import { scopeOf } from './span.ts';
import { attributesOf } from './values.ts';

const valueOf = (text: unknown): OtlpValue => attributesOf({ a: text })[0]!.value;

test.each([
  ['plain', { stringValue: 'plain' }],
  ['', { stringValue: '' }],
  ['true', { boolValue: true }],
  ['False', { stringValue: 'False' }],
  ['42', { intValue: '42' }],
  ['-7', { intValue: '-7' }],
  ['-0', { stringValue: '-0' }],
  ['007', { stringValue: '007' }],
  ['12345678901234567890', { stringValue: '12345678901234567890' }],
  ['0.25', { doubleValue: 0.25 }],
  ['1.10', { stringValue: '1.10' }],
  ['1e3', { stringValue: '1e3' }],
  ['["stop","length"]', { arrayValue: { values: [{ stringValue: 'stop' }, { stringValue: 'length' }] } }],
  ['["cut', { stringValue: '["cut' }],
  ['["a", "b"]', { stringValue: '["a", "b"]' }],
  ['["a",1]', { stringValue: '["a",1]' }],
  ['{"a":1}', { stringValue: '{"a":1}' }],
])('%s', (stored, sent) => expect(valueOf(stored)).toEqual(sent));

test('what an event holds beside text goes out as JSON', () =>
  expect(valueOf({ a: [1] })).toEqual({ stringValue: '{"a":[1]}' }));

test('whatever is stored is stored as the same again', () => {
  const any = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.integer().map(String),
    fc.bigInt().map(String),
    fc.json(),
    fc.array(fc.string()).map((list) => JSON.stringify(list)),
  );
  fc.assert(
    fc.property(any, (text) => {
      const once = storedAttributes(new Map([['a', text]]), new Set()).get('a')!;
      expect(storedAttributes(new Map([['a', readBack(valueOf(once))]]), new Set()).get('a')).toBe(once);
    }),
    { numRuns: 500 },
  );
});

/** As our readers give a value to ingest. */
function readBack(value: OtlpValue): string | number | boolean | bigint | string[] {
  if (value.arrayValue !== undefined) return value.arrayValue.values.map((item) => item.stringValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.boolValue ?? value.doubleValue ?? value.stringValue!;
}

test.each([
  ['ai', 'ai', ''],
  ['ai@6.0', 'ai', '6.0'],
  ['@scope/sdk', '@scope/sdk', ''],
  ['@scope/sdk@1.2.3', '@scope/sdk', '1.2.3'],
  ['', '', ''],
])('the scope %s', (stored, name, version) => expect(scopeOf(stored)).toEqual({ name, version }));
