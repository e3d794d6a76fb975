import { describe, expect, it } from 'vitest';
import type { SpanRow } from '../rows.ts';
import { expectedOf, mapCapture } from './captures.fixture.ts';

/** What a trace must show, from its rows alone: one row per model call where a wrapper and an SDK both described it. */
function assembled(rows: readonly SpanRow[]) {
  const spans = rows.toSorted((a, b) => Number(a.start_time - b.start_time));
  const failing = spans.filter(({ failed }) => failed);
  const deepest = failing.filter((row) => !failing.some((other) => other.parent_span_id === row.span_id));
  const calls = spans.filter(({ kind }) => kind === 'llm' || kind === 'embedding');
  const counted = calls.filter((row) => !calls.some((other) => other !== row && isTwin(row, other)));
  return { spans, deepest, counted };
}

/** A wrapper's row gives way to the SDK's own: the same response, the SDK's span directly below it, or beside it in the same time. */
const isTwin = (row: SpanRow, other: SpanRow): boolean =>
  row.dialect.includes('openinference') &&
  other.dialect.includes('anthropic') &&
  ((row.response_id !== '' && row.response_id === other.response_id) ||
    other.parent_span_id === row.span_id ||
    isBeside(row, other));

/** Streaming: siblings, and the wrapper never sees the response id. */
const isBeside = (row: SpanRow, other: SpanRow): boolean =>
  row.parent_span_id === other.parent_span_id &&
  row.model === other.model &&
  row.input_tokens === other.input_tokens &&
  other.start_time < row.start_time + (row.duration_ns ?? 0n) &&
  row.start_time < other.start_time + (other.duration_ns ?? 0n);

const sum = (
  rows: readonly SpanRow[],
  column: 'input_tokens' | 'output_tokens' | 'cache_read_tokens' | 'cache_write_tokens' | 'reasoning_tokens',
) => {
  const known = rows.flatMap((row) => row[column] ?? []);
  return known.length === 0 ? null : known.reduce((total, one) => total + one, 0);
};
const said = (
  rows: readonly SpanRow[],
  column: 'conversation_id' | 'user_id' | 'prompt_name' | 'prompt_version' | 'environment',
) => rows.map((row) => row[column]).find((value) => value !== '') ?? null;
const kindName = (kind: string): string => (kind === 'llm' ? 'model' : kind);

describe.each(['vercel-ai-v6', 'openinference-anthropic', 'otel-genai-optin'])('rows of the capture %s', (client) => {
  const { rows } = mapCapture(client);

  it.each(
    expectedOf(client).map(
      (trace) => [`${trace.traceId.slice(0, 4)} ${(trace as { variant?: string }).variant ?? ''}`, trace] as const,
    ),
  )('show of %s what its expected.json says', (_, trace) => {
    const own = rows.filter((row) => row.trace_id === trace.traceId);
    const { spans, deepest, counted } = assembled(own);
    expect([...new Set(spans.flatMap((row) => row.agent || []))]).toEqual(trace.agents);
    expect(counted).toHaveLength(trace.modelCalls);
    expect([...new Set(counted.map((row) => row.model))]).toEqual(trace.models);
    const tools = spans.filter(({ kind }) => kind === 'tool').map((row) => ({ name: row.tool, error: row.failed }));
    expect(tools).toEqual(trace.toolCalls);
    expect({
      input: sum(counted, 'input_tokens'),
      output: sum(counted, 'output_tokens'),
      cachedInput: sum(counted, 'cache_read_tokens'),
      reasoning: sum(counted, 'reasoning_tokens'),
    }).toEqual({
      input: trace.tokens.input,
      output: trace.tokens.output,
      cachedInput: trace.tokens.cachedInput,
      reasoning: trace.tokens.reasoning,
    });
    if (trace.tokens.cacheWriteInput !== undefined)
      expect(sum(counted, 'cache_write_tokens')).toBe(trace.tokens.cacheWriteInput);
    expect(deepest.map((row) => ({ spanId: row.span_id, kind: kindName(row.kind) })).toSorted(bySpan)).toEqual(
      trace.errors.map(({ spanId, kind }) => ({ spanId, kind })).toSorted(bySpan),
    );
    expect(spans.some(({ refused }) => refused)).toBe(trace.outcomeHint === 'refused');
    expect(said(spans, 'conversation_id')).toBe(trace.conversation);
    expect(said(spans, 'user_id')).toBe(trace.user);
    expect(said(spans, 'environment')).toBe(trace.environment);
    expect(said(spans, 'prompt_name')).toBe(trace.promptName);
    expect(said(spans, 'prompt_version')).toBe(trace.promptVersion);
    expect(spans.find(({ tags }) => tags.length > 0)?.tags ?? []).toEqual(trace.tags);
  });

  it('counts the usage of model calls only, and never invents a number', () => {
    for (const row of rows) {
      const call = row.kind === 'llm' || row.kind === 'embedding';
      if (row.usage_scope === 'self') expect(call).toBe(true);
      if (!call) expect(row.usage_scope).not.toBe('self');
      if (row.usage_scope === 'none') expect([row.input_tokens, row.output_tokens]).toEqual([null, null]);
      expect(row.cost_nano_usd).toBeNull();
      expect(row.bucket).toBe(Number(row.start_time / 60_000_000_000n) * 60);
      expect(row.marks).toEqual([]);
    }
  });
});

const bySpan = (a: { spanId: string }, b: { spanId: string }): number => a.spanId.localeCompare(b.spanId);
