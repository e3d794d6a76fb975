import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskPersonalData, personalField } from './personal-data.ts';

describe('masked', () => {
  test.each([
    ['Write to anna.meyer+x@mail.example.co.uk, please', 'Write to [masked:email], please'],
    ['<mailto:jörg@müller.example>', '<mailto:[masked:email]>'],
    ['Call +49 171 2345678 now', 'Call [masked:phone] now'],
    ['Call +1 (555) 123-4567.', 'Call [masked:phone].'],
    ['+4917123456789', '[masked:phone]'],
    ['0049 171 2345678', '[masked:phone]'],
    ['(555) 123-4567 or 555-123-4567 or 555.123.4567', '[masked:phone] or [masked:phone] or [masked:phone]'],
    ['Tel. 030/12345678, 0171 2345678', 'Tel. [masked:phone], [masked:phone]'],
    ['card 4111 1111 1111 1111 and 5555-5555-5555-4444', 'card [masked:card] and [masked:card]'],
    ['378282246310005 6011111111111117', '[masked:card] [masked:card]'],
    ['12 4111111111111111 0 id-4111-1111-1111-1111', '12 [masked:card] 0 id-[masked:card]'],
    ['pay to DE89 3704 0044 0532 0130 00 please', 'pay to [masked:iban] please'],
    ['GB82WEST12345698765432, nl91abna0417164300', '[masked:iban], [masked:iban]'],
  ])('%s', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
    expect(maskPersonalData(masked)).toBe(masked);
  });
});

describe('left as it is', () => {
  test.each([
    'order A-1001 of 2026-11-22, 42.50 USD',
    '2026-11-22T10:11:12.123456+01:00',
    '1795325000000 and 1795325000000000000',
    '0af7651916cd43dd8448eb211c80319c',
    '3f2b6a1e-0c4d-4b1e-9a57-0123456789ab',
    'chatcmpl-000012 req_01a202e3c80f7bb9',
    '192.168.100.200:8080 v1.2.3',
    '4111 1111 1111 1112',
    'DE88370400440532013000',
    'XX89370400440532013000',
    'a @ b, @mention, x@localhost',
    '12 345 678 tokens, 0.123456789',
  ])('%s', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });
});

test('what is planted among anything is found', () => {
  const pieces = fc.constantFrom(
    'a@b.example',
    '+49 171 2345678',
    '4111111111111111',
    'DE89370400440532013000',
    ' ',
    ',',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      const once = maskPersonalData(parts.join(' '));
      expect(once).not.toMatch(/a@b\.example|4111111111111111/);
    }),
  );
});

test.each(['+1', '1-', '0049 1', '4111 ', 'DE89 3', 'a.a@', '(555) '])(
  'time grows with the length, not faster: %j over and over',
  (piece) => {
    const text = piece.repeat(200_000 / piece.length);
    const began = performance.now();
    maskPersonalData(text);
    expect(performance.now() - began).toBeLessThan(1_500);
  },
);

test('fields that say by their name what they hold', () => {
  for (const name of [
    'email',
    'user.e_mail',
    'customer[phoneNumber]',
    'card_number',
    'Card-Number',
    'cvv',
    'iban',
    'a/ssn',
  ])
    expect(personalField(name)).toBe('[masked:field]');
  for (const name of ['emailed', 'telemetry', 'phone_model_of_device', 'cardinality', 'gen_ai.request.model', 'panel'])
    expect(personalField(name)).toBeNull();
});
