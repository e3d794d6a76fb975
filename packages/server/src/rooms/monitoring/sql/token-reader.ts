import { bounds, SqlRefusal } from './refusal.ts';
import { type Token, tokensOf } from './tokens.ts';
import type { Expr, Query } from './tree.ts';

/** The two rules that stand in each other: an expression holds queries, a query expressions. */
type Grammar = { expression(reader: TokenReader): Expr; query(reader: TokenReader): Query };

/** Words with a place of their own: none of them is the name of a table, a column or an alias, unless quoted. */
const reserved = new Set(
  `SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET BY UNION EXCEPT INTERSECT WITH AS ON USING JOIN INNER LEFT RIGHT FULL OUTER CROSS
   ASOF ALL SEMI ANTI ARRAY GLOBAL DISTINCT AND OR NOT IN LIKE ILIKE BETWEEN IS NULL TRUE FALSE CASE WHEN THEN ELSE END CAST INTERVAL
   OVER PARTITION ROWS RANGE ASC DESC NULLS INTO OUTFILE FORMAT SETTINGS PREWHERE FINAL SAMPLE QUALIFY WINDOW EXISTS ROLLUP CUBE TOTALS
   FETCH VALUES INSERT`.split(/\s+/),
);

/** Reads tokens one by one. Words are asked for in capitals. */
export class TokenReader {
  readonly #grammar: Grammar;
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(text: string, grammar: Grammar) {
    this.#grammar = grammar;
    this.#tokens = tokensOf(text);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#index += 1;
    return token;
  }

  isWord(word: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === 'name' && text.toUpperCase() === word;
  }

  isSign(sign: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === 'sign' && text === sign;
  }

  /** Takes these words if they all come next. */
  takeWords(...words: readonly string[]): boolean {
    if (!words.every((word, i) => this.isWord(word, i))) return false;
    this.#index += words.length;
    return true;
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.#index += 1;
    return true;
  }

  expectWords(...words: readonly string[]): void {
    if (!this.takeWords(...words)) this.fail(`Here "${words.join(' ')}" is expected`);
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) this.fail(`Here "${sign}" is expected`);
  }

  /** Of a table, column or alias. */
  isName(ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === 'quoted' || (kind === 'name' && !reserved.has(text.toUpperCase()));
  }

  name(what: string): Token {
    if (!this.isName()) this.fail(`Here ${what} is expected`);
    return this.next();
  }

  /** Whole and not negative. */
  count(what: string): number {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !/^\d{1,9}$/.test(text)) this.fail(`Here ${what} is expected, as a whole number`);
    return Number(this.next().text);
  }

  /** Brackets in brackets, each of which costs stack here and in the engine. */
  deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > bounds.depth)
      throw new SqlRefusal('too_large', this.peek().at, `A statement is nested at most ${bounds.depth} deep.`);
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  expression(): Expr {
    return this.deeper(() => this.#grammar.expression(this));
  }

  query(): Query {
    return this.deeper(() => this.#grammar.query(this));
  }

  /** At least one, with commas. */
  expressions(): Expr[] {
    const found = [this.expression()];
    while (this.takeSign(',')) found.push(this.expression());
    return found;
  }

  /** The same up to a closing sign, which is taken. */
  expressionsUntil(close: ')' | ']'): Expr[] {
    const found = this.expressions();
    this.expectSign(close);
    return found;
  }

  /** A query where one begins, with the bracket behind it. */
  queryInBrackets(): Query | null {
    if (!this.isWord('SELECT') && !this.isWord('WITH')) return null;
    const query = this.query();
    this.expectSign(')');
    return query;
  }

  fail(expected: string): never {
    const { kind, text, at } = this.peek();
    const found = kind === 'end' ? 'the end' : kind === 'string' ? 'a text' : `"${text.slice(0, 40)}"`;
    throw new SqlRefusal('syntax', at, `${expected}, not ${found}.`);
  }
}
