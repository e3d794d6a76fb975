import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceCardNumbers } from './card-number.ts';

const masked = (text: string): string => replaceCardNumbers(text, '█');

/** The number with its check digit, computed the other way round than the detector does: by trying all ten. */
function withCheck(digits: string): string {
  const sum = (all: string): number =>
    [...all].toReversed().reduce((total, digit, at) => {
      const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return total + Math.floor(doubled / 10) + (doubled % 10);
    }, 0);
  return [...'0123456789'].map((check) => digits + check).find((all) => sum(all) % 10 === 0)!;
}
const cards = fc
  .tuple(fc.constantFrom('2', '3', '4', '5', '6'), fc.stringMatching(/^\d{11,17}$/))
  .map(([first, rest]) => withCheck(first + rest));
const grouped = (card: string, by: string): string => card.replace(/(.{4})(?=.)/g, `$1${by}`);

describe('numbers that pass for a payment card’s', () => {
  test('are replaced at every length, together or in groups, wherever they stand', () => {
    fc.assert(
      fc.property(
        cards,
        fc.constantFrom('', ' ', '-'),
        fc.constantFrom('', 'card: ', '(', '"', '\n'),
        (card, by, before) => {
          // Of 17 to 19 digits in groups the first 16 may pass by chance: then those are taken, as they are a card's far more often.
          fc.pre(by === '' || card.length <= 16);
          expect(masked(`${before}${grouped(card, by)}.`)).toBe(`${before}█.`);
        },
      ),
    );
  });

  test.each([
    ['Visa', '4111111111111111'],
    ['Visa of 13 digits', '4222222222222'],
    ['Mastercard', '5555 5555 5555 4444'],
    ['Mastercard of the 2 series', '2223003122003222'],
    ['American Express, in its own groups', '3782 822463 10005'],
    ['Discover', '6011-1111-1111-1117'],
    ['JCB', '3530111333300000'],
    ['Diners Club', '3056 930902 5904'],
    ['UnionPay of 19 digits', '6205500000000000004'],
  ])('of %s', (_brand, card) => expect(masked(`pay with ${card}, please`)).toBe('pay with █, please'));

  test('behind a word that was cut short', () => {
    expect(masked('Kartennr.4111111111111111 und no.5555 5555 5555 4444.')).toBe('Kartennr.█ und no.█.');
  });

  test('two beside each other are two', () => {
    expect(masked('4111111111111111 5555555555554444')).toBe('█ █');
    expect(masked('12 4111 1111 1111 1111 7')).toBe('12 █ 7');
  });
});

describe('numbers that do not', () => {
  test('one digit off is no card: the check digit finds every single mistake', () => {
    fc.assert(
      fc.property(cards, fc.nat(), fc.integer({ min: 1, max: 9 }), (card, at, by) => {
        const place = at % card.length;
        const wrong = card.slice(0, place) + ((Number(card[place]) + by) % 10) + card.slice(place + 1);
        expect(masked(wrong)).toBe(wrong);
      }),
    );
  });

  test.each([
    ['twelve digits', withCheck('41111111111')],
    ['twenty digits', withCheck('4111111111111111111')],
    ['a moment in milliseconds', '1795341600000'],
    ['a moment in nanoseconds', '1795341600000000000'],
    ['digits in a word', 'id4111111111111111'],
    ['digits before a word', '4111111111111111x'],
    ['decimals', '0.4111111111111111'],
    ['two blanks between', '4111  1111  1111  1111'],
    ['other separators', '4111.1111.1111.1111'],
  ])('%s stay', (_what, text) => expect(masked(text)).toBe(text));

  test('a text without any is handed back the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/\d{2}/.test(text)),
        (text) => void expect(masked(text)).toBe(text),
      ),
    );
  });
});

test('a megabyte of digits and blanks takes no longer than its length', () => {
  for (const piece of ['4', '4 ', '4111 ', '4111-1111-1111-111', '41111111111111111111 ']) {
    const began = performance.now();
    masked(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - began, piece).toBeLessThan(4_000);
  }
});
