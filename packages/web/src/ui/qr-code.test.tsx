import { renderToStaticMarkup } from 'react-dom/server';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { byRole, defects } from './markup.fixture.ts';
import { QrCode } from './qr-code.tsx';

const uri = 'otpauth://totp/Signalbox:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Signalbox';
const draw = (text = uri): string => renderToStaticMarkup(<QrCode text={text} label="Secret as QR code" />);

/** The drawn squares as rows of 0 and 1. */
function modulesOf(html: string): number[][] {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(html)![1]);
  const rows = Array.from({ length: side }, () => Array<number>(side).fill(0));
  for (const [, x, y] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) rows[Number(y)]![Number(x)] = 1;
  return rows;
}

test('draws each dark module where it belongs, and four of white around', () => {
  const rows = modulesOf(draw());
  const bare = encode(uri, { ecc: 'M', border: 0 }).data.map((row) => row.map(Number));
  expect(rows.slice(4, -4).map((row) => row.slice(4, -4))).toEqual(bare);
  const rim = [...rows.slice(0, 4), ...rows.slice(-4), ...rows.map((row) => [...row.slice(0, 4), ...row.slice(-4)])];
  expect(rim.flat().every((module) => module === 0)).toBe(true);
});

test('has the three corners by which a reader finds it', () => {
  const rows = modulesOf(draw()).slice(4, -4);
  const last = rows.length - 1;
  const eye = [0, 1, 2, 3, 4, 5, 6].map((n) => [
    rows[0]![n + 4],
    rows[n]![4],
    rows[last]![n + 4],
    rows[0]![last - n + 4],
  ]);
  expect(eye.flat().every((module) => module === 1)).toBe(true);
});

test('is an image with a name, and nothing of the text stands in the markup', () => {
  const html = draw('"><script>1</script>');
  expect(byRole(html, 'img').map(({ name }) => name)).toEqual(['Secret as QR code']);
  expect(html).not.toContain('script');
  expect(defects(html)).toEqual([]);
});
