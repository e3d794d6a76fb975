import { expect, test } from 'vitest';
import { failureClass, type FailureClass } from './failure-class.ts';

const of = (kind: string, errorType: string, message: string, refused = false): FailureClass =>
  failureClass({ kind, errorType, message, refused });

test.each<[FailureClass, string, string, string]>([
  ['rate_limited', 'llm', 'RateLimitError', '429 Rate limit reached for gpt-5-mini on tokens per min (TPM)'],
  ['rate_limited', 'llm', '', 'Rate limit reached for gpt-5-mini on tokens per min (TPM)'],
  ['rate_limited', 'agent', '', '429 Rate limit reached for gpt-5-mini on tokens per min (TPM)'],
  ['rate_limited', 'llm', 'rate_limit_error', ''],
  ['rate_limited', 'llm', '429', ''],
  ['provider_error', 'llm', 'InternalServerError', '500 The server had an error while processing your request'],
  ['provider_error', 'llm', 'api_error', ''],
  ['provider_error', 'llm', '', 'something unheard of'],
  ['provider_error', 'agent', '', '500 The server had an error while processing your request'],
  ['tool_error', 'tool', 'Error', 'orders-db: connection reset while reading order BOOM'],
  ['tool_error', 'tool', '', 'Error running tool (non-fatal): Tool execution failed.'],
  ['tool_error', 'tool', 'JSONDecodeError', 'Expecting value: line 1'],
  ['tool_error', 'retrieval', '', ''],
  ['timeout', 'tool', 'TimeoutError', 'gave up'],
  ['timeout', 'llm', '', 'Request timed out.'],
  ['timeout', 'llm', 'ETIMEDOUT', 'connect'],
  ['timeout', 'llm', '504', ''],
  ['timeout', 'other', '', 'context deadline exceeded'],
  ['auth', 'llm', 'AuthenticationError', '401 Incorrect API key provided'],
  ['auth', 'tool', '', 'Permission denied on bucket'],
  ['auth', 'tool', '403', ''],
  ['context_length', 'llm', 'BadRequestError', "400 This model's maximum context length is 8192 tokens"],
  ['context_length', 'llm', 'context_length_exceeded', '400'],
  ['context_length', 'llm', '', 'prompt is too long: 210000 tokens > 200000 maximum'],
  ['bad_output', 'llm', 'OutputParserException', 'Could not parse LLM output'],
  ['bad_output', 'agent', '', 'Unexpected token } in JSON at position 4'],
  ['bad_output', 'chain', 'AI_NoObjectGeneratedError', 'No object generated'],
  ['bad_output', 'llm', 'ZodError', ''],
  ['refusal', 'other', '', 'InputGuardrailTripwireTriggered: Input guardrail triggered'],
  ['refusal', 'llm', 'content_filter', ''],
  ['refusal', 'guardrail', '', ''],
  ['cancelled', 'llm', 'AbortError', 'This operation was aborted'],
  ['cancelled', 'other', 'asyncio.CancelledError', ''],
  ['cancelled', 'agent', '', 'Request was cancelled'],
  ['other', 'agent', 'ValueError', 'order 12 is not known'],
  ['other', '', '', ''],
])('%s: %s %s %s', (expected, kind, type, message) => {
  expect(of(kind, type, message)).toBe(expected);
});

test('a type outweighs what a message quotes', () => {
  expect(of('llm', 'TimeoutError', '429 Rate limit reached')).toBe('timeout');
  expect(of('tool', 'RateLimitError', 'Request timed out')).toBe('rate_limited');
});

test('a refusal that only the data shows, and one that has a better reason', () => {
  expect(of('llm', '', '', true)).toBe('refusal');
  expect(of('llm', 'RateLimitError', '', true)).toBe('rate_limited');
});

test('hostile messages cost no more than their beginning', () => {
  const begun = performance.now();
  for (const unit of ['invalid ', 'a', '5', 'exceeds the ', 'Error: '])
    of('agent', unit.repeat(1_000), unit.repeat(100_000));
  expect(performance.now() - begun).toBeLessThan(500);
});
