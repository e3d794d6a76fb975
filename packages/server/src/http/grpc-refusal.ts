import { createServer, type Http2Server } from 'node:http2';

const unimplemented = '12';

/**
 * OTLP over gRPC is not spoken, but the port exporters try first answers: every call gets UNIMPLEMENTED with the line to set,
 * trailers-only, so that the exporter logs it instead of "connection refused".
 * @param otlpUrl where OTLP over HTTP is served, e.g. http://127.0.0.1:4318
 */
export function grpcRefusal(otlpUrl: () => string): Http2Server {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.respond(
      {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': unimplemented,
        'grpc-message': percent(
          `Signalbox takes OTLP over HTTP. Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf and OTEL_EXPORTER_OTLP_ENDPOINT=${otlpUrl()}`,
        ),
      },
      { endStream: true },
    );
    stream.resume();
  });
  server.on('session', (session) => session.on('error', () => {}));
  return server;
}

/** grpc-message is percent-encoded UTF-8 (gRPC over HTTP/2, "Status-Message"). */
const percent = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
