import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RunOtlp } from '../../contract-otlp.ts';
import type { RefsRow } from '../rows/refs.ts';
import { saidIn } from './said.ts';
import { otlpSpan, scopeOf, type SentSpan } from './span.ts';

const start = '1795341600000000000';
const row = (over: Partial<RefsRow> = {}): RefsRow => ({
  ...{ span_id: 's', team_id: 'tea_a', direction: 'input', index: 0, at_ns: start, refs: ['a'] },
  ...over,
});
const message = (content: string, role = 'user'): string =>
  JSON.stringify({ role, parts: [{ type: 'text', content }] });
const bodies = (of: Record<string, string>) => new Map(Object.entries(of));
const told = (rows: readonly RefsRow[], of: Record<string, string>, at = start): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(saidIn(rows, at, bodies(of))).map(([name, text]) => [name, JSON.parse(text) as unknown]),
  );
const contents = (list: unknown): unknown[] =>
  (list as { parts: { content?: unknown }[] }[]).map(({ parts }) => parts[0]?.content);

describe('what was said in a span', () => {
  test('nothing said is no attribute', () => {
    expect(saidIn([], start, bodies({}))).toEqual({});
    expect(saidIn([row({ refs: [] })], start, bodies({}))).toEqual({});
  });

  test('stands by direction under the names of the conventions', () => {
    const rows = [
      row({ direction: 'output', refs: ['o'] }),
      row({ direction: 'system', refs: ['s'] }),
      row({ refs: ['i'] }),
      row({ direction: 'tools', refs: ['t'] }),
    ];
    const of = { i: message('in'), o: message('out', 'assistant'), s: message('be', 'system'), t: '[{"name":"f"}]' };
    expect(told(rows, of)).toEqual({
      'gen_ai.system_instructions': [{ role: 'system', parts: [{ type: 'text', content: 'be' }] }],
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'in' }] }],
      'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'out' }] }],
      'gen_ai.tool.definitions': [{ name: 'f' }],
    });
  });

  test('text that is not here any more is left out, and a direction of which none is left with it', () => {
    const rows = [row({ refs: ['a', 'gone', 'b'] }), row({ direction: 'output', refs: ['gone'] })];
    const found = told(rows, { a: message('1'), b: message('2') });
    expect(Object.keys(found)).toEqual(['gen_ai.input.messages']);
    expect(contents(found['gen_ai.input.messages'])).toEqual(['1', '2']);
  });

  test('the same text said twice in a list is told twice', () => {
    const found = told([row({ refs: ['a', 'b', 'a'] })], { a: message('yes'), b: message('no') });
    expect(contents(found['gen_ai.input.messages'])).toEqual(['yes', 'no', 'yes']);
  });

  test('what a log record repeats of the span is told once; what it adds comes after', () => {
    const later = String(BigInt(start) + 5n);
    const rows = [row({ at_ns: later, index: 1, refs: ['a', 'c'] }), row({ refs: ['a', 'b'] })];
    const found = told(rows, { a: message('1'), b: message('2'), c: message('3') });
    expect(contents(found['gen_ai.input.messages'])).toEqual(['1', '2', '3']);
  });

  test('in the order of time where log records tell one by one', () => {
    const at = (ns: bigint, index: number, ref: string) =>
      row({ at_ns: String(BigInt(start) + ns), index, refs: [ref] });
    const rows = [at(9n, 2, 'c'), at(1n, 0, 'a'), at(5n, 1, 'b')];
    const found = told(rows, { a: message('1'), b: message('2'), c: message('3') });
    expect(contents(found['gen_ai.input.messages'])).toEqual(['1', '2', '3']);
  });

  test.each([
    ['no JSON at all', 'no JSON at all'],
    ['{"old":"shape"}', { old: 'shape' }],
    ['7', 7],
    ['null', null],
  ])('a body %j, which is no message, goes out as what it is', (body, content) => {
    expect(told([row()], { a: body })).toEqual({ 'gen_ai.input.messages': [{ role: 'unknown', parts: [content] }] });
  });

  test('why a model stopped goes with its answer, under the name of the conventions', () => {
    const body = JSON.stringify({ role: 'assistant', parts: [], finishReason: 'length' });
    expect(told([row({ direction: 'output' })], { a: body })).toEqual({
      'gen_ai.output.messages': [{ role: 'assistant', parts: [], finish_reason: 'length' }],
    });
  });

  test('tools that were stored one by one and as a list are one list', () => {
    const rows = [row({ direction: 'tools', refs: ['a', 'b'] })];
    expect(told(rows, { a: '[{"name":"f"},{"name":"g"}]', b: '{"name":"h"}' })).toEqual({
      'gen_ai.tool.definitions': [{ name: 'f' }, { name: 'g' }, { name: 'h' }],
    });
  });

  test('any text comes out as it was put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(contents(told([row()], { a: message(text) })['gen_ai.input.messages'])).toEqual([text]);
      }),
    );
  });
});

