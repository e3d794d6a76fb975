/** The statement that was run: a link to the page is a link to its answer. */
export type SqlSearch = { q?: string | undefined };

export const readSqlSearch = (search: Record<string, unknown>): SqlSearch => ({
  q: typeof search['q'] === 'string' && search['q'] !== '' ? search['q'].slice(0, 20_000) : undefined,
});
