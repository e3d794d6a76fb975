import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Sender } from './sender.ts';

/** Keeps what an exporter would be given. */
export type Memory = Pick<Sender, 'spanProcessor' | 'logProcessor'> & {
  spans: ReadableSpan[];
  logs: ReadableLogRecord[];
};

export function memory(): Memory {
  const rest = { forceFlush: async () => {}, shutdown: async () => {} };
  const [spans, logs]: [ReadableSpan[], ReadableLogRecord[]] = [[], []];
  return {
    ...{ spans, logs },
    spanProcessor: { ...rest, onStart: () => {}, onEnd: (span) => void spans.push(span) },
    logProcessor: { ...rest, onEmit: (record) => void logs.push(record) },
  };
}
