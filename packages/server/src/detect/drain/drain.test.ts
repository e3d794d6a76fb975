import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Drain, type Template } from './drain.ts';
import { tokensOf } from './tokens.ts';

const rest: Template = { seed: [], tokens: ['rest'] };
const open = (known: Template[] = [], most = 100): Drain<Template> =>
  new Drain({ make: (tokens) => ({ seed: tokens, tokens }), known, isFull: (held) => held >= most, rest: () => rest });

/** Templates after all messages, in the order they were made; `cuts`: places at which it is closed and opened from what it knew. */
function mine(messages: readonly string[], cuts: readonly number[] = [], most = 100): Template[] {
  let known: Template[] = [];
  let drain = open(known, most);
  for (const [at, message] of messages.entries()) {
    if (cuts.includes(at)) drain = open((known = structuredClone(known)), most);
    const { template, isNew } = drain.place(tokensOf(message));
    if (isNew) known.push(template);
  }
  return known;
}
const texts = (templates: readonly Template[]): string[] => templates.map(({ tokens }) => tokens.join(' '));

describe('hand-made messages', () => {
  test.each([
    ['one template', ['order 1 was not found', 'order 22 was not found'], ['order <num> was not found']],
    ['words that differ', ['user anna has no access', 'user ben has no access'], ['user <*> has no access']],
    ['another length', ['disk full', 'disk is full'], ['disk full', 'disk is full']],
    ['another first word', ['read a b c', 'write a b c'], ['read a b c', 'write a b c']],
    ['under two fifths', ['tool x y z w', 'tool a b c d'], ['tool x y z w', 'tool a b c d']],
    ['just two fifths', ['tool call y z w', 'tool call b c d'], ['tool call <*> <*> <*>']],
    ['no message', ['', ' '], ['']],
    ['numbers first', ['7 retries left', '9 tries left'], ['<num> <*> left']],
  ])('%s', (_, messages, expected) => {
    expect(texts(mine(messages))).toEqual(expected);
  });

  test('the nearest of two wins', () => {
    const two = ['get order state from store', 'get user list from mailer', 'get user age from mailer'];
    expect(texts(mine(two))).toEqual(['get <*> <*> from <*>']);
    expect(open([t('get a b from store'), t('get x y z w')]).place(['get', 'x', 'y', 'z', 'q']).template.seed[1]).toBe(
      'x',
    );
  });
});

const t = (text: string): Template => ({ seed: text.split(' '), tokens: text.split(' ') });
const word = fc.constantFrom('get', 'order', 'user', 'failed', 'not', 'found', '12', 'of', 'db');
const message = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

describe('whatever is sent', () => {
  test('the cut into batches changes nothing', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), fc.array(fc.nat(40)), (messages, cuts) => {
        expect(texts(mine(messages, cuts))).toEqual(texts(mine(messages)));
      }),
    );
  });

  test('a message sent again is like some template already, and widens none', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 40 }), (messages) => {
        const known = mine(messages);
        const drain = open(known);
        for (const one of messages) expect(drain.place(tokensOf(one)).isNew).toBe(false);
      }),
    );
  });

  test('templates keep two fifths of their words, and no two have one seed', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60 }), (messages) => {
        const known = mine(messages);
        for (const { tokens, seed } of known) {
          const fixed = tokens.filter((token) => token !== '<*>').length;
          expect(fixed).toBeGreaterThanOrEqual(0.4 * tokens.length);
          expect(tokens).toHaveLength(seed.length);
        }
        expect(new Set(known.map(({ seed }) => seed.join(' '))).size).toBe(known.length);
      }),
    );
  });

  test('messages of which any two share less than two fifths give the same templates in any order', () => {
    const apart = ['a b c d e', 'a f g h i', 'k l m', 'k x y', 'z'];
    fc.assert(
      fc.property(fc.shuffledSubarray([...apart, ...apart, ...apart], { minLength: 15 }), (messages) => {
        expect(texts(mine(messages)).toSorted()).toEqual(apart.toSorted());
      }),
    );
  });
});

test('ten thousand unlike messages fill the bound, and the rest gets the rest', () => {
  const drain = open([], 50);
  const begun = performance.now();
  const placed = Array.from({ length: 10_000 }, (_, n) => {
    const name = [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    return drain.place(tokensOf(`${name}x ${name}y ${name}z`));
  });
  expect(placed.filter(({ isNew }) => isNew)).toHaveLength(50);
  expect(placed.at(-1)!.template).toBe(rest);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
