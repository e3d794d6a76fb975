/**
 * Error text with what differs from one occurrence to the next taken out. Each rule reads what the earlier ones left, and none of them
 * looks further than a word, so hostile text costs no more than its length.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  [/[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'`<>)\]}]+/gi, '<url>'],
  [/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}/g, '<email>'],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/(?<![\w:.])\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?![\w:])/g, '<time>'],
  [/(?<![\w<])(?:[A-Za-z]:\\|~?\/|\.{1,2}\/)[\w.@~+-]+(?:[\\/][\w.@~+-]+)*/g, '<path>'],
  [/(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi, '<id>'],
  [/(?<!\w)0x[0-9a-f]+(?!\w)/gi, '<hex>'],
  [/(?<![\w-])(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,}(?![\w-])/gi, '<hex>'],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.])/g, '<ip>'],
  // What stands for a kind of failure, and not for one of its occurrences, stays.
  [/(?<=^\s*(?:error:?\s+)?|\b(?:status|http|code)[\s:=]{1,3}(?:code\s)?)([1-5]\d\d)(?![\w.,-])/gi, '\ue000$1'],
  [/(?<![\w.\ue000-])[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?(?:[mun]?s|m|h|d|[kmg]i?b|b|k|%)?(?![\w-])/gi, '<num>'],
  [/(?<![\w<\ue000-])(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[\w-]{4,}(?!\w)/gi, '<id>'],
  [/(?<![\ue000\d])\d+(?:[.,]\d+)*/g, '<num>'],
  [/\ue000/g, ''],
];

/** Equal for texts that differ in ids, numbers, addresses, JSON, paths, hex and times only. */
export const masked = (text: string): string =>
  rules.reduce((held, [pattern, by]) => held.replace(pattern, by), withoutJson(text.replaceAll(/[\0\ue000]/g, ' ')));

/** Each JSON object, and each list of objects or texts, becomes one mark. One that is cut off ends with the text. */
function withoutJson(text: string): string {
  let out = '';
  let from = 0;
  for (const { index } of text.matchAll(/[{[](?=\s{0,8}["{}])/g)) {
    if (index < from) continue;
    out += `${text.slice(from, index)}<json>`;
    from = endOfJson(text, index);
  }
  return out + text.slice(from);
}

function endOfJson(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}
