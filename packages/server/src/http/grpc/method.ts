import type { IngestRequest } from '../../ingest/index.ts';
import type { Signal } from '../../ingest/otlp/respond.ts';
import { codes, GrpcError } from './status.ts';

const services: Record<string, Signal> = {
  'trace.v1.TraceService': 'traces',
  'logs.v1.LogsService': 'logs',
  'metrics.v1.MetricsService': 'metrics',
};

/** Which signal a method of OTLP takes. Throws UNIMPLEMENTED for any other method. */
export function signalOf(path: string): Signal {
  const service = /^\/opentelemetry\.proto\.collector\.([\w.]+)\/Export$/.exec(path)?.[1] ?? '';
  if (Object.hasOwn(services, service)) return services[service]!;
  throw new GrpcError(
    codes.unimplemented,
    `There is no method ${path.slice(0, 200)}. This port takes Export of ${Object.keys(services).join(', ')}.`,
  );
}

/** How messages are compressed, where one says that it is. Throws UNIMPLEMENTED. */
export function encodingOf(header: string | undefined): IngestRequest['encoding'] {
  const encoding = header ?? 'identity';
  if (encoding === 'gzip' || encoding === 'deflate' || encoding === 'identity') return encoding;
  throw new GrpcError(codes.unimplemented, `Use gzip, deflate or no compression; got ${encoding.slice(0, 40)}.`);
}
