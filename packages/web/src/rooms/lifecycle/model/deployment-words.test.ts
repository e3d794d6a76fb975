import { expect, test } from 'vitest';
import { changeWords, refusalWords } from './deployment-words.ts';

const versions: Record<string, string> = { rel_1: '1.3.2', rel_2: '1.4.0' };
const said = (over: Partial<Parameters<typeof changeWords>[0]>): string =>
  changeWords(
    {
      ...{ verb: 'deploy', environment: 'production', releaseId: 'rel_2', previousId: 'rel_1' },
      ...{ candidateId: null, candidatePercent: null },
      ...over,
    },
    (id) => versions[id] ?? '?',
  );

test.each<[Parameters<typeof said>[0], string]>([
  [{}, 'Deployed 1.4.0 to production, instead of 1.3.2'],
  [{ previousId: null }, 'Deployed 1.4.0 to production'],
  [{ previousId: 'rel_2' }, 'Deployed 1.4.0 to production'],
  [{ verb: 'promote' }, 'Promoted 1.4.0 to production, instead of 1.3.2'],
  [{ verb: 'promote', previousId: null }, 'Promoted 1.4.0 to production'],
  [
    { releaseId: 'rel_1', candidateId: 'rel_2', candidatePercent: 12.5 },
    '1.4.0 serves 12.5 % of production, beside 1.3.2',
  ],
  [{ verb: 'roll_back', releaseId: 'rel_1', previousId: 'rel_2' }, 'Rolled production back from 1.4.0 to 1.3.2'],
  [{ verb: 'roll_back', previousId: 'rel_2' }, 'Candidate taken back: 1.4.0 serves all of production'],
  [{ verb: 'roll_back', previousId: null }, 'Candidate taken back: 1.4.0 serves all of production'],
])('%j', (over, words) => {
  expect(said(over)).toBe(words);
});

test('a release that nobody knows any more does not hide what happened', () => {
  expect(said({ releaseId: 'gone' })).toBe('Deployed ? to production, instead of 1.3.2');
});

test('a refusal is said in words, an unknown one by its code', () => {
  expect(refusalWords('lifecycle.frozen')).toBe('a freeze held');
  expect(refusalWords('new.code')).toBe('new.code');
  expect(refusalWords(null)).toBe('not known');
});
