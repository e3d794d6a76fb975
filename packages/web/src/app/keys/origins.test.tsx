import { CreateKey } from 'signalbox/contract/access';
import { expect, test } from 'vitest';
import { byRole, defects, words } from '../../ui/markup.fixture.ts';
import { drawPart } from '../house.fixture.tsx';
import { originsIn } from './origins-in.ts';
import { OriginsField } from './origins-field.tsx';

test('pages are taken as people write them', () => {
  expect(originsIn('')).toEqual([]);
  expect(originsIn(' https://Shop.example.com/cart?x=1, http://localhost:3000\nhttps://shop.example.com ')).toEqual([
    'https://shop.example.com',
    'http://localhost:3000',
  ]);
});

test('what is no page stays as it is, and the API says so', () => {
  const origins = originsIn('shop.example.com');
  expect(origins).toEqual(['shop.example.com']);
  const key = { name: 'n', teamId: 't', scopes: ['feedback'] };
  expect(CreateKey.safeParse({ ...key, origins }).success).toBe(false);
  expect(CreateKey.safeParse({ ...key, origins: originsIn('https://shop.example.com/') }).success).toBe(true);
});

test('the field says what to write, and what such a key is for', async () => {
  const html = await drawPart(<OriginsField />);
  expect(byRole(html, 'textbox').map(({ name }) => name)).toEqual(['Pages it is used from']);
  expect(words(html)).toContain('Such a key carries nothing else');
  expect(defects(html)).toEqual([]);
});
