import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedCursors, type CursorPosition } from './cursor-token.ts';

const cursors = signedCursors(new Uint8Array(32).fill(5));
const positions = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });
const refused = expect.objectContaining({ code: 'request.cursor_invalid', status: 400 });

test('any position comes back as it was, in letters that need no quoting in an address', () => {
  fc.assert(
    fc.property(fc.string(), positions, (list, position: CursorPosition) => {
      const token = cursors.encode(list, position);
      expect(token).toMatch(/^[\w-]+$/);
      expect(cursors.decode(list, token)).toEqual(position);
    }),
  );
});

test('a token with any one byte changed is refused, never read', () => {
  const bytes = Buffer.from(cursors.encode('runs:wsp_1', ['2026-01-01T00:00:00.000Z', 'run_1']), 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => cursors.decode('runs:wsp_1', changed.toString('base64url'))).toThrow(refused);
  }
});

test('made-up tokens are refused', () => {
  fc.assert(
    fc.property(fc.string(), (token) => {
      expect(() => cursors.decode('runs:wsp_1', token)).toThrow(refused);
    }),
  );
});

test('the name of the list and the position cannot be shifted against each other', () => {
  const token = cursors.encode('runs:wsp_1', ['x']);
  expect(() => cursors.decode('runs:wsp_1\0', token)).toThrow(refused);
  expect(() => cursors.decode('runs:wsp_', token)).toThrow(refused);
});
