import { parseSearch, stringifySearch } from '../../../app/search-text.ts';

/** What of the URL is no part of a view: the row one looks at, and the zone one reads times in. */
const passing = ['peek', 'tz', 'facets'];

/** The search as a view keeps it: names in order, so that equal ones are equal. */
export function keptSearch(search: object): Record<string, string> {
  const texts = Object.entries(search).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[1] !== '' && !passing.includes(entry[0]),
  );
  return Object.fromEntries(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const sameSearch = (text: string, here: Record<string, string>): boolean =>
  stringifySearch(keptSearch(parseSearch(text))) === stringifySearch(here);
