import type { Server as NetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { AppError } from '../spine/errors.ts';

type Listening = { server: NetServer; host: string; port: number };

/** Listens and returns the port, or null when the port is taken. Any other failure throws `config.port_unusable`. Port 0 = any. */
export function listen({ server, host, port }: Listening): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(unusable({ host, port }, error));
    server.once('error', failed);
    server.listen({ port, host }, () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const lastPort = 65_535;

/** Tries `port`, then the next ones; throws `config.port_unusable` when `tries` in a row are taken. */
export async function listenNear(at: Listening, tries = 20): Promise<number> {
  for (let i = 0; i < tries && at.port + i <= lastPort; i++) {
    const port = await listen({ ...at, port: at.port === 0 ? 0 : at.port + i });
    if (port !== null) return port;
  }
  const reason = `this port and the ${tries - 1} after it are taken`;
  throw new AppError('config.port_unusable', { params: { host: at.host, port: at.port, reason } });
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not listen there (ports below 1024 need root)',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'no address is known for that name',
};

function unusable(at: { host: string; port: number }, cause: NodeJS.ErrnoException): AppError {
  const reason = reasons[cause.code ?? ''] ?? cause.message;
  return new AppError('config.port_unusable', { params: { ...at, reason }, cause });
}
