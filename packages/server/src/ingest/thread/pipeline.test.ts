import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import type { IngestRequest } from '../index.ts';
import type { Mapped } from '../rows.ts';
import { digest as digestInto } from './pipeline.ts';

const sender = {
  workspaceId: 'w',
  teamId: 't',
  keyId: 'k',
  agent: null,
  environment: null,
  contentKey: new Uint8Array(32),
  contentMode: 'keep' as const,
};
const options = () => ({ contents: new ContentCache(), maxInflatedBytes: 1 << 20 });
function digest(sent: IngestRequest, at: number, how: ReturnType<typeof options>) {
  const rows: Mapped = { spans: [], content: [], refs: [], logs: [], parts: [], scores: [] };
  const sink = {
    spans: (row: Mapped['spans'][number]) => rows.spans.push(row),
    content: (row: Mapped['content'][number]) => rows.content.push(row),
    refs: (row: Mapped['refs'][number]) => rows.refs.push(row),
    logs: (row: Mapped['logs'][number]) => rows.logs.push(row),
    parts: (row: Mapped['parts'][number]) => rows.parts.push(row),
    scores: (row: Mapped['scores'][number]) => rows.scores.push(row),
  };
  return { rows, ...digestInto(sent, at, how, sink) };
}
const received = 1_795_325_000_000;
const request = (signal: IngestRequest['signal'], body: unknown): IngestRequest => ({
  signal,
  contentType: 'json',
  encoding: 'gzip',
  body: gzipSync(typeof body === 'string' ? body : JSON.stringify(body)),
  sender,
});
const span = (changes: object = {}) => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'chat m',
  startTimeUnixNano: `${received}000000`,
  endTimeUnixNano: `${received + 1500}000000`,
  attributes: [
    { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
    { key: 'gen_ai.usage.input_tokens', value: { intValue: '812' } },
    {
      key: 'gen_ai.input.messages',
      value: { stringValue: '[{"role":"user","parts":[{"type":"text","content":"Hallo \\u00e9"}]}]' },
    },
  ],
  ...changes,
});
const traces = (...spans: object[]) => ({
  resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: 's' }, spans }] }],
});

test('a span becomes a row, its messages content and references', () => {
  const { rows, reply } = digest(request('traces', traces(span())), received, options());
  expect(rows.spans).toMatchObject([
    {
      kind: 'llm',
      input_tokens: 812,
      output_tokens: null,
      duration_ns: 1_500_000_000n,
      workspace_id: 'w',
      team_id: 't',
    },
  ]);
  expect(rows.content.map((row) => row.body)).toEqual([expect.stringContaining('Hallo é')]);
  expect(rows.refs).toMatchObject([{ direction: 'input', refs: [rows.content[0]!.ref] }]);
  expect(reply).toEqual({ rejected: 0, message: '' });
});

test('a bad span is refused alone, and named', () => {
  const { rows, reply } = digest(
    request('traces', traces(span(), span({ traceId: '0'.repeat(32) }))),
    received,
    options(),
  );
  expect(rows.spans).toHaveLength(1);
  expect(reply.rejected).toBe(1);
  expect(reply.message).toMatch(/trace/i);
});

test('a broken wire refuses the whole request', () => {
  expect(() => digest(request('traces', '{"resourceSpans":[{'), received, options())).toThrow(
    expect.objectContaining({ code: 'ingest.malformed' }),
  );
  const proto = {
    ...request('traces', ''),
    contentType: 'protobuf' as const,
    encoding: 'identity' as const,
    body: Uint8Array.from([0x0a, 0xff]),
  };
  expect(() => digest(proto, received, options())).toThrow(expect.objectContaining({ code: 'ingest.malformed' }));
});

test('metrics are counted and said not to be kept', () => {
  const metrics = {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', sum: { dataPoints: [{}, {}] } }] }] }],
  };
  const { rows, reply } = digest(request('metrics', metrics), received, options());
  expect(reply).toMatchObject({ rejected: 2, message: expect.stringContaining('not kept') });
  expect(Object.values(rows).every((list) => list.length === 0)).toBe(true);
});

test('a body that inflates beyond the bound is refused', () => {
  expect(() => digest(request('traces', 'x'.repeat(2 << 20)), received, options())).toThrow(
    expect.objectContaining({ code: 'ingest.inflated_too_large' }),
  );
});

test('a batch of Langfuse becomes parts and scores, each event answered', () => {
  const at = new Date(received).toISOString();
  const batch = [
    { id: 'a', type: 'span-create', timestamp: at, body: { id: 'o', traceId: 't', startTime: at } },
    { id: 'b', type: 'score-create', timestamp: at, body: { traceId: 't', name: 'n', value: 1 } },
    { id: 'c', type: 'unheard-of', timestamp: at, body: {} },
  ];
  const { rows, reply } = digest(request('langfuse.batch', { batch }), received, options());
  expect([rows.spans.length, rows.parts.length, rows.scores.length]).toEqual([0, 1, 1]);
  expect(reply).toMatchObject({ rejected: 1, events: [{ status: 201 }, { status: 201 }, { id: 'c', status: 400 }] });
  expect(() => digest(request('langfuse.batch', []), received, options())).toThrow(
    expect.objectContaining({ code: 'ingest.malformed' }),
  );
});

test('outcomes and feedback become scores, each answered, with ids of their own', () => {
  const traceId = 'ab'.repeat(16);
  const outcome = { traceId, outcome: 'completed' };
  const told = digest(request('outcomes', { outcomes: [outcome, outcome, { outcome: 'x' }] }), received, options());
  expect(told.reply).toMatchObject({ rejected: 1, events: [{ status: 201 }, { status: 201 }, { status: 400 }] });
  expect(new Set(told.rows.scores.map((row) => row.score_id)).size).toBe(2);
  const said = digest(request('feedback', { feedback: [{ traceId, value: 4 }] }), received, options());
  expect(said.rows.scores).toMatchObject([{ name: 'user_feedback', number: 4, source: 'feedback' }]);
  expect([said.rows.spans.length, said.rows.parts.length]).toEqual([0, 0]);
  expect(() => digest(request('outcomes', { feedback: [] }), received, options())).toThrow(
    expect.objectContaining({ code: 'ingest.malformed' }),
  );
});
