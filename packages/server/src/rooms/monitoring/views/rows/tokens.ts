import type { Tokens } from '../../contract.ts';

export type TokenColumns = {
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
};

export const tokenColumns = 'input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens';

export const tokensOf = (row: TokenColumns): Tokens => ({
  input: row.input_tokens,
  output: row.output_tokens,
  cacheRead: row.cache_read_tokens,
  cacheWrite: row.cache_write_tokens,
  reasoning: row.reasoning_tokens,
});

export const tellsTokens = (row: TokenColumns): boolean => Object.values(tokensOf(row)).some((count) => count !== null);
