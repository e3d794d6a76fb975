import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import { defaultReadLimits, type AttributeValue } from '../otlp/types.ts';
import { received, sender } from './captures.fixture.ts';
import { mapLog } from './log.ts';
import { mapSpan } from './span.ts';
import { anywhere, keysOf, names, scopes, words } from './hostile.fixture.ts';
import { attributesOf, logWith, mapped, spanWith } from './span.fixture.ts';

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value));
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 3, arbitrary: json },
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...words),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<AttributeValue>,
);
const attributes = fc
  .oneof(
    ...Object.values(keysOf).map((keys) =>
      fc.array(
        fc.tuple(
          fc.oneof(
            { weight: 6, arbitrary: fc.constantFrom(...keys) },
            { weight: 2, arbitrary: fc.constantFrom(...anywhere) },
            fc.string(),
          ),
          value,
        ),
        { maxLength: 16 },
      ),
    ),
  )
  .map((pairs) => new Map(pairs));
const time = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });

/** What no row may hold, whatever was sent. */
function checkRow({ row, content, refs }: ReturnType<typeof mapSpan>): void {
  for (const tokens of [
    row.input_tokens,
    row.output_tokens,
    row.cache_read_tokens,
    row.cache_write_tokens,
    row.reasoning_tokens,
  ])
    if (tokens !== null) expect(Number.isInteger(tokens) && tokens >= 0).toBe(true);
  if (row.bucket === 0) expect(row.marks).toContain('clock_suspect');
  for (const [name, text] of row.attributes) expect([typeof name, typeof text]).toEqual(['string', 'string']);
  for (const column of Object.values(row)) if (typeof column === 'string') expect(column.isWellFormed()).toBe(true);
  for (const { body, ref } of content) {
    expect(JSON.stringify(JSON.parse(body))).toBe(body);
    expect(ref).toHaveLength(16);
  }
  for (const { refs: list } of refs) expect(list.length).toBeGreaterThan(0);
}

