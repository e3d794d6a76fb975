import type { Filter } from './filters.ts';
import { refuse } from './problem.ts';
import { textOf } from './values.ts';

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const escape: Filter = (value) => textOf(value).replace(/[&<>"']/g, (sign) => signs[sign]!);

const strip =
  (make: (text: string) => string): Filter =>
  (value, signsToo) =>
    signsToo === undefined ? make(textOf(value)) : refuse('strip with an argument is not known to the SDK');

function split(value: unknown, by: unknown): string[] {
  const parts = textOf(value).split(textOf(by));
  while (parts.at(-1) === '') parts.pop();
  return parts;
}

function truncate(value: unknown, most: unknown = 50, end: unknown = '...'): unknown {
  const [letters, tail] = [[...textOf(value)], textOf(end)];
  const count = Number(most);
  return letters.length <= count ? value : letters.slice(0, Math.max(0, count - [...tail].length)).join('') + tail;
}

function truncateWords(value: unknown, most: unknown = 15, end: unknown = '...'): string {
  const words = textOf(value).trimStart().split(/\s+/);
  const count = Math.max(1, Number(most));
  return words.slice(0, count).join(' ') + (words.length >= count ? textOf(end) : '');
}

function replaceLast(value: unknown, what: unknown, by: unknown): string {
  const [text, part] = [textOf(value), textOf(what)];
  const at = text.lastIndexOf(part);
  return at === -1 ? text : text.slice(0, at) + textOf(by) + text.slice(at + part.length);
}

export const textFilters: Readonly<Record<string, Filter>> = {
  append: (value, more) => textOf(value) + textOf(more),
  prepend: (value, more) => textOf(more) + textOf(value),
  upcase: (value) => textOf(value).toUpperCase(),
  downcase: (value) => textOf(value).toLowerCase(),
  capitalize: (value) => textOf(value).charAt(0).toUpperCase() + textOf(value).slice(1).toLowerCase(),
  strip: strip((text) => text.trim()),
  lstrip: strip((text) => text.trimStart()),
  rstrip: strip((text) => text.trimEnd()),
  strip_newlines: (value) => textOf(value).replace(/\r?\n/g, ''),
  squish: (value) => textOf(value).replace(/\s+/g, ' ').trim(),
  newline_to_br: (value) => textOf(value).replace(/\r?\n/g, '<br />\n'),
  escape,
  split,
  truncate,
  truncatewords: truncateWords,
  replace: (value, what, by) => textOf(value).split(textOf(what)).join(textOf(by)),
  replace_first: (value, what, by) => textOf(value).replace(textOf(what), () => textOf(by)),
  replace_last: replaceLast,
  remove: (value, what) => textOf(value).split(textOf(what)).join(''),
  remove_first: (value, what) => textOf(value).replace(textOf(what), ''),
  remove_last: (value, what) => replaceLast(value, what, ''),
  url_encode: (value) => encodeURIComponent(textOf(value)).replaceAll('%20', '+'),
};
