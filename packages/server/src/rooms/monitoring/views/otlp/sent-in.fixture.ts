import { readFileSync } from 'node:fs';
import { ContentCache } from '../../../../ingest/content/cache.ts';
import type { IngestRequest } from '../../../../ingest/index.ts';
import type { RowSink, Sender } from '../../../../ingest/rows.ts';
import { digest } from '../../../../ingest/thread/pipeline.ts';
import type { TestRow, TestValue } from '../insert-sql.fixture.ts';
import type { TestTelemetry } from '../telemetry.fixture.ts';

/** The morning the captures were made, Unix milliseconds. */
const received = Date.UTC(2026, 10, 22, 6);
const tables = { spans: 'spans', content: 'content', refs: 'message_refs', logs: 'logs' } as const;

type Sent = Pick<IngestRequest, 'signal' | 'contentType' | 'body'>;

/** Sends requests to a workspace: read, mapped and stored as ingest does it. What is refused throws. */
export async function sendIn(telemetry: TestTelemetry, requests: readonly Sent[]): Promise<void> {
  const kept = new Map<string, TestRow[]>();
  const sink = Object.fromEntries(
    ['spans', 'content', 'refs', 'logs', 'parts', 'scores'].map((name) => [
      name,
      (row: object) => void kept.set(name, [...(kept.get(name) ?? []), stored(row)]),
    ]),
  ) as unknown as RowSink;
  // Each workspace has a key of its own, so that equal texts have other references.
  const contentKey = new Uint8Array(32).fill(telemetry.workspaceId.charCodeAt(5));
  const sender: Sender = {
    ...{ workspaceId: telemetry.workspaceId, teamId: 'tea_a', keyId: 'key_a', agent: null, environment: null },
    ...{ contentKey, contentMode: 'keep' },
  };
  for (const request of requests) {
    const options = { contents: new ContentCache(), maxInflatedBytes: 64 << 20 };
    const { reply } = digest({ ...request, encoding: 'identity', sender }, received, options, sink);
    if (reply.rejected > 0) throw new Error(reply.message);
  }
  for (const [name, table] of Object.entries(tables)) {
    const rows = kept.get(name) ?? [];
    // In pieces: a statement of all the text of a capture is longer than the parser reads.
    for (let at = 0; at < rows.length; at += 20) await telemetry.insert(table, rows.slice(at, at + 20));
  }
}

function stored(row: object): TestRow {
  const { workspace_id: _, ...own } = row as Record<string, unknown>;
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, plain(value)]));
}

const plain = (value: unknown): TestValue =>
  value instanceof Uint8Array
    ? Buffer.from(value).toString('hex')
    : Array.isArray(value) && value[0] instanceof Uint8Array
      ? value.map((one: Uint8Array) => Buffer.from(one).toString('hex'))
      : (value as TestValue);

const body = (file: string): Uint8Array =>
  readFileSync(new URL(`../../../../../../../test/fixtures/otlp/${file}.bin`, import.meta.url));

/** What real clients sent. */
export const captured: Record<string, readonly Sent[]> = {
  'vercel-ai-v6': [{ signal: 'traces', contentType: 'protobuf', body: body('vercel-ai-v6/002-v1_traces') }],
  'openinference-anthropic': [
    { signal: 'traces', contentType: 'protobuf', body: body('openinference-anthropic/001-v1_traces') },
  ],
  'otel-genai-optin': [
    { signal: 'logs', contentType: 'json', body: body('otel-genai-optin/004-v1_logs') },
    { signal: 'traces', contentType: 'json', body: body('otel-genai-optin/005-v1_traces') },
  ],
};
