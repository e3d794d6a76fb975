import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceIbans } from './iban.ts';

const masked = (text: string): string => replaceIbans(text, '█');
const lengths = {
  AT: 20,
  BE: 16,
  CH: 21,
  DE: 22,
  ES: 24,
  FR: 27,
  GB: 22,
  IT: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  RU: 33,
};

/** With the check digits that ISO 7064 asks for, by whole numbers instead of digit by digit. */
function withCheck(country: string, account: string): string {
  const numbers = [...account, ...country, '0', '0'].map((char) => Number.parseInt(char, 36)).join('');
  return `${country}${String(98n - (BigInt(numbers) % 97n)).padStart(2, '0')}${account}`;
}
const ibans = fc
  .constantFrom(...Object.entries(lengths))
  .chain(([country, length]) =>
    fc.stringMatching(new RegExp(`^[0-9A-Z]{${length - 4}}$`)).map((account) => withCheck(country, account)),
  );
const grouped = (iban: string, by: string): string => iban.replace(/(.{4})(?=.)/g, `$1${by}`);

describe('account numbers', () => {
  test('of every country are replaced, together or in groups, in any case of the letters', () => {
    fc.assert(
      fc.property(ibans, fc.constantFrom('', ' ', '-'), fc.boolean(), (iban, by, small) => {
        const written = grouped(small ? iban.toLowerCase() : iban, by);
        expect(masked(`to ${written}, today`)).toBe('to █, today');
      }),
    );
  });

  test.each([
    'DE89 3704 0044 0532 0130 00',
    'GB82 WEST 1234 5698 7654 32',
    'FR14 2004 1010 0505 0001 3M02 606',
    'NO93 8601 1117 947',
    'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
    'LC55HEMM000100010012001200023015',
  ])('%s', (iban) => expect(masked(`(${iban})`)).toBe('(█)'));

  test('two in a row are two, and what stands between stays', () => {
    expect(masked('DE89370400440532013000 and GB82WEST12345698765432')).toBe('█ and █');
    expect(masked('DE89370400440532013000,GB82WEST12345698765432')).toBe('█,█');
  });
});

describe('what only looks like one', () => {
  test('one digit off stays: the check finds every single mistake', () => {
    fc.assert(
      fc.property(ibans, fc.nat(), (iban, at) => {
        const places = [...iban].flatMap((char, place) => (place >= 4 && /\d/.test(char) ? [place] : []));
        if (places.length === 0) return;
        const place = places[at % places.length]!;
        const wrong = iban.slice(0, place) + ((Number(iban[place]) + 1) % 10) + iban.slice(place + 1);
        expect(masked(wrong)).toBe(wrong);
      }),
    );
  });

  test.each([
    ['a country that has none', 'XX89370400440532013000'],
    ['too short for its country', 'DE8937040044053201300'],
    ['too long for its country', 'DE893704004405320130001'],
    ['inside a word', 'xDE89370400440532013000'],
    ['before a word', 'DE89370400440532013000x'],
    ['a model', 'AE23'],
    ['a release', 'se24-rc1'],
  ])('%s stays', (_what, text) => expect(masked(text)).toBe(text));

  test('clean text is handed back as it is, by identity', () => {
    const text = 'Nothing to see: RU33, DE22 and 42.';
    expect(masked(text)).toBe(text);
  });
});

test('a megabyte of beginnings takes no longer than its length', () => {
  for (const piece of ['DE89 ', 'DE89', 'MT84 M', 'AA00 ', 'DE89-3704-']) {
    const began = performance.now();
    masked(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - began, piece).toBeLessThan(4_000);
  }
});
