import type { Signal } from '../ingest/otlp/respond.ts';

export type OtlpPath = {
  signal: Signal;
  /** The header that clients of this path put their key into, unless they say it in Authorization. */
  keyHeader: 'x-signalbox-key' | 'x-api-key';
};

const paths: readonly { prefix: string; keyHeader: OtlpPath['keyHeader'] }[] = [
  // OpenTelemetry itself; Traceloop's SDK, which sends Authorization: Bearer.
  { prefix: '', keyHeader: 'x-signalbox-key' },
  // Langfuse: Basic, public key = id and secret key = secret of a key of ours.
  { prefix: '/api/public/otel', keyHeader: 'x-signalbox-key' },
  // LangSmith.
  { prefix: '/otel', keyHeader: 'x-api-key' },
];
const form = /^(.*)\/v1\/(traces|logs|metrics)\/?$/;

/** Which OTLP request an address stands for, null for none. Other tools' paths are there so that moving is a change of URL. */
export function otlpPath(url: string): OtlpPath | null {
  const [, prefix, signal] = form.exec(url.split('?')[0]!) ?? [];
  const path = paths.find((one) => one.prefix === prefix);
  return path === undefined ? null : { signal: signal as Signal, keyHeader: path.keyHeader };
}
