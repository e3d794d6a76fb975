import fc from 'fast-check';

/** Messages as init objects of the oracle's schema. Keys and values lean towards what breaks readers. */
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', '\u{feff}mark', 'é', '\u{1f600}'.repeat(9), 'gen_ai.request.model', '\0'),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 60, maxLength: 300 }) },
);
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', 'gen_ai.usage.input_tokens', ''));
const double = fc.oneof(fc.double(), fc.integer()).map((value) => (Object.is(value, -0) ? 0 : value));
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const int64 = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.integer().map(BigInt),
  fc.constantFrom(-1n, 0n, 2n ** 53n, 2n ** 53n + 1n),
);
const uint64 = fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.constantFrom(0n, 1_795_325_010_963_000_001n));
const uint32 = fc.nat({ max: 0xffffffff });

const { anyValue } = fc.letrec((tie) => {
  const values = fc.array(tie('anyValue'), { maxLength: 4 });
  const entries = fc.array(fc.record({ key, value: tie('anyValue') }, { requiredKeys: ['key'] }), { maxLength: 4 });
  return {
    anyValue: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({ value: fc.record({ case: fc.constant('stringValue'), value: text }) }),
      fc.record({ value: fc.record({ case: fc.constant('intValue'), value: int64 }) }),
      fc.record({ value: fc.record({ case: fc.constant('doubleValue'), value: double }) }),
      fc.record({ value: fc.record({ case: fc.constant('boolValue'), value: fc.boolean() }) }),
      fc.record({ value: fc.record({ case: fc.constant('bytesValue'), value: fc.uint8Array({ maxLength: 30 }) }) }),
      fc.constant({}),
      fc.record({ value: fc.record({ case: fc.constant('arrayValue'), value: fc.record({ values }) }) }),
      fc.record({ value: fc.record({ case: fc.constant('kvlistValue'), value: fc.record({ values: entries }) }) }),
    ),
  };
});

const attributes = fc.array(fc.record({ key, value: anyValue }, { requiredKeys: ['key'] }), { maxLength: 8 });
const id = (length: number) =>
  fc.oneof(
    { weight: 12, arbitrary: bytes(length) },
    { weight: 1, arbitrary: fc.constant(new Uint8Array(length)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
  );
const optional = { requiredKeys: [] };

const event = fc.record({ timeUnixNano: uint64, name: text, attributes, droppedAttributesCount: uint32 }, optional);
const link = fc.record({ traceId: id(16), spanId: id(8), traceState: text, attributes, flags: uint32 }, optional);
const span = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    parentSpanId: fc.option(id(8), { nil: new Uint8Array() }),
    traceState: text,
    name: text,
    kind: fc.integer({ min: -1, max: 7 }),
    startTimeUnixNano: uint64,
    endTimeUnixNano: uint64,
    attributes,
    droppedAttributesCount: uint32,
    events: fc.array(event, { maxLength: 3 }),
    links: fc.array(link, { maxLength: 3 }),
    status: fc.record({ code: fc.integer({ min: -1, max: 3 }), message: text }, optional),
    flags: uint32,
  },
  { requiredKeys: ['traceId', 'spanId'] },
);
const log = fc.record(
  {
    timeUnixNano: uint64,
    observedTimeUnixNano: uint64,
    severityNumber: fc.integer({ min: -1, max: 26 }),
    severityText: text,
    body: anyValue,
    attributes,
    traceId: id(16),
    spanId: id(8),
    eventName: text,
    flags: uint32,
  },
  optional,
);

const resource = fc.record({ attributes }, optional);
const scope = fc.record({ name: text, version: text, attributes }, optional);
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });

export const traceRequest = fc.record({
  resourceSpans: few(
    fc.record(
      { resource, schemaUrl: text, scopeSpans: few(fc.record({ scope, schemaUrl: text, spans: few(span) }, optional)) },
      optional,
    ),
  ),
});
export const logRequest = fc.record({
  resourceLogs: few(
    fc.record(
      {
        resource,
        schemaUrl: text,
        scopeLogs: few(fc.record({ scope, schemaUrl: text, logRecords: few(log) }, optional)),
      },
      optional,
    ),
  ),
});
