import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from './message.ts';
import { parseRunId } from './run-id.ts';
import { type SpanRow, type StepRow, stepOf } from './step-row.ts';
import { isoOfNs, minuteOfIso, msOfNs, nsOfIso } from './time.ts';

describe('times', () => {
  test('survive both ways, to the nanosecond within a second', () => {
    expect(nsOfIso('2026-11-22T10:00:00.123456789Z')).toBe('1795341600123456789');
    expect(isoOfNs('1795341600123456789')).toBe('2026-11-22T10:00:00.123Z');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-02'), max: new Date('2262-01-01'), noInvalidDate: true }),
        (date) => {
          expect(isoOfNs(nsOfIso(date.toISOString()))).toBe(date.toISOString());
        },
      ),
    );
  });

  test('that no column holds are cut to what it holds', () => {
    expect(nsOfIso('9999-12-31T23:59:59Z')).toBe('9223372036000000000');
    expect(nsOfIso('0001-01-01T00:00:00Z')).toBe('-2208988800000000000');
  });

  test('are floored to their minute; unknown stays unknown', () => {
    expect(minuteOfIso('2026-11-22T10:00:59.999Z')).toBe(1_795_341_600);
    expect(msOfNs(null)).toBeNull();
    expect(msOfNs('1500000')).toBe(1.5);
  });
});

test('a run id is two hex ids and nothing else', () => {
  const [trace, span] = ['0123456789abcdef0123456789abcdef', '0123456789abcdef'];
  expect(parseRunId(`${trace}-${span}`)).toEqual({ traceId: trace, spanId: span });
  for (const odd of [
    `${trace}-${span}\n`,
    ` ${trace}-${span}`,
    `${trace}${span}`,
    `${trace.toUpperCase()}-${span}`,
    '',
  ]) {
    expect(parseRunId(odd), JSON.stringify(odd)).toBeNull();
  }
});

const tokens = (input: number | null) => ({
  input_tokens: input,
  output_tokens: null,
  cache_read_tokens: null,
  cache_write_tokens: null,
  reasoning_tokens: null,
});
const span: SpanRow = {
  ...tokens(5),
  span_id: 'b'.repeat(16),
  parent_span_id: '',
  team_id: 'tea_a',
  start_ns: '1795341600000000000',
  kind: 'llm',
  agent: '',
  name: 'chat',
  duration_ns: null,
  status: 0,
  failed: false,
  error_type: '',
  error_message: 'quoted from the prompt',
  provider: '',
  model: '',
  tool: '',
  prompt_name: '',
  prompt_version: '',
  usage_scope: 'reported',
  finish_reason: '',
  input_preview: 'in',
  output_preview: '',
  marks: [],
};
const step = (more: Partial<StepRow>): StepRow => ({
  ...tokens(null),
  span_id: span.span_id,
  run_id: 'r',
  agent: 'billing',
  is_error: false,
  counts_call: false,
  ...more,
});
const frame = { runStartNs: 1_795_341_600_000_000_000n, readable: true };

describe('a step', () => {
  test('unknown is null: never 0, never ""', () => {
    expect(stepOf(span, null, frame)).toMatchObject({
      parentSpanId: null,
      durationMs: null,
      provider: null,
      model: null,
      finishReason: null,
      outputPreview: null,
      tokens: { input: 5, output: null },
    });
  });

  test('starts before its run where clocks disagree', () => {
    expect(stepOf(span, null, { ...frame, runStartNs: frame.runStartNs + 2_500_000n }).offsetMs).toBe(-2.5);
  });

  test('counts tokens where the rebuild says so', () => {
    expect(stepOf(span, null, frame).countsTokens).toBe(false);
    expect(stepOf({ ...span, usage_scope: 'self' }, null, frame).countsTokens).toBe(true);
    expect(stepOf({ ...span, usage_scope: 'self' }, step({}), frame).countsTokens).toBe(false);
    expect(stepOf(span, step({ counts_call: true }), frame)).toMatchObject({
      countsTokens: true,
      tokens: { input: 5 },
    });
    expect(stepOf(span, step({ input_tokens: 7 }), frame)).toMatchObject({ countsTokens: true, tokens: { input: 7 } });
  });

  test('is an error where the rebuild says so, else by its own word', () => {
    const failing = { ...span, status: 2 as const, failed: true };
    expect(stepOf(failing, null, frame).isError).toBe(true);
    expect(stepOf(failing, step({}), frame)).toMatchObject({ isError: false, status: 'error' });
  });

  test('shows no text to who may not read it: an error message is text', () => {
    const bare = stepOf({ ...span, error_type: 'timeout' }, null, { ...frame, readable: false });
    expect(bare).toMatchObject({ inputPreview: null, outputPreview: null, errorMessage: null, errorType: 'timeout' });
  });
});

test('any body becomes a message', () => {
  expect(messageOf('{"role":"user","parts":[{"type":"text","content":"hi"}]}').parts).toEqual([
    { type: 'text', content: 'hi' },
  ]);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      expect(messageOf(body).parts.every((part) => typeof part.type === 'string')).toBe(true);
    }),
  );
});
