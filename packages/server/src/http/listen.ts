import type { Server as NetServer } from 'node:net';
import type { AddressInfo } from 'node:net';

type Listening = { server: NetServer; host: string; port: number };

/** Listens and returns the port, or null when the port is taken. Other failures throw. Port 0 = any. */
export function listen({ server, host, port }: Listening): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error);
    server.once('error', failed);
    server.listen({ port, host }, () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Tries `port`, then the next ones; throws when `tries` in a row are taken. */
export async function listenNear(at: Listening, tries = 20): Promise<number> {
  for (let i = 0; i < tries; i++) {
    const port = await listen({ ...at, port: at.port === 0 ? 0 : at.port + i });
    if (port !== null) return port;
  }
  throw new Error(`Ports ${at.port} to ${at.port + tries - 1} of ${at.host} are all taken.`);
}
