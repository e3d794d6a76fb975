import { refusal } from './exception.ts';
import { lex, type Token } from './lexer.ts';

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' };

/**
 * The statement with the request's `param_*` written into its `{name:Type}`, as constants of these types. The engine's own binding is not
 * used: it keeps the values of a statement where those of another under way find them, so that it can run one such statement at a time.
 */
export function withParams(sql: string, params: URLSearchParams): string {
  if (!sql.includes('{')) return sql;
  let out = '';
  let done = 0;
  for (const place of placesOf(sql)) {
    const value = params.get(`param_${place.name}`);
    if (value === null)
      throw refusal(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${place.name.slice(0, 80)}\` is not set`);
    out += sql.slice(done, place.start) + constant(value, place.type);
    done = place.end;
  }
  return out + sql.slice(done);
}

type Place = { name: string; type: string; start: number; end: number };

/** Outside quotes and comments, `{` with a name and a colon behind it. */
function* placesOf(sql: string): Generator<Place> {
  let head: Token[] = [];
  for (const token of lex(sql)) {
    if (head.length >= 3) {
      const [open, name, colon] = head as [Token, Token, Token];
      if (token.text !== '}' || token.depth !== open.depth) continue;
      yield { name: name.text, type: sql.slice(colon.end, token.start).trim(), start: open.start, end: token.end };
      head = [];
    } else head = isNext(head, token) ? [...head, token] : token.text === '{' ? [token] : [];
  }
}

function isNext(head: readonly Token[], token: Token): boolean {
  if (head.length === 0) return token.kind === 'symbol' && token.text === '{';
  return head.length === 1 ? token.kind === 'word' : token.text === ':';
}

/** HTTP carries plain values in TSV escapes, and arrays, tuples and maps as the engine writes them. */
function constant(value: string, type: string): string {
  const isNested = /^(Array|Tuple|Map|Nested)\b/i.test(type);
  const plain = isNested ? value : unescape(value);
  if (/^Identifier$/i.test(type)) return `\`${plain.replace(/[\\`]/g, '\\$&')}\``;
  // There is no cast of text to these: they are written as the literals that they are.
  if (/^(Tuple|Map|Nested)\b/i.test(type)) return `CAST(${onlyLiterals(value)}, ${quote(type)})`;
  const text = value === '\\N' ? 'NULL' : quote(plain);
  return /^String$/i.test(type) ? text : `CAST(${text}, ${quote(type)})`;
}

/** Whoever sends a value gets no further than a value: no names, no calls. Maps are written as calls of `map`. */
function onlyLiterals(value: string): string {
  const calls: Record<string, string> = { '{': 'map(', '}': ')', ':': ',' };
  const isOne = ({ kind, text }: Token): boolean =>
    kind === 'literal'
      ? text.startsWith("'")
      : /^(null|true|false|nan|inf|[-+.\d,:()[\]{}])$/i.test(text) || /^e\d*$/i.test(text);
  let out = '';
  let open = 0;
  let end = 0;
  for (const token of lex(value)) {
    if (!isOne(token) || token.depth < 0)
      throw refusal(457, 'BAD_QUERY_PARAMETER', `'${token.text.slice(0, 80)}' has no place in a value`);
    if (/^[([{]$/.test(token.text)) open++;
    if (/^[)\]}]$/.test(token.text)) open--;
    // What stood apart stays so: two signs together would begin a comment.
    out += (token.start > end ? ' ' : '') + (calls[token.text] ?? token.text);
    end = token.end;
  }
  if (open !== 0) throw refusal(457, 'BAD_QUERY_PARAMETER', 'A bracket of the value is not closed');
  return out;
}

const unescape = (value: string): string => value.replace(/\\([\s\S])/g, (_, c: string) => escapes[c] ?? c);
const quote = (value: string): string => `'${value.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`;
