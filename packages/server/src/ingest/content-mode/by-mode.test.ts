import { describe, expect, test } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import { logsOf, received, sender, spansOf } from '../map/captures.fixture.ts';
import { attributesOf, type Given, logWith, spanWith } from '../map/span.fixture.ts';
import type { LogIn, SpanIn } from '../otlp/types.ts';
import type { ContentMode } from '../../spine/content-mode.ts';
import { mapLogByMode, mapSpanByMode } from './by-mode.ts';

function rowsOf(contentMode: ContentMode, spans: readonly SpanIn[], logs: readonly LogIn[] = []) {
  const from = { ...sender, contentMode };
  const contents = new ContentCache();
  const positions = new Map<string, number>();
  const all = [
    ...spans.map((span) => mapSpanByMode(span, from, received, { contents })),
    ...logs.map((log) => mapLogByMode(log, from, received, { contents, positions })),
  ];
  return {
    rows: all.map(({ row }) => row),
    content: all.flatMap(({ content }) => content),
    refs: all.flatMap(({ refs }) => refs),
  };
}
/** Everything of the rows in one text, as it would reach the disk. */
const written = (rows: unknown): string =>
  JSON.stringify(rows, (_, value: unknown) =>
    value instanceof Map
      ? Object.fromEntries(value)
      : value instanceof Uint8Array
        ? `bytes ${value.length}`
        : typeof value === 'bigint'
          ? String(value)
          : value,
  );

const planted = 'planted-7f3a9';
const mail = 'anna.planted@example.org';
/** Where conventions put content, and where nobody would expect it. */
const places: Given[] = [
  {
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: `${planted} ${mail}` }] },
    ]),
  },
  { 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: planted }] }]) },
  { 'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: planted }]) },
  { 'gen_ai.tool.definitions': JSON.stringify([{ name: 'x', description: planted }]) },
  { 'gen_ai.tool.call.arguments': JSON.stringify({ q: planted }), 'gen_ai.tool.call.result': planted },
  { 'gen_ai.prompt.0.content': planted, 'gen_ai.completion.0.content': mail },
  { 'input.value': planted, 'output.value': JSON.stringify({ a: planted }), 'openinference.span.kind': 'LLM' },
  { 'llm.input_messages.0.message.content': planted, 'llm.prompt_template.template': planted },
  { 'retrieval.documents.0.document.content': planted, metadata: JSON.stringify({ note: planted }) },
  { 'ai.prompt': planted, 'ai.prompt.messages': JSON.stringify([{ role: 'user', content: planted }]) },
  { 'ai.response.text': planted, 'ai.toolCall.args': JSON.stringify(planted), 'ai.settings.x': planted },
  { 'traceloop.entity.input': planted, 'traceloop.association.properties.note': planted },
  { 'langfuse.observation.input': planted, 'langfuse.trace.output': mail },
  { 'db.statement': planted, 'http.url': `http://x/${planted}`, 'url.query': planted, 'my.own': planted },
  { nested: { deep: [planted] }, list: [planted, 1], numbers: [1.5, 2.5] },
];
const wholeSpan = (given: Given): SpanIn =>
  spanWith(
    { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm-1', 'gen_ai.usage.input_tokens': 812n, ...given },
    {
      statusCode: 2,
      statusMessage: `refused: ${planted} ${mail}`,
      events: [
        {
          timeNs: 1n,
          name: 'exception',
          attributes: attributesOf({ 'exception.type': 'Boom', 'exception.message': planted }),
        },
      ],
      links: [{ traceId: 'a', spanId: 'b', attributes: attributesOf({ why: planted }) }],
    },
  );
const logs = [
  logWith({ body: `said ${planted}`, given: { note: planted, count: 3n } }),
  logWith({ eventName: 'gen_ai.user.message', body: { content: `${planted} ${mail}` } }),
  logWith({ body: { parts: [planted] } }),
];

describe('drop', () => {
  test.each(places.map((given) => [Object.keys(given).join(', '), given] as const))(
    'nothing of %s is left',
    (_, given) => {
      const { rows, content, refs } = rowsOf('drop', [wholeSpan(given)]);
      expect([content, refs]).toEqual([[], []]);
      expect(written(rows)).not.toMatch(/planted/);
      expect(rows[0]).toMatchObject({ failed: true, error_type: 'Boom', error_message: '', input_preview: '' });
      expect(rows[0]!.marks).toContain('dropped');
      expect(written(rowsOf('keep', [wholeSpan(given)]))).toMatch(/planted/);
    },
  );

  test('nothing of log records but when, how grave and how many', () => {
    const { rows, content, refs } = rowsOf('drop', [], logs);
    expect([content, refs]).toEqual([[], []]);
    expect(written(rows)).not.toMatch(/planted/);
    expect(rows[0]).toMatchObject({ body: '', severity: 9, attributes: new Map([['count', '3']]) });
  });

  test('is not remembered as stored: a key that keeps the same trace gets its content', () => {
    const contents = new ContentCache();
    const from = (contentMode: ContentMode) =>
      mapSpanByMode(wholeSpan(places[0]!), { ...sender, contentMode }, received, { contents }).content.length;
    expect([from('drop'), from('keep'), from('drop'), from('keep')]).toEqual([0, 1, 0, 0]);
  });
});

describe('mask', () => {
  test('takes the address out everywhere, and leaves the rest of what was said', () => {
    const { rows, content } = rowsOf('mask', places.map(wholeSpan), logs);
    expect(written([rows, content])).not.toContain(mail);
    expect(written(content)).toContain(`${planted} [masked:email]`);
    expect(rows.every(({ marks }, at) => marks.includes('masked') || at >= places.length)).toBe(true);
  });

  test('marks only what it changed', () => {
    const { rows } = rowsOf('mask', [spanWith({ 'gen_ai.request.model': 'm-1' })]);
    expect(rows[0]!.marks).toEqual([]);
  });
});

describe.each(['vercel-ai-v6', 'openinference-anthropic', 'otel-genai-optin'])('%s', (client) => {
  const [spans, records] = [spansOf(client), logsOf(client)];
  const figures = (mode: ContentMode) =>
    rowsOf(mode, spans).rows.map((row) =>
      'kind' in row
        ? [
            row.kind,
            row.agent,
            row.tool,
            row.model,
            row.input_tokens,
            row.output_tokens,
            row.finish_reason,
            row.refused,
          ].concat([row.failed, row.error_type, row.conversation_id, row.user_id, row.response_id, row.tool_call_id])
        : [],
    );

  test('comes to the same figures in every mode', () => {
    expect(figures('drop')).toEqual(figures('keep'));
    expect(figures('mask')).toEqual(figures('keep'));
  });

  test('leaves none of what was said when dropped', () => {
    const said = rowsOf('keep', spans, records).content.flatMap(({ body }) => textsIn(JSON.parse(body)));
    expect(said.length).toBeGreaterThan(3);
    const dropped = written(rowsOf('drop', spans, records));
    expect(said.filter((text) => dropped.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
  });
});

/** Sentences, not names and ids. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes(' ') && value.length > 15 ? [value] : [];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
}
