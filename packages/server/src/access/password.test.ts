import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';
import { hashSecret, isSecret, newSecret } from './secret.ts';

test('a password fits its own hash and no other, and two hashes of it differ', async () => {
  const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
  expect(one).not.toBe(two);
  for (const hash of [one, two]) {
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('correct horsf', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  }
});

test('one typed on another keyboard fits: composed and decomposed letters are the same', async () => {
  const composed = 'na\u00efve caf\u00e9 \u212b';
  const hash = await hashPassword(composed);
  expect(await verifyPassword(composed.normalize('NFD'), hash)).toBe(true);
  expect(await verifyPassword('naive cafe A', hash)).toBe(false);
});

test('hashes keep their own cost, so that it can be raised without locking anybody out', async () => {
  // Made with 2^14 · 8 · 1, salt 16 × 0x01, by node's own scrypt.
  const { scryptSync } = await import('node:crypto');
  const salt = Buffer.alloc(16, 1);
  const hash = scryptSync('old', salt, 32, { N: 2 ** 14, r: 8, p: 1 });
  const stored = ['scrypt', 14, 8, 1, salt.toString('base64url'), hash.toString('base64url')].join('$');
  expect(await verifyPassword('old', stored)).toBe(true);
  expect(await verifyPassword('new', stored)).toBe(false);
});

test('nobody’s password is wrong after the same work, and an unknown form is a fault, not a "no"', async () => {
  const began = performance.now();
  expect(await verifyPassword('anything', null)).toBe(false);
  expect(performance.now() - began).toBeGreaterThan(20);
  await expect(verifyPassword('x', 'bcrypt$12$abc')).rejects.toThrow('unknown form');
});

test('secrets are 192 random bits, kept as a hash that only they fit', () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{48}$/);
  const hash = hashSecret(secrets[0]!);
  expect(isSecret(secrets[0]!, hash)).toBe(true);
  expect(isSecret(secrets[1]!, hash)).toBe(false);
  // As a driver hands bytes out, and a hash that was cut.
  expect(isSecret(secrets[0]!, new Uint8Array(hash))).toBe(true);
  expect(isSecret(secrets[0]!, hash.subarray(0, 31))).toBe(false);
  expect(isSecret('', new Uint8Array(0))).toBe(false);
});

test('a flood of guesses is told to come again instead of taking all threads, and is soon forgotten', async () => {
  const cheap = [
    'scrypt',
    10,
    8,
    1,
    Buffer.alloc(16).toString('base64url'),
    Buffer.alloc(32).toString('base64url'),
  ].join('$');
  const flood = await Promise.allSettled(Array.from({ length: 80 }, () => verifyPassword('guess', cheap)));
  const refused = flood.filter((one) => one.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(14).fill('access.throttled'));
  expect(flood.slice(0, 66).every((one) => one.status === 'fulfilled' && !one.value)).toBe(true);
  expect(await verifyPassword('guess', cheap)).toBe(false);
});
