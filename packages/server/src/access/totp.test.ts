import { expect, test } from 'vitest';
import { base32 } from './model/base32.ts';
import { newTotpSecret, otpauthUri, stepOfCode, stepSeconds, totpCode } from './totp.ts';

/** RFC 6238 appendix B, SHA-1: eight digits there, the last six here. */
const secret = base32(new TextEncoder().encode('12345678901234567890'));
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at second %i the code is %s', (seconds, code) => {
  expect(totpCode(secret, Math.floor(seconds / stepSeconds))).toBe(code);
});

test('a code counts one step early and one late, once, and never before a newer one', () => {
  const now = 1_234_567_890_000;
  const step = Math.floor(now / 1000 / stepSeconds);
  const at = (offset: number, lastStep = 0): number | null =>
    stepOfCode(secret, totpCode(secret, step + offset), { now, lastStep });
  expect([-2, -1, 0, 1, 2].map((offset) => at(offset))).toEqual([null, step - 1, step, step + 1, null]);
  expect(at(0, step)).toBeNull();
  expect(at(-1, step)).toBeNull();
  expect(at(1, step)).toBe(step + 1);
  for (const wrong of ['', '12345', '1234567', 'abcdef'])
    expect(stepOfCode(secret, wrong, { now, lastStep: 0 })).toBeNull();
});

test('the address for the app holds secret, person and workspace', () => {
  const uri = new URL(otpauthUri(newTotpSecret(), 'ada+x@example.com', 'Northern Mail'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('Signalbox Northern Mail:ada+x@example.com');
  expect(uri.searchParams.get('secret')).toMatch(/^[A-Z2-7]{32}$/);
  expect(uri.searchParams.get('issuer')).toBe('Signalbox Northern Mail');
});
