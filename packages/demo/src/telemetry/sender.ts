import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { Outbox } from './outbox.ts';

/** Where telemetry goes. `otlpUrl` as in OTEL_EXPORTER_OTLP_ENDPOINT, `key` a Signalbox key that may ingest. */
export type Target = { otlpUrl: string; key: string };

/** The official exporters with a patient outbox each; all agents of the fleet share them. */
export type Sender = {
  spans: Outbox<ReadableSpan>;
  logs: Outbox<ReadableLogRecord>;
  spanProcessor: SpanProcessor;
  logProcessor: LogRecordProcessor;
  room(signal: AbortSignal): Promise<void>;
  drained(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

const timeoutMillis = 30_000;

export function openSender({ otlpUrl, key }: Target, onTrouble: (message: string) => void): Sender {
  const options = { headers: { 'x-signalbox-key': key }, compression: 'gzip' as never, timeoutMillis };
  const url = otlpUrl.replace(/\/$/, '');
  const now = (): number => Date.now();
  const spans = new Outbox<ReadableSpan>({
    exporter: new OTLPTraceExporter({ ...options, url: `${url}/v1/traces` }),
    dueAt: ({ endTime }) => milliseconds(endTime),
    now,
    onTrouble,
  });
  const logs = new Outbox<ReadableLogRecord>({
    exporter: new OTLPLogExporter({ ...options, url: `${url}/v1/logs` }),
    dueAt: ({ hrTime }) => milliseconds(hrTime),
    now,
    onTrouble,
  });
  const ended = { forceFlush: async () => {}, shutdown: async () => {} };
  return {
    spans,
    logs,
    spanProcessor: { ...ended, onStart: () => {}, onEnd: (span) => spans.put(span) },
    logProcessor: { ...ended, onEmit: (record) => logs.put(record) },
    room: async (signal) => void (await Promise.all([spans.room(signal), logs.room(signal)])),
    drained: async (signal) => void (await Promise.all([spans.drained(signal), logs.drained(signal)])),
    close: async () => void (await Promise.all([spans.close(), logs.close()])),
  };
}

const milliseconds = ([seconds, nanoseconds]: readonly [number, number]): number =>
  seconds * 1000 + nanoseconds / 1_000_000;
