import { BlockList, isIP } from 'node:net';

/**
 * Addresses that nobody who may write an address into Signalbox must make it ask: link-local ones, behind which clouds tell
 * machines their credentials, and the metadata services that stand elsewhere. Loopback and private networks stay open: models are
 * hosted there.
 */
const closed = new BlockList();
closed.addSubnet('169.254.0.0', 16, 'ipv4');
closed.addAddress('100.100.100.200', 'ipv4');
closed.addAddress('192.0.0.192', 'ipv4');
closed.addAddress('168.63.129.16', 'ipv4');
closed.addSubnet('fe80::', 10, 'ipv6');
closed.addAddress('fd00:ec2::254', 'ipv6');
/** The same behind translation: NAT64 of everybody and of one's own, SIIT, and IPv4 written as IPv6 of old; then 6to4. */
for (const prefix of ['64:ff9b::', '64:ff9b:1::', '::ffff:0:', '::']) {
  closed.addSubnet(`${prefix}a9fe:0`, 112, 'ipv6');
  for (const last of ['6464:64c8', 'c000:c0', 'a83f:8110']) closed.addAddress(`${prefix}${last}`, 'ipv6');
}
closed.addSubnet('2002:a9fe::', 32, 'ipv6');
for (const last of ['6464:64c8', 'c000:c0', 'a83f:8110']) closed.addSubnet(`2002:${last}::`, 48, 'ipv6');

/** `address`: an IP address, as a resolver gives it or as a URL has it, in brackets too. false for names. */
export function isClosedAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  return family !== 0 && closed.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}
