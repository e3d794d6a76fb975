import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Ingest, IngestRequest } from '../ingest/index.ts';
import { contentTypes, writeExportResponse, writeStatus } from '../ingest/otlp/respond.ts';
import { AppError } from '../spine/errors.ts';
import type { Logger } from '../spine/log.ts';
import { answerNow } from './answer-now.ts';
import { readBounded, shareOf, type BodyBudget } from './bounded-body.ts';
import { otlpPath, type OtlpPath } from './otlp-paths.ts';
import { telemetryRefusal } from './telemetry-refusal.ts';
import { type SenderKeys, telemetrySender } from './telemetry-sender.ts';

/** What a door of telemetry needs. `budget` is one for all doors. */
export type TelemetryDeps = { ingest: Ingest; keys: SenderKeys; log: Logger; maxBodyBytes: number; budget: BodyBudget };
type Format = IngestRequest['contentType'];

/** Answers OTLP over HTTP and returns true; leaves every other address alone. Stands in front of the app, on node's own request. */
export function otlpHandler(deps: TelemetryDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const path = otlpPath(request.url ?? '');
    if (path === null) return false;
    void take(deps, path, request).then(
      (answer) => send(request, response, answer),
      (error: unknown) => send(request, response, refusal(deps.log, request, error)),
    );
    return true;
  };
}

type Answer = { status: number; format: Format; body: Uint8Array; retryAfterSeconds?: number; allow?: string };

async function take(deps: TelemetryDeps, { signal, keyHeader }: OtlpPath, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'POST') {
    const path = request.url!.split('?')[0]!;
    throw new AppError('request.method_not_allowed', { params: { path, allowed: 'POST' } });
  }
  const contentType = formatOf(request);
  if (contentType === null) throw new AppError('ingest.unsupported_type');
  const encoding = encodingOf(request);
  const sender = await telemetrySender(deps.keys, shownKey(request, keyHeader));
  const share = shareOf(deps.budget, sender.teamId, deps.maxBodyBytes);
  const body = await readBounded(request, deps.maxBodyBytes, share);
  const reply = await deps.ingest.accept({ signal, contentType, encoding, body, sender });
  return { status: 200, format: contentType, body: writeExportResponse(signal, reply, contentType) };
}

function shownKey(
  { headers }: IncomingMessage,
  keyHeader: OtlpPath['keyHeader'],
): Parameters<typeof telemetrySender>[1] {
  const key = headers['x-signalbox-key'] || headers[keyHeader];
  return { key: Array.isArray(key) ? key[0] : key, authorization: headers.authorization };
}

function formatOf(request: IncomingMessage): Format | null {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  return type === contentTypes.protobuf ? 'protobuf' : type === contentTypes.json ? 'json' : null;
}

/** Throws `ingest.unsupported_encoding`. */
export function encodingOf(request: IncomingMessage): IngestRequest['encoding'] {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'deflate' || encoding === 'identity') return encoding;
  throw new AppError('ingest.unsupported_encoding', { params: { encoding } });
}

function refusal(log: Logger, request: IncomingMessage, thrown: unknown): Answer {
  const format = formatOf(request) ?? 'json';
  const { status, text, retryAfterSeconds } = telemetryRefusal(log, (request.url ?? '').split('?')[0]!, thrown);
  return {
    ...{ status, format, body: writeStatus(status, text, format) },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(status === 405 && { allow: 'POST' }),
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const headers: OutgoingHttpHeaders = { 'content-type': contentTypes[answer.format] };
  if (answer.retryAfterSeconds !== undefined) headers['retry-after'] = String(answer.retryAfterSeconds);
  if (answer.allow !== undefined) headers.allow = answer.allow;
  answerNow(request, response, { status: answer.status, headers, body: answer.body });
}
