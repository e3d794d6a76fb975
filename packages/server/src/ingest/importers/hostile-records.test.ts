import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from './index.ts';
import { recordsOf } from './records.ts';
import { noon, readFiles, readOne, refusalOf, spansOf } from './run.fixture.ts';
import { attempt, nameOf, wholeAt } from './refused-record.ts';
import { sweAgent } from './swe-agent.ts';

const mark = '\uFEFF';

describe('whatever a file holds', () => {
  const names = ['traj', 'task_id', 'trial', 'reward', 'history', 'trajectory', 'role', 'content', 'tool_calls', 'id'];
  const more = ['timestamp', 'observations', 'resourceSpans', 'trajectory_id', 'failures', 'root_cause', 'question'];
  const leaf = fc.oneof(
    fc.constantFrom('user', 'assistant', 'tool', 'system', '', '1'),
    fc.integer(),
    fc.constant(null),
  );
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('any'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(fc.constantFrom(...names, ...more), tie('any'), { maxKeys: 6 }),
  }));

  test.each(Object.entries(formats))('%s takes it or says why not, and never breaks', (_, format) => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 3 }), (records) => {
        for (const one of readFiles(format, { 'a.json': records })) {
          if ('refused' in one) expect(one.refused).not.toBe('');
          else expect(() => JSON.stringify(one.imported.requests(noon))).not.toThrow();
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.entries(formats))('%s tells of a broken record where it stands', (_, format) => {
    const [read] = readFiles(format, { 'a.jsonl': '\n{"a":\n' });
    expect(read).toMatchObject({ file: 'a.jsonl', line: 2, nth: 1, refused: expect.any(String) });
  });

  test.each(Object.keys(formats))('%s makes nothing of no file', (name) => {
    expect(readFiles(formats[name as keyof typeof formats], {})).toEqual([]);
  });
});

describe('a mark of the byte order, as editors of Windows write it', () => {
  test.each([
    ['a.json', `${mark}{"a":1}`, [{ a: 1 }]],
    ['a.json', `${mark}[{"a":1},2]`, [{ a: 1 }, 2]],
    ['a.jsonl', `${mark}{"a":1}\r\n{"a":2}\r\n`, [{ a: 1 }, { a: 2 }]],
    ['a.json', `${mark}{"a":1}\r\n{"a":2}\r\n`, [{ a: 1 }, { a: 2 }]],
  ])('%s %j is no part of a record', (file, text, values) => {
    expect([...recordsOf(file, text)].map((one) => ('value' in one ? one.value : one.broken))).toEqual(values);
  });
});

describe('the length of a step of SWE-agent', () => {
  const taken = (time: string): bigint[] =>
    spansOf(readOne(sweAgent, `{"trajectory":[{"action":"ls","observation":"a","execution_time":${time}}]}`)).map(
      ({ startNs, endNs }) => endNs - startNs,
    );
  test.each([
    ['1.5', 1_500_000_000n],
    ['0', 0n],
    ['-3', 0n],
    ['"2"', 0n],
    ['null', 0n],
    // JSON reads it as infinity, which is no length; the other one no clock can hold.
    ['1e999', 0n],
    ['1e300', 0n],
  ])('%s', (time, ns) => expect(taken(time)[2]).toBe(ns));
});

describe('names of files', () => {
  test.each([
    ['/data/runs/case-7.traj', 'case-7'],
    ['C:\\runs\\case-7.json', 'case-7'],
    ['case.7.json', 'case.7'],
    ['case', 'case'],
    ['a/b.c/case', 'case'],
    ['.json', ''],
  ])('%s is %s', (file, name) => expect(nameOf(file)).toBe(name));
});

describe('whole numbers', () => {
  const read = (value: unknown, least?: number) => wholeAt({ n: value }, 'n', least);
  test.each([
    [0, 0],
    ['0', 0],
    ['007', 7],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ])('%j is %d', (value, number) => expect(read(value)).toBe(number));
  test.each([[-1], ['-1'], [1.5], ['1.5'], [''], [' 1'], [null], [true], [2 ** 53], ['99999999999999999999'], [[1]]])(
    '%j is refused',
    (value) => expect(() => read(value)).toThrow('"n" must be a whole number from 0'),
  );
  test('below the least is refused too', () => expect(() => read(0, 1)).toThrow('from 1'));
});

test('only a refusal is told as one: a fault of the reader is not hidden', () => {
  const broken = (): never => {
    throw new TypeError('x is not a function');
  };
  expect(() => attempt(broken)).toThrow(TypeError);
});

test('one refused record leaves those beside it, with their places', () => {
  const whole = { resourceSpans: [{ scopeSpans: [{ spans: [{ parentSpanId: '' }] }] }] };
  const text = [whole, {}, whole].map((one) => JSON.stringify(one)).join('\n');
  const read = readFiles(formats.otlp, { 'a.jsonl': text, 'b.json': whole });
  expect(read.map((one) => [one.file, one.line, 'refused' in one])).toEqual([
    ['a.jsonl', 1, false],
    ['a.jsonl', 2, true],
    ['a.jsonl', 3, false],
    ['b.json', 1, false],
  ]);
});

test('runs of OTLP are counted by their top spans, however those are written', () => {
  const spans = [{ parentSpanId: '' }, {}, { parentSpanId: null }, { parentSpanId: 'ab' }, 7];
  expect(readOne(formats.otlp, { resourceSpans: [{ scopeSpans: [{ spans }] }] })).toMatchObject({ runs: 3, steps: 5 });
  expect(refusalOf(formats.otlp, { resourceSpans: [7] })).toBe('An item of "resourceSpans" must be an object');
});
