import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { writeExportResponse } from '../../ingest/otlp/respond.ts';
import { shareOf } from '../bounded-body.ts';
import type { TelemetryDeps } from '../otlp.ts';
import { telemetryRefusal } from '../telemetry-refusal.ts';
import { telemetrySender } from '../telemetry-sender.ts';
import { framed, prefixBytes, readMessage } from './message.ts';
import { encodingOf, signalOf } from './method.ts';
import { codes, GrpcError, type GrpcStatus, statusOf, trailersOf } from './status.ts';
import { timeoutMs } from './timeout.ts';

/** However patient the client is: a message that takes longer to arrive is not waited for. */
const arrivalMs = 30_000;
const basics = { ':status': 200, 'content-type': 'application/grpc', 'grpc-accept-encoding': 'identity,gzip,deflate' };

/** Answers one stream of gRPC: unary Export of OTLP's services. Never throws; a stream is always ended. */
export function answerCall(deps: TelemetryDeps, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  stream.on('error', () => {});
  if (headers[':method'] !== 'POST' || !/^application\/grpc(?:\+proto)?(?:;|$)/.test(headers['content-type'] ?? ''))
    return notGrpc(stream);
  const path = String(headers[':path']);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timers = timersOf((text) => reject(new GrpcError(codes.deadlineExceeded, text)));
  Promise.race([take(deps, { stream, headers, path, timers }), late])
    .then(
      (answer) => succeed(stream, answer),
      (error: unknown) =>
        fail(
          stream,
          error instanceof GrpcError
            ? { code: error.code, text: error.message }
            : statusOf(telemetryRefusal(deps.log, path, error)),
        ),
    )
    .finally(timers.clear);
}

type Call = {
  stream: ServerHttp2Stream;
  headers: IncomingHttpHeaders;
  path: string;
  timers: ReturnType<typeof timersOf>;
};

async function take(deps: TelemetryDeps, { stream, headers, path, timers }: Call): Promise<Uint8Array> {
  const signal = signalOf(path);
  const encoding = encodingOf(text(headers['grpc-encoding']));
  const asked = timeoutMs(text(headers['grpc-timeout']));
  if (asked !== null) timers.start(asked, `The call's deadline of ${asked} ms has passed.`);
  const arrived = timers.start(arrivalMs, `The message did not arrive within ${arrivalMs / 1000} s.`);
  const { authorization } = headers;
  const sender = await telemetrySender(deps.keys, { key: text(headers['x-signalbox-key']), authorization });
  const share = shareOf(deps.budget, sender.teamId, prefixBytes + deps.maxBodyBytes);
  const { compressed, body } = await readMessage(stream, deps.maxBodyBytes, share);
  clearTimeout(arrived);
  if (compressed && encoding === 'identity')
    throw new GrpcError(codes.internal, 'The message says it is compressed, and grpc-encoding does not say how.');
  const request = {
    signal,
    contentType: 'protobuf',
    encoding: compressed ? encoding : 'identity',
    body,
    sender,
  } as const;
  return writeExportResponse(signal, await deps.ingest.accept(request), 'protobuf');
}

function timersOf(late: (text: string) => void) {
  const running: NodeJS.Timeout[] = [];
  return {
    start(ms: number, says: string): NodeJS.Timeout {
      // Timers hold at most 2^31 − 1 ms; nobody waits for the rest.
      const timer = setTimeout(() => late(says), Math.min(ms, 2 ** 31 - 1));
      running.push(timer);
      return timer;
    },
    clear: () => running.forEach((timer) => clearTimeout(timer)),
  };
}

const text = (header: IncomingHttpHeaders[string]): string | undefined => (Array.isArray(header) ? header[0] : header);

function succeed(stream: ServerHttp2Stream, answer: Uint8Array): void {
  if (stream.closed || stream.destroyed) return;
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(codes.ok) }));
  stream.respond(basics, { waitForTrailers: true });
  stream.end(framed(answer));
}

/** Trailers-only. What is still coming is not read: the client is told to stop sending (RFC 9113 §8.1). */
function fail(stream: ServerHttp2Stream, status: GrpcStatus): void {
  if (stream.closed || stream.destroyed) return;
  stream.respond({ ...basics, ...trailersOf(status) }, { endStream: true });
  stopReading(stream);
}

function notGrpc(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 415, 'content-type': 'text/plain' });
  stream.end('This port speaks gRPC (content-type application/grpc), and OTLP over HTTP/1.1.\n');
  stopReading(stream);
}

function stopReading(stream: ServerHttp2Stream): void {
  stream.close(constants.NGHTTP2_NO_ERROR);
  stream.resume();
}
