import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyText, presentedKey, type Credential } from './credential.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const credentials = fc.record({ keyId: hex(32).map((id) => `key_${id}`), secret: hex(48) });
const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

describe('a key', () => {
  test('is read back from every form it may be shown in', () => {
    fc.assert(
      fc.property(credentials, (credential: Credential) => {
        const text = keyText(credential);
        const bare = credential.keyId.slice(4);
        const forms = [
          { key: text },
          { key: ` ${text} ` },
          { authorization: `Bearer ${text}` },
          { authorization: `bearer  ${text}` },
          { authorization: basic(credential.keyId, credential.secret) },
          { authorization: basic(bare, credential.secret) },
          { authorization: basic('any', text) },
          { authorization: basic(text, '') },
        ];
        for (const form of forms) expect(presentedKey(form)).toEqual(credential);
      }),
    );
  });

  test('in its own header counts before one in Authorization', () => {
    const text = (digit: string): string => `sbx_${digit.repeat(32)}_${digit.repeat(48)}`;
    expect(presentedKey({ key: text('a'), authorization: `Bearer ${text('b')}` })).toMatchObject({
      keyId: `key_${'a'.repeat(32)}`,
    });
  });

  test('has only signs that need no quoting in shells, headers and URLs', () => {
    fc.assert(fc.property(credentials, (credential) => /^[0-9a-z_]+$/.test(keyText(credential))));
  });
});

test('nothing shown is not the same as something wrong', () => {
  expect(presentedKey({})).toBeNull();
  expect(presentedKey({ key: '', authorization: '' })).toBeNull();
  const wrong = ['Bearer', 'Bearer x', 'Basic', 'Basic %%%', basic('a', 'b'), `Digest ${'a'.repeat(40)}`, 'sbx_a_b'];
  for (const authorization of wrong) expect(presentedKey({ authorization })).toBe('malformed');
  expect(presentedKey({ key: `sbx_${'a'.repeat(32)}_${'a'.repeat(48)}_x` })).toBe('malformed');
});

test('whatever is sent, reading it does not throw', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (key, authorization) => void presentedKey({ key, authorization })));
});
