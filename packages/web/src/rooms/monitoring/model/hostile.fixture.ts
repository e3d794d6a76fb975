/** Text as an agent, a tool or a person out for mischief sends it, each with what a reader must still be able to see. */
export const hostile: [name: string, text: string, seen: string][] = [
  ['markup', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['a picture that calls home', '"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'],
  [
    'a style that covers the page',
    "</style><div style='position:fixed;inset:0'>",
    "</style><div style='position:fixed;inset:0'>",
  ],
  ['a right-to-left override', 'invoice\u202efdp.exe', 'U+202E'],
  ['an isolate that is never closed', 'a\u2066b', 'U+2066'],
  ['a terminal escape', '\u001b[31mred', 'U+001B'],
  ['a null', 'a\u0000b', 'U+0000'],
  ['zero-width spaces', 'pay\u200bment', 'U+200B'],
  ['half a character', 'a\ud800b', '\ufffd'],
];

/** A word that no line has room for. */
export const endless = 'unbreakable'.repeat(400);

/** Everything in it that could turn, hide or erase what stands beside it. */
export const dangerous =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/;
