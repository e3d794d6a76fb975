/** Text with what changes from call to call taken out (dates, times, numbers, ids): equal for prompts made from one template. */

const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];
const widths = ['long', 'short'] as const;

const named = (part: 'month' | 'weekday', width: (typeof widths)[number]): string[] =>
  languages.flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { [part]: width, timeZone: 'UTC' });
    // The 5th of January 2026 was a Monday: a day further and a month further each time.
    return Array.from({ length: 12 }, (_, n) =>
      format.format(part === 'month' ? Date.UTC(2026, n, 5) : Date.UTC(2026, 0, 5 + n)).replace(/\.$/, ''),
    );
  });

/** Longer names first, so that none is cut by its own beginning; whole words only, in any script. */
const words = (names: readonly string[]): string =>
  `(?<!\\p{L})(?:${[...new Set(names)].sort((a, b) => b.length - a.length).join('|')})(?!\\p{L})\\.?`;

const month = words(widths.flatMap((width) => named('month', width)));
const weekday = words(named('weekday', 'long'));
const shortWeekday = words(named('weekday', 'short'));

/** `#` stands for what was taken out. In this order: later rules read what earlier ones left. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '#'],
  [/(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{12,}(?![0-9a-z])/gi, '#'],
  [/\d+(?:[.,:/-]?\d+)*/g, '#'],
  [/#T#/g, '#'],
  [/#(?:st|nd|rd|th|er|º|ª)(?!\p{L})/giu, '#'],
  [/#\s?[ap](?:m|\.\s?m\.)(?!\p{L})/giu, '#'],
  // "May" without a day beside it is a verb.
  [new RegExp(`#[.,]?\\s?-?(?:of |de |di )?\\s?${month}`, 'giu'), '#'],
  [new RegExp(`${month}[,-]?\\s?#`, 'giu'), '#'],
  [new RegExp(weekday, 'giu'), '#'],
  [new RegExp(`${shortWeekday},?(?=\\s#)`, 'giu'), '#'],
  [/#\s?(?:UTC|GMT|CEST|CET|EST|EDT|CST|CDT|PST|PDT|Z)(?!\p{L})/gu, '#'],
  [/#\s?[+-]#/g, '#'],
  [/#(?:[.,]?\s?-?(?:(?:at|of|um|à|de|a las|alle) )?\s?#)+/gu, '#'],
  [/\s+/g, ' '],
];

export const withoutVolatile = (text: string): string =>
  rules.reduce((held, [pattern, by]) => held.replace(pattern, by), text);
