import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { presentedKey, type KeyIdentity, type KeyRing } from '../access/index.ts';
import type { Ingest, IngestRequest } from '../ingest/index.ts';
import { contentTypes, writeExportResponse, writeStatus } from '../ingest/otlp/respond.ts';
import { allows } from '../spine/authorize.ts';
import { AppError } from '../spine/errors.ts';
import type { Logger } from '../spine/log.ts';
import { readBounded, type BodyBudget } from './bounded-body.ts';

export type OtlpDeps = { ingest: Ingest; keys: KeyRing; log: Logger; maxBodyBytes: number; queueBytes: number };
type Format = IngestRequest['contentType'];

/** Answers OTLP over HTTP and returns true; leaves every other address alone. Stands in front of the app, on node's own request. */
export function otlpHandler(deps: OtlpDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const budget: BodyBudget = { limit: deps.queueBytes, used: 0 };
  return (request, response) => {
    const signal = /^\/v1\/(traces|logs|metrics)\/?(?:\?|$)/.exec(request.url ?? '')?.[1] as
      | IngestRequest['signal']
      | undefined;
    if (signal === undefined) return false;
    void take(deps, budget, signal, request).then(
      (answer) => send(request, response, answer),
      (error: unknown) => send(request, response, refusal(deps.log, request, error)),
    );
    return true;
  };
}

type Answer = { status: number; format: Format; body: Uint8Array; retryAfterSeconds?: number; allow?: string };

async function take(
  deps: OtlpDeps,
  budget: BodyBudget,
  signal: IngestRequest['signal'],
  request: IncomingMessage,
): Promise<Answer> {
  if (request.method !== 'POST')
    throw new AppError('request.method_not_allowed', { params: { path: `/v1/${signal}`, allowed: 'POST' } });
  const contentType = formatOf(request);
  if (contentType === null) throw new AppError('ingest.unsupported_type');
  const encoding = encodingOf(request);
  const { actor, workspaceId, contentKey } = await senderOf(deps.keys, request);
  const body = await readBounded(request, deps.maxBodyBytes, budget);
  const { teamId, id: keyId, agent, environment } = actor;
  const sender = { workspaceId, teamId, keyId, agent, environment, contentKey };
  const reply = await deps.ingest.accept({ signal, contentType, encoding, body, sender });
  return { status: 200, format: contentType, body: writeExportResponse(signal, reply, contentType) };
}

async function senderOf(keys: KeyRing, request: IncomingMessage): Promise<KeyIdentity> {
  const key = request.headers['x-signalbox-key'];
  const shown = presentedKey({ key: Array.isArray(key) ? key[0] : key, authorization: request.headers.authorization });
  if (shown === null) throw new AppError('access.unauthenticated');
  const identity = shown === 'malformed' ? null : await identify(keys, shown);
  if (identity === null) throw new AppError('access.key_invalid');
  if (allows(identity.actor, 'telemetry.write', { teamId: identity.actor.teamId })) return identity;
  throw new AppError('access.denied', { params: { action: 'telemetry.write' } });
}

const identify = (keys: KeyRing, shown: Parameters<KeyRing['identifySender']>[0]): Promise<KeyIdentity | null> =>
  keys.identifySender(shown).catch((cause: unknown) => {
    throw new AppError('state.unavailable', { params: { seconds: 5 }, retryAfterSeconds: 5, cause });
  });

function formatOf(request: IncomingMessage): Format | null {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  return type === contentTypes.protobuf ? 'protobuf' : type === contentTypes.json ? 'json' : null;
}

function encodingOf(request: IncomingMessage): IngestRequest['encoding'] {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'deflate' || encoding === 'identity') return encoding;
  throw new AppError('ingest.unsupported_encoding', { params: { encoding } });
}

/** A failure nobody foresaw is answered 503, not 500: exporters send again after 503, after 500 they drop the batch. */
function refusal(log: Logger, request: IncomingMessage, thrown: unknown): Answer {
  const format = formatOf(request) ?? 'json';
  const error = thrown instanceof AppError ? thrown : new AppError('internal.unexpected', { cause: thrown });
  const status = error.code === 'internal.unexpected' ? 503 : error.status;
  if (status >= 500)
    log.error(
      { path: (request.url ?? '').split('?')[0], code: error.code, err: error.cause ?? error },
      'telemetry refused',
    );
  const body = writeStatus(status, `${error.code}: ${error.message}`, format);
  return {
    ...{ status, format, body },
    ...((status === 429 || status === 503) && { retryAfterSeconds: error.retryAfterSeconds ?? 1 }),
    ...(status === 405 && { allow: 'POST' }),
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const headers: OutgoingHttpHeaders = {
    'content-type': contentTypes[answer.format],
    'content-length': answer.body.length,
  };
  if (answer.retryAfterSeconds !== undefined) headers['retry-after'] = String(answer.retryAfterSeconds);
  if (answer.allow !== undefined) headers.allow = answer.allow;
  // What is still coming of a refused body is not read: the connection cannot serve another request.
  if (!request.complete) headers.connection = 'close';
  response.writeHead(answer.status, headers);
  response.end(answer.body);
  if (!request.complete) discard(request);
}

/** Lets the client finish writing and read the answer instead of a reset; gives up after two seconds. */
function discard(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), 2_000);
  request.once('close', () => clearTimeout(timer)).on('error', () => {});
  request.resume();
}
