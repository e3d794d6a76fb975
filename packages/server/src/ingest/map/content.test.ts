import { describe, expect, it } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import { mapCapture, received, sender, spansOf } from './captures.fixture.ts';
import { mapped, spanWith } from './span.fixture.ts';
import { mapSpan } from './span.ts';

const hex = (ref: Uint8Array): string => Buffer.from(ref).toString('hex');
const chat = (messages: unknown, rest = {}) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.input.messages': JSON.stringify(messages),
  ...rest,
});
const user = (content: string) => ({ role: 'user', parts: [{ type: 'text', content }] });

describe('content of spans', () => {
  it('is stored without escapes, in a fixed order, with its reference', () => {
    const { content, refs } = mapped(
      chat('[{"parts":[{"content":"gr\\u00fc\\u00dfe \\ud83d\\ude00 \\u2028","type":"text"}],"role":"user"}]'),
    );
    expect(content[0]).toMatchObject({
      kind: 'message',
      role: 'user',
      body: '{"role":"user","parts":[{"type":"text","content":"grüße 😀 \u2028"}]}',
    });
    expect(refs).toMatchObject([{ direction: 'input', index: 0, refs: [content[0]?.ref] }]);
  });

  it('is one row for each trace while it is remembered, and a reference each time', () => {
    const options = { contents: new ContentCache() };
    const span = spanWith(chat([user('a'), user('b'), user('a')]));
    const first = mapSpan(span, sender, received, options);
    expect([first.content.length, first.refs[0]?.refs.length]).toEqual([2, 3]);
    const again = mapSpan({ ...span, spanId: 'ffffffffffffffff' }, sender, received, options);
    expect([again.content.length, again.refs[0]?.refs.map(hex)]).toEqual([0, first.refs[0]?.refs.map(hex)]);
    expect(mapSpan({ ...span, traceId: 'f'.repeat(32) }, sender, received, options).content).toHaveLength(2);
    expect(mapSpan(span, { ...sender, teamId: 'tea_2' }, received, options).content).toHaveLength(2);
    options.contents.clear();
    expect(mapSpan(span, sender, received, options).content).toHaveLength(2);
  });

  it('has another reference under another key', () => {
    const [one, two] = [sender.contentKey, new Uint8Array(32)].map(
      (contentKey) => mapped(chat([user('a')]), {}, { contentKey }).content[0]!.ref,
    );
    expect(hex(one!)).not.toBe(hex(two!));
  });

  it('knows instructions wherever they were sent', () => {
    const directions = (given: Parameters<typeof mapped>[0]) =>
      mapped(given).refs.map(({ direction, refs }) => `${direction} ${refs.length}`);
    const system = { role: 'system', parts: [{ type: 'text', content: 's' }] };
    expect(directions(chat([system, user('a')]))).toEqual(['system 1', 'input 1']);
    expect(directions(chat([user('a')], { 'gen_ai.system_instructions': 's' }))).toEqual(['system 1', 'input 1']);
    expect(directions(chat([system, user('a')], { 'gen_ai.system_instructions': 's' }))).toEqual([
      'system 1',
      'input 1',
    ]);
    const apart = mapped(chat([user('a')], { 'gen_ai.system_instructions': 's' })).content;
    expect(apart[0]).toMatchObject({ kind: 'system', body: mapped(chat([system])).content[0]?.body });
  });

  it('keeps tools as one body, the properties of their schemas untouched', () => {
    const tools = [{ name: 'login', parameters: { type: 'object', properties: { password: { type: 'string' } } } }];
    const { content, refs, row } = mapped({
      'gen_ai.operation.name': 'chat',
      'gen_ai.tool.definitions': JSON.stringify(tools),
    });
    expect(content).toMatchObject([{ kind: 'tools', role: 'tools' }]);
    expect(JSON.parse(content[0]!.body)).toEqual(tools);
    expect([refs[0]?.direction, row.marks]).toEqual(['tools', []]);
  });

  it('drops media and says so', () => {
    const image = {
      type: 'image_url',
      image_url: { url: `data:image/png;base64,${Buffer.alloc(3000, 1).toString('base64')}` },
    };
    const { content, row } = mapped(chat([{ role: 'user', content: [image] }]));
    expect(content[0]?.body).toMatch(
      /^\{"role":"user","parts":\[\{"type":"media","mimeType":"image\/png","bytes":3000,"sha256":"[0-9a-f]{64}"\}\]\}$/,
    );
    expect(row.marks).toEqual(['media']);
  });

  it.each(['vercel-ai-v6', 'openinference-anthropic', 'otel-genai-optin'])(
    'an answer of %s is the same body in the history of the next call',
    (client) => {
      const { refs } = mapCapture(client);
      const inputs = new Set(
        refs
          .filter(({ direction }) => direction === 'input')
          .flatMap((row) => row.refs.map((ref) => `${row.trace_id} ${hex(ref)}`)),
      );
      const outputs = refs
        .filter(({ direction }) => direction === 'output')
        .flatMap((row) => row.refs.map((ref) => `${row.trace_id} ${hex(ref)}`));
      expect(outputs.filter((key) => inputs.has(key)).length).toBeGreaterThanOrEqual(3);
    },
  );
});

describe('previews', () => {
  const previews = (given: Parameters<typeof mapped>[0]) => {
    const { row } = mapped(given);
    return [row.input_preview, row.output_preview];
  };

  it('are the first question, the last answer, and what a tool was called with', () => {
    const output = JSON.stringify([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'text', content: 'the  answer\nhere' },
        ],
      },
    ]);
    expect(
      previews(chat([{ role: 'system', content: 's' }, user('q1'), user('q2')], { 'gen_ai.output.messages': output })),
    ).toEqual(['q1', 'the answer here']);
    const tool = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'f',
      'gen_ai.tool.call.arguments': '{"b":1,"a":2}',
      'gen_ai.tool.call.result': '"fine"',
    };
    expect(previews(tool)).toEqual(['{"a":2,"b":1}', 'fine']);
    const call = JSON.stringify([
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c', name: 'f', arguments: { a: 1 } }] },
    ]);
    expect(previews(chat([], { 'gen_ai.output.messages': call }))).toEqual(['', 'f {"a":1}']);
  });

  it('are 200 characters, never half of one, and clean', () => {
    const [preview] = previews(chat([user(`${'x'.repeat(199)}😀😀`)]));
    expect(preview).toBe('x'.repeat(199));
    expect(previews(chat([user(`my key is ghp_${'a1'.repeat(18)}`)]))[0]).toBe('my key is [secret:github_token]');
  });
});

it('every capture’s spans keep their content out of their attributes', () => {
  for (const client of ['vercel-ai-v6', 'openinference-anthropic'])
    for (const span of spansOf(client)) {
      const { row } = mapSpan(span, sender, received, { contents: new ContentCache() });
      for (const text of row.attributes.values())
        expect(text).not.toMatch(/never arrived|Plan: look up|You are the support agent for Acme/);
    }
});
