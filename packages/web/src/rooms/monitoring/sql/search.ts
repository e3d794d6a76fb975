/** A statement is refused beyond so many characters. One that is cut there would be another statement, so one more is kept. */
const longest = 20_000;

/** The statement that was run: a link to the page is a link to its answer. */
export type SqlSearch = { q?: string | undefined };

export const readSqlSearch = (search: Record<string, unknown>): SqlSearch => ({
  q: typeof search['q'] === 'string' && search['q'] !== '' ? search['q'].slice(0, longest + 1) : undefined,
});
