import { refuse } from './problem.ts';

/** A template as its pieces: text, `{{ … }}` and `{% … %}`, blanks already trimmed where a dash says so. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'output'; text: string }
  | { kind: 'tag'; name: string; text: string };

type Cut = Piece & { trimsLeft?: boolean; trimsRight?: boolean };

export function piecesOf(template: string): Piece[] {
  const pieces: Cut[] = [];
  for (let at = 0; at < template.length;) {
    const next = template.slice(at).search(/\{[{%]/);
    const begin = next === -1 ? template.length : at + next;
    if (begin > at) pieces.push({ kind: 'text', text: template.slice(at, begin) });
    if (begin === template.length) break;
    const end = template[begin + 1] === '{' ? endOfOutput(template, begin) : endOfTag(template, begin);
    const piece = delimited(template.slice(begin, end));
    pieces.push(piece);
    at = end;
    if (piece.kind === 'tag' && piece.name === 'raw') at = raw(template, end, pieces);
  }
  trim(pieces);
  return pieces;
}

/** Two braces in a quoted text do not end an output. */
function endOfOutput(template: string, begin: number): number {
  let quote = '';
  for (let at = begin + 2; at < template.length; at++) {
    const letter = template[at]!;
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (template.startsWith('}}', at)) return at + 2;
  }
  return refuse(`${template.slice(begin, begin + 40)} is not closed`);
}

function endOfTag(template: string, begin: number): number {
  const end = template.indexOf('%}', begin + 2);
  return end === -1 ? refuse(`${template.slice(begin, begin + 40)} is not closed`) : end + 2;
}

function delimited(whole: string): Cut {
  const trimsLeft = whole[2] === '-';
  const trimsRight = whole.length > 5 && whole.at(-3) === '-';
  const text = whole.slice(trimsLeft ? 3 : 2, trimsRight ? -3 : -2).trim();
  if (whole[1] === '{') return { kind: 'output', text, trimsLeft, trimsRight };
  const name = /^(?:#|[\w-]*)/.exec(text)![0];
  return { kind: 'tag', name, text: text.slice(name.length).trim(), trimsLeft, trimsRight };
}

/** What stands between raw and endraw is kept as it is, and its own dashes trim nothing. */
function raw(template: string, from: number, pieces: Cut[]): number {
  const close = /\{%\s*endraw(?![\w-])[^%]*%\}/g;
  close.lastIndex = from;
  const found = close.exec(template);
  if (found === null) return refuse('raw is not closed');
  delete pieces.at(-1)!.trimsRight;
  if (found.index > from) pieces.push({ kind: 'text', text: template.slice(from, found.index) });
  pieces.push({ kind: 'tag', name: 'endraw', text: '', trimsRight: /-%\}$/.test(found[0]) });
  return close.lastIndex;
}

function trim(pieces: Cut[]): void {
  pieces.forEach((piece, at) => {
    const [before, after] = [pieces[at - 1], pieces[at + 1]];
    if (piece.trimsLeft === true && before?.kind === 'text') before.text = before.text.trimEnd();
    if (piece.trimsRight === true && after?.kind === 'text') after.text = after.text.trimStart();
  });
}
