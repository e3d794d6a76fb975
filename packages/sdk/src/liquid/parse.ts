import type { Branch, Node } from './nodes.ts';
import { refuse } from './problem.ts';
import { Reader } from './reader.ts';
import { type Piece, piecesOf } from './tokens.ts';

type Tag = Extract<Piece, { kind: 'tag' }>;
const mostNested = 50;

/** The part of Liquid that the SDK renders by itself. Throws TemplateProblem for everything else. */
export const parse = (template: string): Node[] => new Parser(piecesOf(template)).all();

class Parser {
  readonly #pieces: Piece[];
  #at = 0;
  #depth = 0;

  constructor(pieces: Piece[]) {
    this.#pieces = pieces;
  }

  all(): Node[] {
    const { body, end } = this.#until([]);
    return end === null ? body : refuse(`${end.name} closes nothing`);
  }

  /** Nodes up to one of the tags named, which is returned; null = the template ended. */
  #until(ends: readonly string[]): { body: Node[]; end: Tag | null } {
    if (++this.#depth > mostNested) refuse('it is nested too deeply');
    const body: Node[] = [];
    let end: Tag | null = null;
    for (let piece = this.#pieces[this.#at++]; piece !== undefined; piece = this.#pieces[this.#at++]) {
      if (piece.kind === 'text') body.push(piece);
      else if (piece.kind === 'output') body.push({ kind: 'output', of: filteredIn(piece.text) });
      else if (ends.includes(piece.name)) {
        end = piece;
        break;
      } else body.push(...this.#tag(piece));
    }
    this.#depth--;
    return end === null && ends.length > 0 ? refuse(`${ends.at(-1)} is missing`) : { body, end };
  }

  #tag(tag: Tag): Node[] {
    switch (tag.name) {
      case '#':
        return [];
      case 'comment':
        return this.#skipTo('endcomment');
      case 'raw': {
        const { body } = this.#until(['endraw']);
        return body;
      }
      case 'if':
      case 'unless':
        return [this.#condition(tag)];
      case 'case':
        return [this.#choice(tag)];
      case 'for':
        return [this.#loop(tag)];
      case 'assign':
        return [assignment(tag)];
      case 'capture': {
        const name = /^(["']?)([\w-]+)\1$/.exec(tag.text)?.[2] ?? refuse(`capture ${tag.text}: expected a name`);
        return [{ kind: 'capture', name, body: this.#until(['endcapture']).body }];
      }
      case 'prompt':
        return [{ kind: 'prompt', reference: referenceIn(tag.text) }];
      case 'break':
      case 'continue':
        return [{ kind: 'leave', how: tag.name }];
      default:
        return refuse(`the tag "${tag.name}" is not known to the SDK`);
    }
  }

  #skipTo(end: string): Node[] {
    for (let piece = this.#pieces[this.#at++]; piece !== undefined; piece = this.#pieces[this.#at++])
      if (piece.kind === 'tag' && piece.name === end) return [];
    return refuse(`${end} is missing`);
  }

  #condition(tag: Tag): Node {
    const branches: Branch[] = [];
    const close = `end${tag.name}`;
    let next: Tag = tag;
    for (;;) {
      const when = next.name === 'else' ? null : filteredIn(next.text);
      const { body, end } = this.#until(when === null ? [close] : ['elsif', 'else', close]);
      branches.push({ when, isNegated: next.name === 'unless', body });
      if (end!.name === close) return { kind: 'if', branches };
      next = end!;
    }
  }

  #choice(tag: Tag): Node {
    const of = filteredIn(tag.text);
    let { end } = this.#until(['when', 'else', 'endcase']);
    const branches: Extract<Node, { kind: 'case' }>['branches'][number][] = [];
    let otherwise: Node[] = [];
    while (end!.name !== 'endcase') {
      const isElse = end!.name === 'else';
      const values = isElse ? [] : valuesIn(end!.text);
      const part = this.#until(isElse ? ['endcase'] : ['when', 'else', 'endcase']);
      if (isElse) otherwise = part.body;
      else branches.push({ values, body: part.body });
      end = part.end;
    }
    return { kind: 'case', of, branches, otherwise };
  }

  #loop(tag: Tag): Node {
    const head = loopHead(tag);
    const { body, end } = this.#until(['else', 'endfor']);
    const otherwise = end!.name === 'else' ? this.#until(['endfor']).body : [];
    return { kind: 'for', ...head, body, otherwise };
  }
}

function filteredIn(text: string) {
  const reader = new Reader(text);
  const of = reader.filtered();
  reader.end();
  return of;
}

function valuesIn(text: string) {
  const reader = new Reader(text);
  const values = [reader.value()];
  while (reader.takes(',') || reader.takes('or ')) values.push(reader.value());
  reader.end();
  return values;
}

function assignment({ text }: Tag): Node {
  const reader = new Reader(text);
  const name = reader.word();
  if (name === null || !reader.takes('=')) return refuse(`assign ${text}: expected a name and "="`);
  const of = reader.filtered();
  reader.end();
  return { kind: 'assign', name, of };
}

type LoopHead = Omit<Extract<Node, { kind: 'for' }>, 'kind' | 'body' | 'otherwise'>;

function loopHead({ text }: Tag): LoopHead {
  const reader = new Reader(text);
  const variable = reader.word();
  if (variable === null || reader.word() !== 'in') return refuse(`for ${text}: expected "for x in xs"`);
  const head: LoopHead = { variable, over: reader.value(), limit: null, offset: null, isReversed: false };
  while (!reader.isAtEnd()) {
    reader.takes(',');
    const name = reader.word();
    if (name === 'reversed') head.isReversed = true;
    else if ((name === 'limit' || name === 'offset') && reader.takes(':')) head[name] = reader.value();
    else refuse(`for ${text}: "${name}" is not known to the SDK`);
  }
  return head;
}

const referenceIn = (text: string): string => {
  const [, name, at] =
    /^["']([^"'@]+)@([^"']+)["']$/.exec(text) ?? refuse(`a reference is written {% prompt "name@3" %}`);
  return `${name!.trim()}@${at!.trim()}`;
};
