import type { Expression, Filtered } from './expression.ts';
import { filters } from './filters.ts';
import { refuse } from './problem.ts';
import { blank, empty } from './values.ts';

const word = /[\w\-?\u0080-\uffff]+/y;
const number = /[+-]?\d+(?:\.(?!\.)\d*)?(?![\w\-?])/y;
const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;
const operator = /==|!=|>=|<=|>|<|(?:contains|and|or|not)(?![\w\-?])/y;
const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['nil', null],
  ['null', null],
  ['empty', empty],
  ['blank', blank],
]);
const precedence = (name: string): number => (name === 'and' || name === 'or' ? 0 : name === 'not' ? 1 : 2);
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const mostNested = 40;

/** Reads what stands inside the delimiters, from left to right. Throws TemplateProblem with what it met. */
export class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Nothing may be left. */
  end(): void {
    this.#blanks();
    if (this.#at < this.#text.length) this.#refuse('is not understood here');
  }

  isAtEnd(): boolean {
    this.#blanks();
    return this.#at >= this.#text.length;
  }

  /** A sign such as `|`, passed over where it stands. */
  takes(sign: string): boolean {
    this.#blanks();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  word(): string | null {
    this.#blanks();
    return this.#match(word);
  }

  filtered(): Filtered {
    const of = this.expression();
    const applied: Filtered['filters'][number][] = [];
    while (this.takes('|')) {
      const name = this.word() ?? this.#refuse('is no filter');
      const filter = filters.get(name);
      if (filter === undefined)
        return refuse(`the filter "${name}" is not known to the SDK: use another, or render it on the server`);
      applied.push({ name, filter, ...this.#args(name) });
    }
    return { of, filters: applied };
  }

  /** Operators of one rank are read from the right: `a and b or c` is `a and (b or c)`, as Liquid has it. */
  expression(least = 0): Expression {
    if (++this.#depth > mostNested) refuse('it is nested too deeply');
    let left = this.#operand();
    for (let next = this.#operator(least); next !== null; next = this.#operator(least))
      left = { kind: 'pair', operator: next, left, right: this.expression(precedence(next)) };
    this.#depth--;
    return left;
  }

  value(): Expression {
    this.#blanks();
    const text = this.#match(quoted);
    if (text !== null) return this.#path({ kind: 'value', value: unquoted(text) });
    const digits = this.#match(number);
    if (digits !== null) return { kind: 'value', value: Number(digits) };
    if (this.takes('(')) return this.#range();
    const first = this.#text[this.#at] === '[' ? null : this.#match(word);
    if (first === null) return this.#refuse('is no value');
    if (literals.has(first)) return { kind: 'value', value: literals.get(first) };
    return this.#path({ kind: 'path', path: [{ kind: 'value', value: first }] });
  }

  #operand(): Expression {
    const kept = this.#at;
    if (this.#operator(1) === 'not') return { kind: 'not', of: this.expression(1) };
    this.#at = kept;
    return this.value();
  }

  #operator(least: number): string | null {
    this.#blanks();
    const kept = this.#at;
    const found = this.#match(operator);
    if (found !== null && precedence(found) >= least) return found;
    this.#at = kept;
    return null;
  }

  #args(name: string): { args: Expression[]; allowsFalse: Expression | null } {
    const args: Expression[] = [];
    let allowsFalse: Expression | null = null;
    if (!this.takes(':')) return { args, allowsFalse };
    do {
      const kept = this.#at;
      const key = this.word();
      if (key !== null && this.takes(':')) {
        if (name !== 'default' || key !== 'allow_false') refuse(`"${key}:" is not known to the SDK`);
        allowsFalse = this.value();
        continue;
      }
      this.#at = kept;
      args.push(this.value());
    } while (this.takes(','));
    return { args, allowsFalse };
  }

  #range(): Expression {
    const from = this.value();
    if (!this.takes('..')) this.#refuse('is no range, which is written (1..5)');
    const to = this.value();
    return this.takes(')') ? { kind: 'range', from, to } : this.#refuse('does not close the range');
  }

  #path(first: Expression): Expression {
    const path: Expression[] = first.kind === 'path' ? [...first.path] : [];
    for (;;) {
      if (this.#text[this.#at] === '[') {
        this.#at++;
        path.push(this.value());
        if (!this.takes(']')) this.#refuse('does not close "["');
      } else if (this.#text[this.#at] === '.' && this.#text[this.#at + 1] !== '.') {
        this.#at++;
        path.push({ kind: 'value', value: this.#match(word) ?? this.#refuse('is no name of a property') });
      } else break;
    }
    if (first.kind === 'path') return { kind: 'path', path };
    return path.length === 0 ? first : refuse('properties of quoted texts are not known to the SDK');
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #refuse(why: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 30);
    return refuse(`${rest === '' ? 'the end' : `"${rest}"`} ${why}, in "${this.#text.slice(0, 60)}"`);
  }
}

const unquoted = (text: string): string =>
  text.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, sign: string) => {
    if (sign.length === 5) return String.fromCharCode(Number.parseInt(sign.slice(1), 16));
    return escapes[sign] ?? sign;
  });
