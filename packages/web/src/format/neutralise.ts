/** A stretch of text: as it is, or characters that would change how the rest looks or hide something, named instead. */
export type Stretch = { text: string } | { mark: string; title: string };

// Controls but tab and newline, soft hyphen, bidi controls, zero-width space, word joiner and invisible operators, line and
// paragraph separators, BOM, interlinear marks, variation selectors supplement and tags (both used to smuggle text to models).
// Zero-width (non-)joiners stay: Persian and emoji need them.
const hidden =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]+/gu;

const names: Record<string, string> = {
  '1b': 'escape',
  '0d': 'carriage return',
  '00': 'null',
  '200b': 'zero-width space',
  '200e': 'left-to-right mark',
  '200f': 'right-to-left mark',
  '202a': 'left-to-right embedding',
  '202b': 'right-to-left embedding',
  '202c': 'end of direction',
  '202d': 'left-to-right override',
  '202e': 'right-to-left override',
  '2066': 'left-to-right isolate',
  '2067': 'right-to-left isolate',
  '2068': 'first strong isolate',
  '2069': 'end of isolate',
  feff: 'byte order mark',
  ad: 'soft hyphen',
};

/** The same where there is room for text alone (a title, a name for readers): what is named stands in brackets. */
export const neutralLine = (raw: string): string =>
  neutralise(raw)
    .map((s) => ('text' in s ? s.text : `[${s.mark}]`))
    .join('');

/** Splits agent text into what may be shown and what is named visibly. Pure; line ends become "\n". */
export function neutralise(raw: string): Stretch[] {
  const text = raw
    .replace(/\r\n/g, '\n')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  const out: Stretch[] = [];
  let from = 0;
  for (const hit of text.matchAll(hidden)) {
    if (hit.index > from) out.push({ text: text.slice(from, hit.index) });
    out.push(name([...hit[0]]));
    from = hit.index + hit[0].length;
  }
  if (from < text.length || out.length === 0) out.push({ text: text.slice(from) });
  return out;
}

function name(characters: string[]): Stretch {
  const codes = characters.map((c) => c.codePointAt(0)!);
  const first = hex(codes[0]!);
  const title = [...new Set(codes)]
    .slice(0, 8)
    .map((c) => `U+${hex(c).padStart(4, '0')} ${names[hex(c).toLowerCase()] ?? ''}`.trim())
    .join(', ');
  const mark = codes.length === 1 ? `U+${first.padStart(4, '0')}` : `${codes.length} hidden characters`;
  const tags = codes
    .filter((c) => c >= 0xe0020 && c < 0xe007f)
    .map((c) => String.fromCodePoint(c - 0xe0000))
    .join('');
  return { mark, title: tags === '' ? title : `Tag characters that spell: ${tags}` };
}

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(2, '0');