describe('a span', () => {
  const trace = 'a'.repeat(32);
  const span = (over: Partial<SentSpan> = {}): SentSpan =>
    ({
      ...{
        span_id: '1'.repeat(16),
        parent_span_id: '',
        team_id: 'tea_a',
        start_ns: start,
        kind: 'llm',
        agent: 'clerk',
      },
      ...{ name: 'chat', duration_ns: '5', status: 0, status_message: '', otel_kind: 3, scope: 'ai@1', flags: 1 },
      ...{ attributes: {}, resource: {}, events: '', links: '', trace_state: 'a=b' },
      ...over,
    }) as SentSpan;
  const events = JSON.stringify([
    { time: '2026-11-22T06:00:00.000000001Z', name: 'exception', attributes: { what: 'Iban 7' } },
  ]);
  const links = JSON.stringify([{ traceId: 'b'.repeat(32), spanId: '2'.repeat(16), attributes: { why: 'Iban 7' } }]);
  const full = span({ attributes: { secret: 'Iban 7' }, status: 2, status_message: 'Iban 7 is wrong', events, links });

  test('whose text one may not see goes out with names, times and numbers, and none of its words', () => {
    const sent = otlpSpan(full, trace, null);
    expect(JSON.stringify(sent)).not.toContain('Iban');
    expect(sent).toMatchObject({ name: 'chat', kind: 3, status: { code: 2, message: '' }, attributes: [] });
    expect(sent.events).toEqual([{ timeUnixNano: '1795327200000000001', name: 'exception', attributes: [] }]);
    expect(sent.links).toEqual([{ traceId: 'b'.repeat(32), spanId: '2'.repeat(16), attributes: [] }]);
  });

  test('whose text one may see goes out whole, with nothing said too', () => {
    const sent = otlpSpan(full, trace, {});
    expect(JSON.stringify(sent).match(/Iban 7/g)).toHaveLength(4);
    const file = {
      resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: scopeOf('ai@1'), spans: [sent] }] }],
    };
    expect(RunOtlp.parse(file)).toEqual(file);
  });

  test('what was said stands beside its attributes, and in place of an old copy', () => {
    const name = 'gen_ai.input.messages';
    const sent = otlpSpan(span({ attributes: { a: '1', [name]: 'cut…' } }), trace, { [name]: '[{}]' });
    expect(sent.attributes).toEqual([
      { key: 'a', value: { intValue: '1' } },
      { key: name, value: { stringValue: '[{}]' } },
    ]);
  });

  test.each([
    ['5', '1795341600000000005'],
    ['0', start],
    // No end was received: OTLP writes that as 0.
    [null, '0'],
    ['9007199254740993', '1804348799254740993'],
  ])('of %s ns ends at %s', (duration, end) => {
    expect(otlpSpan(span({ duration_ns: duration }), trace, {}).endTimeUnixNano).toBe(end);
  });

  test.each(['', 'no JSON', '{}', '7', 'null'])('events and links %j are none', (column) => {
    const sent = otlpSpan(span({ events: column, links: column }), trace, {});
    expect([sent.events, sent.links]).toEqual([[], []]);
  });

  test('an event without a time that can be read has none', () => {
    const column = JSON.stringify([{ time: 'soon', name: 'a' }, 7]);
    expect(otlpSpan(span({ events: column }), trace, {}).events).toEqual([
      { timeUnixNano: '0', name: 'a', attributes: [] },
      { timeUnixNano: '0', name: '', attributes: [] },
    ]);
  });
});

test('a scope is stored and read back, whatever its package is called', () => {
  const name = fc.stringMatching(/^@?[a-z/.-]{1,12}$/);
  fc.assert(
    fc.property(name, fc.stringMatching(/^[0-9a-z.+-]{1,8}$/), (of, version) => {
      expect(scopeOf(`${of}@${version}`)).toEqual({ name: of, version });
    }),
  );
});
