import { wildcard } from './tokens.ts';

/** `seed`: the words of the first message, which never change; `tokens`: what all messages so far have in common. */
export type Template = { readonly seed: readonly string[]; tokens: readonly string[] };
/** `isNew`: nothing like it was there; `isWider`: the template holds less than before. */
export type Placed<T extends Template> = { template: T; isNew: boolean; isWider: boolean };

export type DrainOptions<T extends Template> = {
  /** Makes the template of a message that is like none. */
  make: (tokens: readonly string[]) => T;
  /** Templates to begin with, in the order in which they were made. */
  known: readonly T[];
  /** No more than `held` of them? What is like none then gets `rest`. */
  isFull: (held: number) => boolean;
  rest: () => T;
};

/** Share of equal words from which a message belongs to a template. */
const similarity = 0.4;

/**
 * Drain (He et al., ICWS 2017): a tree of fixed depth four (root, number of words, first word, templates), and in its leaf the template with
 * the most equal words. What it makes depends on the order of the messages and not on how they are cut into batches: all there
 * is to know is the templates. Of messages that are like two templates another order can make other ones; a message that was placed
 * once is never left without a template of its own likeness, since what a template still says are the words that all share.
 */
export class Drain<T extends Template> {
  readonly #leaves = new Map<string, T[]>();
  readonly #options: DrainOptions<T>;
  #count = 0;

  constructor(options: DrainOptions<T>) {
    this.#options = options;
    for (const template of options.known) this.#keep(template);
  }

  place(tokens: readonly string[]): Placed<T> {
    const best = nearest(this.#leaves.get(leafOf(tokens)) ?? [], tokens);
    if (best !== null) {
      const shared = best.tokens.map((token, at) => (token === tokens[at] ? token : wildcard));
      const isWider = shared.some((token, at) => token !== best.tokens[at]);
      if (isWider) best.tokens = shared;
      return { template: best, isNew: false, isWider };
    }
    if (this.#options.isFull(this.#count)) return { template: this.#options.rest(), isNew: false, isWider: false };
    const made = this.#options.make(tokens);
    this.#keep(made);
    return { template: made, isNew: true, isWider: false };
  }

  #keep(template: T): void {
    const leaf = leafOf(template.seed);
    const there = this.#leaves.get(leaf);
    if (there === undefined) this.#leaves.set(leaf, [template]);
    else there.push(template);
    this.#count++;
  }
}

/** A first word with a digit or a mask in it leads nowhere of its own. */
function leafOf(tokens: readonly string[]): string {
  const first = tokens[0] ?? '';
  return `${tokens.length} ${/[\d<]/.test(first) ? wildcard : first}`;
}

/** The most equal words; of equally many the template that says least, then the one made first. */
function nearest<T extends Template>(templates: readonly T[], tokens: readonly string[]): T | null {
  let best: T | null = null;
  let most: readonly [number, number] = [-1, -1];
  for (const template of templates) {
    let [equal, open] = [0, 0];
    for (const [at, token] of template.tokens.entries())
      if (token === wildcard) open++;
      else if (token === tokens[at]) equal++;
    if (equal > most[0] || (equal === most[0] && open > most[1])) [best, most] = [template, [equal, open]];
  }
  return tokens.length === 0 || most[0] >= similarity * tokens.length ? best : null;
}
