import type { Dialect, Refusal } from './dialect.ts';

const kinds = {
  rate_limited: { status: 429, type: 'tokens', code: 'rate_limit_exceeded' },
  overloaded: { status: 503, type: 'server_error', code: 'overloaded' },
  server_error: { status: 500, type: 'server_error', code: null },
  invalid: { status: 400, type: 'invalid_request_error', code: null },
} as const;

/** OpenAI's errors, the same for all of its paths. */
export const openaiRefusal: Dialect['refuse'] = (fault, message): Refusal => {
  const { status, type, code } = kinds[fault];
  return { status, body: { error: { message, type, param: null, code } } };
};
