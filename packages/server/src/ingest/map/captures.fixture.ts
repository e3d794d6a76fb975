import { readFileSync } from 'node:fs';
import { ContentCache } from '../content/cache.ts';
import { readLogsJson, readTracesJson } from '../otlp/json/read.ts';
import { readTraces } from '../otlp/proto/read.ts';
import { defaultReadLimits, type LogIn, type SpanIn } from '../otlp/types.ts';
import type { Sender } from '../rows.ts';
import { mapLog } from './log.ts';
import { mapSpan } from './span.ts';

/** Real bodies of three clients (test/fixtures/otlp), read by our own readers and mapped as in the ingest thread. */

const folder = (client: string): URL => new URL(`../../../../../test/fixtures/otlp/${client}/`, import.meta.url);
const body = (client: string, file: string): Uint8Array => readFileSync(new URL(file, folder(client)));

const files: Record<string, { traces: () => readonly SpanIn[]; logs: () => readonly LogIn[] }> = {
  'vercel-ai-v6': {
    traces: () => readTraces(body('vercel-ai-v6', '002-v1_traces.bin'), defaultReadLimits).items,
    logs: () => [],
  },
  'openinference-anthropic': {
    traces: () => readTraces(body('openinference-anthropic', '001-v1_traces.bin'), defaultReadLimits).items,
    logs: () => [],
  },
  'otel-genai-optin': {
    traces: () => readTracesJson(body('otel-genai-optin', '005-v1_traces.bin'), defaultReadLimits).items,
    logs: () => readLogsJson(body('otel-genai-optin', '004-v1_logs.bin'), defaultReadLimits).items,
  },
};

export const sender: Sender = {
  workspaceId: 'wsp_1',
  teamId: 'tea_1',
  keyId: 'key_1',
  agent: null,
  environment: null,
  contentKey: new Uint8Array(32).fill(7),
  contentMode: 'keep',
};

/** The moment the captures were made. */
export const received = Date.UTC(2026, 10, 22, 6);

export const spansOf = (client: string): readonly SpanIn[] => files[client]?.traces() ?? [];
export const logsOf = (client: string): readonly LogIn[] => files[client]?.logs() ?? [];

export function mapCapture(client: string) {
  const options = { contents: new ContentCache() };
  const positions = new Map<string, number>();
  const spans = spansOf(client).map((span) => mapSpan(span, sender, received, options));
  const logs = logsOf(client).map((log) => mapLog(log, sender, received, { ...options, positions }));
  const all = [...spans, ...logs];
  return {
    rows: spans.map(({ row }) => row),
    logs: logs.map(({ row }) => row),
    content: all.flatMap(({ content }) => content),
    refs: all.flatMap(({ refs }) => refs),
  };
}

type Expected = {
  traces: {
    traceId: string;
    agents: string[];
    modelCalls: number;
    toolCalls: { name: string; error: boolean }[];
    models: string[];
    tokens: Record<'input' | 'output' | 'cachedInput' | 'reasoning', number | null> & {
      cacheWriteInput?: number | null;
    };
    errors: { spanId: string; kind: string; why: string }[];
    outcomeHint: string;
    conversation: string;
    user: string;
    environment: string;
    tags: string[];
    promptName: string | null;
    promptVersion: string | null;
    topSpanId: string;
  }[];
};

export const expectedOf = (client: string): Expected['traces'] =>
  (JSON.parse(readFileSync(new URL('expected.json', folder(client)), 'utf8')) as Expected).traces;
