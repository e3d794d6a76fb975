import { expect, test } from 'vitest';
import { isClosedAddress } from './closed-address.ts';

test.each([
  ...['169.254.169.254', '169.254.0.1', '169.254.255.255', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
  ...['fe80::1', 'fe80::1%eth0', 'febf::1', '[fe80::1]', 'fd00:ec2::254'],
  ...['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '[::ffff:a9fe:a9fe]', '::a9fe:a9fe'],
  ...['64:ff9b::169.254.169.254', '2002:a9fe:a9fe::1'],
  ...['64:ff9b:1::169.254.169.254', '::ffff:0:169.254.169.254', '64:ff9b::100.100.100.200', '2002:6464:64c8::1'],
  ...['64:ff9b::192.0.0.192', '::ffff:0:168.63.129.16', '::ffff:100.100.100.200'],
])('%s is closed', (address) => {
  expect(isClosedAddress(address)).toBe(true);
});

test.each([
  ...['127.0.0.1', '::1', '[::1]', '10.0.0.1', '192.168.1.1', '169.253.255.255', '169.255.0.0', '8.8.8.8'],
  ...['::ffff:127.0.0.1', 'fec0::1', 'fd00:ec2::253', '64:ff9b::8.8.8.8', 'api.example.com', '', 'fe80'],
])('%s is open', (address) => {
  expect(isClosedAddress(address)).toBe(false);
});

test('however an address is written in a URL, it is seen as what it is', () => {
  for (const host of ['0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518', '[::ffff:169.254.169.254]'])
    expect(isClosedAddress(new URL(`http://${host}/`).hostname)).toBe(true);
});
