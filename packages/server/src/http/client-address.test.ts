import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress, trustedHops } from './client-address.ts';

const from = async (hops: string[], peer: string, forwarded?: string): Promise<string> => {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, trustedHops(hops))));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return (await app.request('/', { headers }, { incoming: { socket: { remoteAddress: peer } } })).text();
};

test.each<[string[], string, string | undefined, string]>([
  [[], '10.0.0.9', undefined, '10.0.0.9'],
  [[], '10.0.0.9', '1.2.3.4', '10.0.0.9'],
  [['10.0.0.9'], '10.0.0.9', undefined, '10.0.0.9'],
  [['10.0.0.9'], '10.0.0.9', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  [['10.0.0.0/8'], '10.0.0.9', '6.6.6.6, 1.2.3.4, 10.1.1.1', '1.2.3.4'],
  [['10.0.0.0/8'], '192.168.0.1', '6.6.6.6', '192.168.0.1'],
  [['10.0.0.9'], '10.0.0.9', 'nonsense', '10.0.0.9'],
  [['10.0.0.9'], '10.0.0.9', '6.6.6.6, <script>', '10.0.0.9'],
  [['10.0.0.9'], '10.0.0.9', '1.2.3.4:5678', '1.2.3.4'],
  [['::1'], '::1', '[2001:db8::7]:443', '2001:db8::7'],
  [['fd00::/8'], 'fd00::1', '1.2.3.4', '1.2.3.4'],
  [['10.0.0.9'], '::ffff:10.0.0.9', '::ffff:1.2.3.4', '1.2.3.4'],
])('with hops %j, of peer %s with %s it is %s', async (hops, peer, forwarded, address) => {
  expect(await from(hops, peer, forwarded)).toBe(address);
});

test('a chain of our hops alone ends at the first of them', async () => {
  expect(await from(['10.0.0.0/8'], '10.0.0.9', '10.0.0.1, 10.0.0.2')).toBe('10.0.0.1');
});