describe('whatever is sent', () => {
  it('a span is mapped, and the same span to the same rows', () => {
    fc.assert(
      fc.property(
        attributes,
        attributes,
        fc.record({
          startNs: time,
          endNs: time,
          statusCode: fc.integer(),
          kind: fc.integer(),
          flags: fc.integer(),
          name: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...names)),
          scope: fc.constantFrom(...scopes.map((name) => ({ name, version: '', attributes: new Map() }))),
          traceState: fc.oneof(fc.constant('ot=th:c'), fc.string()),
          statusMessage: fc.string({ unit: 'binary' }),
        }),
        (own, other, rest) => {
          const span = spanWith(
            {},
            {
              ...rest,
              attributes: own,
              resource: { attributes: other },
              events: [{ timeNs: rest.endNs, name: 'exception', attributes: other }],
              links: [{ traceId: '', spanId: '', attributes: own }],
            },
          );
          const first = mapSpan(span, sender, received, { contents: new ContentCache() });
          checkRow(first);
          expect(
            mapSpan({ ...span, resource: { attributes: other } }, sender, received, { contents: new ContentCache() }),
          ).toEqual(first);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('a log record is mapped', () => {
    const events = fc.constantFrom(
      'gen_ai.user.message',
      'gen_ai.choice',
      'gen_ai.tool.message',
      'gen_ai.client.inference.operation.details',
      'other',
      '',
    );
    fc.assert(
      fc.property(attributes, value, events, time, (own, body, eventName, timeNs) => {
        const { row, refs } = mapLog(logWith({ attributes: own, body, eventName, timeNs }), sender, received, {
          contents: new ContentCache(),
          positions: new Map(),
        });
        expect(row.body.isWellFormed()).toBe(true);
        for (const { index } of refs) expect(index).toBeLessThan(65_536);
      }),
      { numRuns: 300 },
    );
  });

  it('numbers nobody sent are unknown, not 0', () => {
    const without = [...Object.values(keysOf).flat(), ...anywhere].filter(
      (key) => !/usage|token|providerMetadata|cost/.test(key),
    );
    const some = fc
      .array(fc.tuple(fc.constantFrom(...without), value), { maxLength: 14 })
      .map((pairs) => new Map(pairs));
    fc.assert(
      fc.property(some, (own) => {
        const { row } = mapped({}, { attributes: own, endNs: 0n });
        expect([
          row.input_tokens,
          row.output_tokens,
          row.cache_read_tokens,
          row.cache_write_tokens,
          row.reasoning_tokens,
          row.cost_nano_usd,
          row.duration_ns,
        ]).toEqual(Array(7).fill(null));
        expect([row.usage_scope, row.usage_quality]).toEqual(['none', 'missing']);
      }),
      { numRuns: 200 },
    );
  });
});

describe('hostile spans', () => {
  const took = (work: () => void): number => {
    const from = process.threadCpuUsage();
    work();
    return cpuMs(from);
  };

  it('ten thousand keys', () => {
    const keys = Array.from(
      { length: 10_000 },
      (_, i) => [`llm.input_messages.${i * 7919}.message.content.${i % 5}`, `value ${i}`] as const,
    );
    let rows = 0;
    expect(
      took(
        () =>
          void (rows = mapped(
            { 'openinference.span.kind': 'LLM' },
            { attributes: new Map([['openinference.span.kind', 'LLM'], ...keys]) },
          ).row.attributes.size),
      ),
    ).toBeLessThan(2000);
    expect(rows).toBeGreaterThan(0);
  });

  it('texts of a megabyte, at the bound of the reader', () => {
    const size = defaultReadLimits.maxValueBytes;
    const texts = [
      'a',
      'a ',
      '{"a":"',
      '[',
      '{"token":"sk-',
      '\\"password\\":',
      'eyJ',
      'ä€😀',
      '\ud800',
      '"',
      '\n',
      'data:;base64,',
    ].map((piece) => piece.repeat(Math.floor(size / piece.length)));
    for (const text of texts) {
      const span = {
        'gen_ai.operation.name': 'chat',
        'gen_ai.input.messages': text,
        'gen_ai.tool.call.arguments': text,
        note: text,
        'ai.operationId': 'ai.generateText',
        'ai.prompt': text,
      };
      expect(
        took(() => mapped(span)),
        text.slice(0, 16),
      ).toBeLessThan(4000);
    }
  });

  it('a megabyte under every key that a convention reads', () => {
    const deep = `${'[{"messages":'.repeat(40_000)}`.slice(0, defaultReadLimits.maxValueBytes);
    for (const [dialect, keys] of Object.entries(keysOf)) {
      const all = { ...Object.fromEntries(keys.map((key) => [key, deep])), 'langfuse.observation.type': 'generation' };
      const scope = { name: scopes.find((name) => name.includes(dialect)) ?? 'x', version: '', attributes: new Map() };
      expect(
        took(() => mapped(all, { scope })),
        dialect,
      ).toBeLessThan(6000);
    }
  });

  it('deep JSON, in text and as structure', () => {
    const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
    let nested: AttributeValue = 'x';
    for (let i = 0; i < 2000; i++) nested = { a: nested };
    const { row, content } = mapped({
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': deep,
      'gen_ai.tool.call.result': nested,
      other: nested,
    });
    expect(row.marks).toContain('truncated');
    expect(content.length).toBeGreaterThan(0);
  });

  it('names of the language itself', () => {
    const evil =
      '[{"role":"__proto__","parts":[{"type":"constructor","__proto__":{"x":1}},{"type":"text","content":"hi"}]}]';
    const { row, content } = mapped(
      { __proto__x: 1n, constructor: 'c', 'gen_ai.operation.name': 'toString', 'gen_ai.input.messages': evil },
      {},
    );
    expect(row.attributes.get('constructor')).toBe('c');
    expect(content[0]?.body).toContain('"__proto__":{"x":1}');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(
      mapped({}, { attributes: attributesOf(JSON.parse('{"__proto__":"p"}')) }).row.attributes.get('__proto__'),
    ).toBe('p');
  });
});

/** Milliseconds of this thread's own work since `from`: other tests on the machine do not count. */
const cpuMs = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1000;
};
