import { expect, test } from 'vitest';
import { shownValue, sizeText } from './shown-value.ts';

const plain = { name: 'level', secret: false };
const secret = { name: 'databaseUrl', secret: true };

test.each([
  [plain, null, '—'],
  [plain, 'warn', 'warn'],
  [plain, 7460, '7460'],
  [{ name: 'spoolBytes', secret: false }, 10 * 2 ** 30, '10 GiB'],
  [secret, null, '—'],
  [secret, 'postgres://box:hush@db.internal:5432/x', 'postgres://•••@db.internal:5432/x'],
  [secret, 'postgres://box:hu@sh@db.internal/x', 'postgres://•••@db.internal/x'],
  [{ name: 'trustedProxies', secret: false }, ['10.0.0.0/8', '::1'], '10.0.0.0/8, ::1'],
  [{ name: 'groups', secret: false }, [{ group: 'a' }], '{"group":"a"}'],
  [{ name: 'groups', secret: false }, [], '—'],
  [{ name: 'key', secret: true }, 'ab'.repeat(32), '•••'],
  [{ name: 'key', secret: true }, 'ab\ncd', '•••'],
])('%o with %o is shown as %o', (setting, value, text) => {
  expect(shownValue(setting, value)).toBe(text);
});

test.each([
  [0, '0 bytes'],
  [1, '1 bytes'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [16 * 2 ** 20, '16 MiB'],
  [77.64 * 2 ** 30, '77.6 GiB'],
  [5 * 2 ** 50, '5120 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
