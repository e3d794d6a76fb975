import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { BlockList, isIP } from 'node:net';

/** Is this the address of a proxy of ours? */
export type Trusted = (address: string) => boolean;

/** @param hops addresses and networks, as `server.trustedProxies` has them. */
export function trustedHops(hops: readonly string[]): Trusted {
  const list = new BlockList();
  for (const hop of hops) {
    const [address = '', bits] = hop.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = unmapped(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/**
 * The network address a request came from. X-Forwarded-For is read from its end for as long as the hop that wrote an entry is one of
 * ours: entries before it are whatever the client claims, and so is the whole header of a client that comes directly.
 */
export function clientAddress(c: Context, trusted: Trusted): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  const entries = (c.req.header('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  let at = incoming?.socket?.remoteAddress ?? 'unknown';
  while (trusted(at)) {
    const before = bare(entries.pop() ?? '');
    if (isIP(before) === 0) break;
    at = before;
  }
  return unmapped(at);
}

/** A socket that listens on both families names IPv4 peers as ::ffff:10.0.0.1. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** Some proxies write the port too: 10.0.0.1:443, [2001:db8::1]:443. */
const bare = (entry: string): string => entry.replace(/^\[([^\]]+)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
