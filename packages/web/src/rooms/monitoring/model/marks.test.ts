import fc from 'fast-check';
import { expect, test } from 'vitest';
import { showsMark, toggleMark, toldKinds } from './marks.ts';

test('nothing in the URL shows all kinds, also those that come later', () => {
  expect([...toldKinds, 'policy'].every((kind) => showsMark(undefined, kind))).toBe(true);
  expect(toldKinds.some((kind) => showsMark('none', kind))).toBe(false);
});

test('a kind pressed is shown or hidden, and twice is as it was', () => {
  fc.assert(
    fc.property(fc.subarray([...toldKinds]), fc.constantFrom(...toldKinds), (shown, kind) => {
      const all = shown.length === toldKinds.length;
      const marks = all ? undefined : shown.length === 0 ? 'none' : shown.join(',');
      const once = toggleMark(marks, kind);
      for (const other of toldKinds) expect(showsMark(once, other)).toBe(showsMark(marks, other) !== (other === kind));
      expect(toggleMark(once, kind)).toBe(marks);
    }),
  );
});
