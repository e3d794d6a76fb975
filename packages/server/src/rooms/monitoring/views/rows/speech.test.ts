import { describe, expect, test } from 'vitest';
import type { Message } from '../../contract.ts';
import { type RefsRow, settledRefs } from './refs.ts';
import { sayingsOf } from './speaking.ts';
import type { SpanCore } from './step-row.ts';
import { turnsOf } from './turns.ts';

const start = '1795341600000000000';

const texts = (...said: string[]): Map<string, Message> =>
  new Map(said.map((text) => [text, { role: roles[text[0]!]!, parts: [{ type: 'text' as const, content: text }] }]));
const roles: Record<string, string> = { s: 'system', u: 'user', a: 'assistant', t: 'tool' };

const entry = (id: string, parent = '', team = 'tea_a') => ({ span: core(id, parent, team), step: null });
const core = (span_id: string, parent_span_id: string, team_id: string): SpanCore => ({
  span_id,
  parent_span_id,
  team_id,
  start_ns: start,
  kind: 'llm',
  agent: 'billing',
});
const refs = (
  span_id: string,
  direction: RefsRow['direction'],
  said: string[],
  more: Partial<RefsRow> = {},
): RefsRow => ({
  span_id,
  team_id: 'tea_a',
  direction,
  index: 0,
  at_ns: start,
  refs: said,
  ...more,
});

/** Turns as "step:text×repeats". */
const told = (
  entries: Parameters<typeof sayingsOf>[0],
  rows: RefsRow[],
  messages = texts(...rows.flatMap((row) => row.refs)),
) =>
  turnsOf(sayingsOf(entries, rows), messages).map(
    (turn) => `${turn.spanId}:${turn.ref}${turn.repeats ? `×${turn.repeats}` : ''}`,
  );

describe('a conversation', () => {
  test('is told once, though each call sends all of it again', () => {
    const entries = [entry('1'), entry('2'), entry('3')];
    const rows = [
      refs('1', 'system', ['s']),
      refs('1', 'input', ['u1']),
      refs('1', 'output', ['a1']),
      refs('2', 'system', ['s']),
      refs('2', 'input', ['u1', 'a1', 'u2']),
      refs('2', 'output', ['a2']),
      refs('3', 'system', ['s']),
      refs('3', 'input', ['u1', 'a1', 'u2', 'a2', 'u3']),
      refs('3', 'output', ['a3']),
    ];
    expect(told(entries, rows)).toEqual(['1:s×2', '1:u1×2', '1:a1×2', '2:u2×1', '2:a2×1', '3:u3', '3:a3']);
  });

  test('within a step: system, input, output, each by index, in whatever order rows come', () => {
    const rows = [
      refs('1', 'output', ['a1']),
      refs('1', 'input', ['u3'], { index: 2 }),
      refs('1', 'input', ['u1', 'u2']),
      refs('1', 'system', ['s']),
      refs('1', 'tools', ['t']),
    ];
    expect(told([entry('1')], rows)).toEqual(['1:s', '1:u1', '1:u2', '1:u3', '1:a1']);
  });

  test('the same words twice in one step are two turns, and each is repeated by itself', () => {
    const rows = [refs('1', 'input', ['u', 'a', 'u']), refs('2', 'input', ['u', 'a', 'u', 'a'])];
    expect(told([entry('1'), entry('2')], rows)).toEqual(['1:u×1', '1:a×1', '1:u×1', '2:a']);
  });

  test('two calls that answer the same are two turns', () => {
    const rows = [refs('1', 'output', ['a']), refs('2', 'output', ['a'])];
    expect(told([entry('1'), entry('2')], rows)).toEqual(['1:a', '2:a']);
  });

  test('an answer is known again without its finish reason', () => {
    const messages = texts('a1', 'a2', 'u');
    messages.set('a1', { ...messages.get('a2')!, finishReason: 'stop' });
    const rows = [refs('1', 'output', ['a1']), refs('2', 'input', ['a2', 'u'])];
    expect(told([entry('1'), entry('2')], rows, messages)).toEqual(['1:a1×1', '2:u']);
  });
});

describe('an agent around its calls', () => {
  const entries = [entry('top'), entry('1', 'top'), entry('tool', 'top'), entry('2', 'top')];
  const rows = [
    refs('top', 'input', ['u']),
    refs('top', 'output', ['a2']),
    refs('1', 'input', ['u']),
    refs('1', 'output', ['a1']),
    refs('tool', 'output', ['t']),
    refs('2', 'input', ['u', 'a1', 't']),
    refs('2', 'output', ['a2']),
  ];

  test('answers after them, and what it passes on is not told twice', () => {
    expect(told(entries, rows)).toEqual(['top:u×2', '1:a1×1', 'tool:t×1', '2:a2×1']);
  });

  test('an answer of its own stands last', () => {
    const own = [refs('top', 'output', ['a9']), ...rows.filter((row) => row.span_id !== 'top')];
    expect(told(entries, own).at(-1)).toBe('top:a9');
  });

  test('parents in a ring end', () => {
    expect(
      told([entry('1', '2'), entry('2', '1')], [refs('1', 'output', ['a1']), refs('2', 'output', ['a2'])]),
    ).toHaveLength(2);
  });
});

test('another team puts no words into a step, and a step of another run none into this', () => {
  const rows = [
    refs('1', 'output', ['a'], { team_id: 'tea_b' }),
    refs('9', 'output', ['a']),
    refs('1', 'input', ['u']),
  ];
  expect(told([entry('1')], rows)).toEqual(['1:u']);
});

test('what has no text is left out', () => {
  expect(told([entry('1')], [refs('1', 'input', ['u', 'a'])], texts('a'))).toEqual(['1:a']);
});

describe('messages that come by log events', () => {
  const later = (seconds: number): string => String(BigInt(start) + BigInt(seconds) * 1_000_000_000n);
  const event = (at: number, direction: RefsRow['direction'], said: string[], index = 77): RefsRow =>
    refs('1', direction, said, { at_ns: later(at), index });

  test('stand in order of time, then of index', () => {
    const rows = [event(2, 'input', ['u3'], 5), event(1, 'input', ['u2'], 2000), event(1, 'input', ['u1'], 900)];
    expect(told([entry('1')], [...rows, event(3, 'output', ['a1'])])).toEqual(['1:u1', '1:u2', '1:u3', '1:a1']);
  });

  test('and repeat what the span tells itself, add only what is new', () => {
    const rows = [
      refs('1', 'input', ['u1', 'u2']),
      refs('1', 'output', ['a1']),
      event(1, 'input', ['u1', 'u2', 'u3']),
      event(2, 'output', ['a1']),
    ];
    expect(told([entry('1')], rows)).toEqual(['1:u1', '1:u2', '1:u3', '1:a1']);
  });

  test('what was told at a start that moved since is not told again', () => {
    const moved = refs('1', 'input', ['u1', 'u2'], { at_ns: later(-60) });
    expect(settledRefs([moved, refs('1', 'input', ['u1', 'u2'])], start)).toHaveLength(1);
    expect(settledRefs([moved], start)).toEqual([moved]);
  });
});
