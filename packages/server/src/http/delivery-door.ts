import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Identity, type KeyRing, presentedKey } from '../access/index.ts';
import { type Deliveries, type FlagSource, quickDelivery } from '../rooms/lifecycle/index.ts';
import { allows } from '../spine/authorize.ts';
import { contextOf, notFound, type OfrepAnswer, success } from './ofrep/evaluations.ts';

export type DeliveryDoor = { keys: Pick<KeyRing, 'remembered'>; deliveries: Deliveries; flags: FlagSource };

const flagPath = '/ofrep/v1/evaluate/flags/';
/** What an address holds as it is; the route knows what anything else means. */
const plainKey = /^[\w:~-][\w.:~-]*$/;
const mostBytes = 64 * 1024;

/**
 * Answers what agents ask thousands of times a second, and returns true: from memory, on node's own request, without the app. Only for
 * keys that were looked up a moment ago and for what is plain; everything else is left to the routes, which say the same.
 */
export function deliveryDoor(door: DeliveryDoor): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const url = request.url ?? '';
    const isRead = request.method === 'GET' && url.startsWith('/api/v1/delivery/');
    const isFlag = request.method === 'POST' && url.startsWith(flagPath);
    if (!isRead && !isFlag) return false;
    const who = rememberedCaller(door, request);
    if (who === null) return false;
    return isRead ? read(door, who, { request, response }) : evaluate(door, who, { request, response });
  };
}

type Exchange = { request: IncomingMessage; response: ServerResponse };

function rememberedCaller({ keys }: DeliveryDoor, { headers }: IncomingMessage): Identity | null {
  const key = headers['x-signalbox-key'] ?? headers['x-api-key'];
  const shown = presentedKey({ key: Array.isArray(key) ? key[0] : key, authorization: headers.authorization });
  const who = shown === null || shown === 'malformed' ? null : keys.remembered(shown);
  return who !== null && allows(who.actor, 'delivery.read', 'anywhere') ? who : null;
}

function read({ deliveries }: DeliveryDoor, who: Identity, { request, response }: Exchange): boolean {
  const etag = request.headers['if-none-match'] ?? null;
  try {
    const answer = quickDelivery(deliveries, who, { url: request.url!, etag });
    if (answer === null) return false;
    response.writeHead(answer.status, { ...answer.headers, ...guarded }).end(answer.body ?? undefined);
    return true;
  } catch {
    // Told by the route, as a Problem.
    return false;
  }
}

const guarded = { 'x-content-type-options': 'nosniff' };

function evaluate({ deliveries, flags }: DeliveryDoor, who: Identity, { request, response }: Exchange): boolean {
  const key = request.url!.slice(flagPath.length);
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (deliveries.peek(who.workspaceId) === null || !plainKey.test(key) || !(length >= 0 && length <= mostBytes))
    return false;
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    const { status, body } = evaluated(flags, who, key, Buffer.concat(chunks).toString());
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...guarded };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  return true;
}

function evaluated(flags: FlagSource, who: Identity, key: string, text: string): OfrepAnswer {
  const asked = contextOf(text);
  if (!('context' in asked)) return { status: 400, body: { key, ...asked } };
  try {
    const flag = flags.one(who, key, asked.context);
    return flag === null ? notFound(key) : { status: 200, body: success(flag) };
  } catch {
    return { status: 500, body: { errorDetails: 'The flag could not be evaluated.' } };
  }
}
