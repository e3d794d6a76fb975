import type { ImportedFreezes } from 'signalbox/contract/lifecycle';
import { expect, test } from 'vitest';
import { importedWords, standing } from './import-words.ts';

const items = (...outcomes: ImportedFreezes['items'][number]['outcome'][]): ImportedFreezes['items'] =>
  outcomes.map((outcome, n) => ({
    ...{ uid: `u${n}`, summary: 'Closing', from: null, until: null, why: null, freezeId: null, outcome },
  }));

test.each([
  [[], true, 'No event.', 0],
  [items('begun', 'begun', 'refused'), true, '2 will freeze; 1 refused.', 2],
  [items('begun', 'moved', 'lifted'), false, '1 frozen; 1 freeze moved; 1 freeze lifted.', 3],
  [items('past', 'unchanged'), true, '1 stands already; 1 past, left out.', 0],
] as const)('%j (preview %s): %s', (of, isPreview, said, changes) => {
  const result = { items: [...of], isPreview };
  expect(importedWords(result)).toBe(said);
  expect(standing(result)).toBe(changes);
});
