import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { request as requestHttp, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isClosedAddress } from '../../spine/closed-address.ts';
import { AppError } from '../../spine/errors.ts';
import { Refusal } from './refusal.ts';

export type Reply = { status: number; headers: IncomingHttpHeaders; chunks: AsyncIterable<Buffer> };
export type Question = { url: URL; headers: { [name: string]: string }; body: string; signal: AbortSignal };
/** As `lookup` of node:dns. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const mostHeaderBytes = 16 << 10;

/**
 * One request over a connection of its own. Redirects come back as they are; proxies of the environment are not asked. Rejects with
 * `Refusal`, or whatever the signal was aborted with.
 */
export async function exchange({ url, headers, body, signal }: Question, resolve: Resolve): Promise<Reply> {
  // An address that is written out is never looked up.
  if (isClosedAddress(url.hostname)) throw closedRefusal(url.hostname);
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'accept-encoding': 'identity',
      'user-agent': 'signalbox',
    },
    ...{ agent: false, lookup: openLookup(resolve), maxHeaderSize: mostHeaderBytes, signal },
  };
  const { promise, resolve: answer, reject } = Promise.withResolvers<Reply>();
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) =>
    answer({ status: response.statusCode ?? 0, headers: response.headers, chunks: response }),
  );
  request.on('error', reject);
  request.end(body);
  try {
    return await promise;
  } catch (error) {
    throw refusalOfConnection(error, url.host);
  }
}

/** Names are resolved once, looked at, and only then connected to: nothing changes in between. */
const openLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      if (addresses.some(({ address }) => isClosedAddress(address))) return callback(closedRefusal(hostname), '');
      if (options.all === true) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });

const closedRefusal = (host: string): Refusal =>
  new Refusal(new AppError('model.address_refused', { params: { host } }), false);

const reasons: { readonly [code: string]: string | undefined } = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNRESET: 'the connection was closed',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  HPE_HEADER_OVERFLOW: `it sends more than ${mostHeaderBytes} bytes of headers`,
};
/** Then nothing was sent, and the next moment may be better. Where nothing listens, that is said at once. */
const unsent = ['EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** What became of the connection; errors of ours, and of the signal, as they are. */
export function refusalOfConnection(error: unknown, host: string): unknown {
  if (error instanceof Refusal) return error;
  const { name, code = '' } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return error;
  const reason = reasons[code] ?? (code === '' ? 'what it says is no HTTP' : code);
  const told = new AppError('model.unreachable', { params: { host, reason }, cause: error });
  return new Refusal(told, unsent.includes(code));
}
