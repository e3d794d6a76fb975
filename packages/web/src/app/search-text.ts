/**
 * The search of the URL as plain text, both ways. The router's own way reads values as JSON: a span id of digits only lost its last
 * ones as a number, and a user named "true" was no text.
 */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** "?agent=clerk&range=7d"; parameters without value left out; '' for none. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    if (typeof value === 'string' && value !== '') params.set(key, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
