import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['port', 'host', 'otlpPort', 'grpcPort', 'publicUrl'];

test.each([
  ['prot', 'port'],
  ['PORT', 'port'],
  ['hots', 'host'],
  ['otlp_port', 'otlpPort'],
  ['publicURL', 'publicUrl'],
])('%s was meant as %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test('what is like nothing has no neighbour, nor has anything among no candidates', () => {
  expect(nearest('completely-different', known)).toBeNull();
  expect(nearest('port', [])).toBeNull();
  expect(nearest('prt', known, 0)).toBeNull();
});

test('a word is nearest to itself; one letter away is within one', () => {
  const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,12}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (candidates, which, where) => {
      const word = candidates[which % candidates.length]!;
      expect(nearest(word, candidates, 0)).toBe(word);
      const at = where % word.length;
      const cut = word.slice(0, at) + word.slice(at + 1);
      expect(nearest(cut, candidates, 1)).not.toBeNull();
    }),
  );
});
