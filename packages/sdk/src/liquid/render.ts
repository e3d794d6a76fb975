import { type Expression, evaluate, evaluateFiltered, type Scope } from './expression.ts';
import type { Node } from './nodes.ts';
import { parse } from './parse.ts';
import { refuse } from './problem.ts';
import { areEqual, itemsOf, isTrue, textOf } from './values.ts';

/** What one rendering may make: letters, and nodes walked through. */
const most = { letters: 1_000_000, nodes: 1_000_000 };

type Values = Readonly<Record<string, unknown>>;
/** `texts`: of prompts that templates refer to, by `name@place`. */
export type Given = { values: Values; texts: Readonly<Record<string, string>> };

/** The template with its variables filled in, as the server would. Throws TemplateProblem. */
export const render = (template: string, given: Given): string => new Rendering(given).whole(parse(template));

class Rendering {
  readonly #given: Given;
  readonly #assigned = new Map<string, unknown>();
  readonly #loops: ReadonlyMap<string, unknown>[] = [];
  readonly #referred = new Map<string, readonly Node[]>();
  readonly #within: string[] = [];
  #left = { ...most };
  #leaving: 'break' | 'continue' | null = null;

  constructor(given: Given) {
    this.#given = given;
  }

  whole(nodes: readonly Node[]): string {
    let out = '';
    for (const node of nodes) {
      if (--this.#left.nodes < 0) refuse('it takes too long');
      out += this.#one(node);
      if (this.#leaving !== null) break;
    }
    return out;
  }

  #one(node: Node): string {
    switch (node.kind) {
      case 'text':
        return this.#write(node.text);
      case 'output':
        return this.#write(textOf(evaluateFiltered(node.of, this.#scope, false)));
      case 'assign':
        this.#assigned.set(node.name, evaluateFiltered(node.of, this.#scope, true));
        return '';
      case 'capture':
        this.#assigned.set(node.name, this.whole(node.body));
        return '';
      case 'leave':
        this.#leaving = node.how;
        return '';
      case 'if': {
        const holds = node.branches.find(({ when, isNegated }) =>
          when === null ? true : isTrue(evaluateFiltered(when, this.#scope, true)) !== isNegated,
        );
        return holds === undefined ? '' : this.whole(holds.body);
      }
      case 'case':
        return this.#choose(node);
      case 'for':
        return this.#repeat(node);
      case 'prompt':
        return this.#refer(node.reference);
    }
  }

  #choose({ of, branches, otherwise }: Extract<Node, { kind: 'case' }>): string {
    const value = evaluateFiltered(of, this.#scope, true);
    const fits = branches.filter(({ values }) =>
      values.some((one) => areEqual(value, evaluate(one, this.#scope, true))),
    );
    return fits.length === 0 ? this.whole(otherwise) : fits.map(({ body }) => this.whole(body)).join('');
  }

  #repeat(node: Extract<Node, { kind: 'for' }>): string {
    let items = itemsOf(evaluate(node.over, this.#scope, false));
    if (items.length === 0) return this.whole(node.otherwise);
    const numberOf = (one: Expression): number => evaluate(one, this.#scope, false) as number;
    if (node.offset !== null) items = items.slice(numberOf(node.offset));
    if (node.limit !== null) items = items.slice(0, numberOf(node.limit));
    if (node.isReversed) items = [...items].reverse();
    let out = '';
    for (const [at, item] of items.entries()) {
      const scope = new Map<string, unknown>([
        ['forloop', placeIn(items.length, at)],
        [node.variable, item],
      ]);
      this.#loops.push(scope);
      this.#leaving = null;
      out += this.whole(node.body);
      this.#loops.pop();
      if (this.#leaving === 'break') break;
    }
    this.#leaving = null;
    return out;
  }

  #refer(reference: string): string {
    const text = this.#given.texts[reference];
    if (text === undefined) return refuse(`the text of the prompt ${reference} did not come with the release`);
    if (this.#within.includes(reference)) return refuse(`${reference} refers to itself`);
    const nodes = this.#referred.get(reference) ?? parse(text);
    this.#referred.set(reference, nodes);
    this.#within.push(reference);
    const out = this.whole(nodes);
    this.#within.pop();
    return out;
  }

  readonly #scope: Scope = (name) => {
    for (let at = this.#loops.length - 1; at >= 0; at--)
      if (this.#loops[at]!.has(name)) return this.#loops[at]!.get(name);
    if (this.#assigned.has(name)) return this.#assigned.get(name);
    return Object.hasOwn(this.#given.values, name) ? this.#given.values[name] : undefined;
  };

  #write(text: string): string {
    if ((this.#left.letters -= text.length) < 0) refuse(`it becomes longer than ${most.letters} characters`);
    return text;
  }
}

const placeIn = (length: number, at: number): object => ({
  ...{ length, index: at + 1, index0: at, rindex: length - at, rindex0: length - at - 1 },
  ...{ first: at === 0, last: at === length - 1 },
});
