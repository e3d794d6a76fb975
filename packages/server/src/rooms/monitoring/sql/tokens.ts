import { bounds, SqlRefusal } from './refusal.ts';

/** `quoted`: a name in " or `. `text` of a string is its value; a plain name keeps its case. */
export type Token = { kind: 'name' | 'quoted' | 'string' | 'number' | 'sign' | 'end'; text: string; at: number };

const space = /[ \t\r\n]+/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?/y;
const sign = /->|::|<=|>=|<>|!=|==|\|\||[-+*/%=<>(),.[\]]/y;
/** What a quoted name may hold: no quotes, no dots (the engine cuts names at them), nothing that is not seen. */
const nameInside = /^[\p{L}_][\p{L}\p{N}_ %()-]{0,63}$/u;
const escapes: Record<string, string> = { '\\': '\\', "'": "'", n: '\n', t: '\t' };

/** Cuts a statement into tokens; comments and white space are gone. Throws `SqlRefusal` at what has no place in one. */
export function tokensOf(text: string): Token[] {
  if (text.length > bounds.characters)
    throw new SqlRefusal('too_large', bounds.characters, `A statement has at most ${bounds.characters} characters.`);
  const found: Token[] = [];
  for (let at = afterSpace(text, 0); at < text.length;) {
    const [token, end] = tokenAt(text, at);
    if (found.push(token) > bounds.tokens)
      throw new SqlRefusal('too_large', at, `A statement has at most ${bounds.tokens} words and signs.`);
    at = afterSpace(text, end);
  }
  return [...found, { kind: 'end', text: '', at: text.length }];
}

function afterSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const skipped = match(space, text, at);
    if (skipped !== null) at += skipped.length;
    else if (text.startsWith('--', at)) at = endOr(text.indexOf('\n', at), text.length);
    else if (text.startsWith('/*', at)) at = endOfComment(text, at);
    else return at;
  }
}

/** Comments in comments end at different places in different databases: there are none here. */
function endOfComment(text: string, at: number): number {
  const end = text.indexOf('*/', at + 2);
  if (end < 0) throw new SqlRefusal('syntax', at, 'This comment does not end.');
  const inner = text.indexOf('/*', at + 2);
  if (inner >= 0 && inner < end) throw new SqlRefusal('syntax', inner, 'A comment inside a comment.');
  return end + 2;
}

function tokenAt(text: string, at: number): [Token, number] {
  const first = text[at]!;
  if (first === "'") return stringAt(text, at);
  if (first === '"' || first === '`') return quotedAt(text, at, first);
  for (const [kind, pattern] of [
    ['name', name],
    ['number', number],
    ['sign', sign],
  ] as const) {
    const hit = match(pattern, text, at);
    if (hit === null) continue;
    if (kind === 'number' && /[\w.]/.test(text[at + hit.length] ?? ''))
      throw new SqlRefusal('syntax', at, 'This is neither a number nor a name.');
    return [{ kind, text: hit, at }, at + hit.length];
  }
  const said =
    first === ';' ? 'One statement, without ";".' : `The sign "${shown(text, at)}" has no place in a statement.`;
  throw new SqlRefusal('syntax', at, said);
}

function stringAt(text: string, start: number): [Token, number] {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const here = text[at]!;
    if (here === '\\') {
      const meant = escapes[text[at + 1] ?? ''];
      if (meant === undefined)
        throw new SqlRefusal('syntax', at, String.raw`In text a \ stands before \, ', n or t only.`);
      value += meant;
      at += 1;
    } else if (here !== "'") value += here;
    else if (text[at + 1] === "'") {
      value += "'";
      at += 1;
    } else return [checked({ kind: 'string', text: value, at: start }), at + 1];
  }
  throw new SqlRefusal('syntax', start, 'This text does not end.');
}

function checked(token: Token): Token {
  if (token.text.length > bounds.string)
    throw new SqlRefusal('too_large', token.at, `A text has at most ${bounds.string} characters.`);
  // Of the characters that are not seen, only what people break lines with.
  if (/[^\P{C}\n\t\r]/u.test(token.text.replaceAll(/[\u200c\u200d]/g, '')))
    throw new SqlRefusal('syntax', token.at, 'This text holds a character that cannot be seen.');
  return token;
}

function quotedAt(text: string, at: number, quote: string): [Token, number] {
  const end = text.indexOf(quote, at + 1);
  if (end < 0) throw new SqlRefusal('syntax', at, 'This name does not end.');
  const inside = text.slice(at + 1, end);
  // Two quotes are one in other databases, and the end of a name and the beginning of another here: neither.
  if (!nameInside.test(inside) || /["'`]/.test(text[end + 1] ?? ''))
    throw new SqlRefusal('syntax', at, 'A name in quotes has 1 to 64 letters, digits, spaces, _, -, % and brackets.');
  return [{ kind: 'quoted', text: inside, at }, end + 1];
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

const endOr = (at: number, otherwise: number): number => (at < 0 ? otherwise : at);

const shown = (text: string, at: number): string => {
  const sign = String.fromCodePoint(text.codePointAt(at)!);
  return /\p{C}|\p{Z}/u.test(sign) ? `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` : sign;
};
