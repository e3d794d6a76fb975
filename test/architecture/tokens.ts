/**
 * The words, strings and signs of a TypeScript source, without comments, template text and regular expressions. TypeScript 7 has no
 * API to ask, and the rules need no more than this. Strings keep their quotes; code inside `${…}` is seen.
 */
export function tokens(source: string): string[] {
  const found: string[] = [];
  const depths: number[] = []; // per open `${`: how many braces are open inside it
  let at = 0;
  while (at < source.length) {
    const char = source[at]!;
    if (char === '`' || (char === '}' && depths.at(-1) === 0)) {
      if (char === '}') depths.pop();
      at = template(source, at + 1);
      if (source.startsWith('${', at - 2)) depths.push(0);
      continue;
    }
    if (depths.length > 0 && char === '{') depths[depths.length - 1]! += 1;
    if (depths.length > 0 && char === '}') depths[depths.length - 1]! -= 1;
    const text = tokenAt(source, at, found.at(-1));
    if (!/^(\s|\/[/*])/.test(text) && !(text.length > 1 && text[0] === '/')) found.push(text);
    at += text.length;
  }
  return found;
}

const space = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const plain = /[\p{L}\p{N}_$#]+|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/uy;
const pattern = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

function tokenAt(source: string, at: number, before: string | undefined): string {
  const opensPattern = before === undefined || /^(?:[([{},;:=!&|?+\-*%<>~^]|return|typeof|case|in|of)$/.test(before);
  for (const shape of opensPattern ? [space, plain, pattern] : [space, plain]) {
    shape.lastIndex = at;
    const match = shape.exec(source);
    if (match) return match[0];
  }
  return source[at]!;
}

/** Just after the closing backtick, or after the next `${`. */
function template(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '`') return at + 1;
    else if (source.startsWith('${', at)) return at + 2;
  }
  return source.length;
}
