import { describe, expect, it } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import { logsOf, mapCapture, received, sender } from './captures.fixture.ts';
import { mapLog, type MappedLog } from './log.ts';
import { logWith, mappedLog } from './span.fixture.ts';

const bodies = (log: MappedLog): unknown[] => log.content.map(({ body }) => JSON.parse(body));
const hex = (ref: Uint8Array): string => Buffer.from(ref).toString('hex');

/** What a span said in one direction, in order, from all rows. */
function said({ content, refs }: Pick<MappedLog, 'content' | 'refs'>, spanId: string, direction: string): unknown[] {
  const byRef = new Map(content.map((row) => [hex(row.ref), JSON.parse(row.body)]));
  const own = refs.filter((row) => row.span_id === spanId && row.direction === direction);
  return own
    .toSorted((a, b) => Number(a.at - b.at) || a.index - b.index)
    .flatMap((row) => row.refs.map((ref) => byRef.get(hex(ref))));
}

describe('GenAI events of the capture otel-genai-optin', () => {
  const capture = mapCapture('otel-genai-optin');

  it('give a span its messages, in order, though all came in one millisecond', () => {
    expect(said(capture, '8c9f55e63814dfdc', 'system')).toEqual([
      { role: 'system', parts: [{ type: 'text', content: expect.stringContaining('You are the support agent') }] },
    ]);
    expect((said(capture, '8c9f55e63814dfdc', 'input') as { role: string }[]).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
    ]);
    expect(said(capture, 'e2801abe809686ac', 'output')).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Plan: look up the order, then decide on a refund.' },
          { type: 'tool_call', id: 'call_000186', name: 'lookup_order', arguments: { order_id: 'A-1001' } },
        ],
      },
    ]);
  });

  it('give the same from the event that carries all messages, call ids mended', () => {
    expect(said(capture, 'b212296ef8aebfff', 'output')).toMatchObject([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning' },
          { type: 'text' },
          { type: 'tool_call', id: 'call_000197', arguments: { order_id: 'A-1001' } },
        ],
      },
    ]);
    expect(said(capture, '7a6b819b8ee8ded6', 'input')).toMatchObject([
      { role: 'user' },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'call_000197' }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_000197', response: { order_id: 'A-1001' } }] },
    ]);
  });

  it('leave the record without them, and other events as they came', () => {
    const messages = capture.logs.filter(({ event_name }) => /\.message$|gen_ai\.choice/.test(event_name));
    expect(messages.length).toBeGreaterThan(30);
    // A refusal comes as a choice without content: there is nothing to take out of it.
    expect(new Set(messages.map(({ body }) => body))).toEqual(
      new Set(['', '{"finish_reason":"stop","index":0,"message":{}}']),
    );
    const details = capture.logs.filter(({ event_name }) => event_name === 'gen_ai.client.inference.operation.details');
    expect(
      details.flatMap(({ attributes }) => [...attributes.keys()]).filter((key) => key.includes('messages')),
    ).toEqual([]);
    const result = capture.logs.find(({ event_name }) => event_name === 'gen_ai.evaluation.result');
    expect(result?.attributes.get('gen_ai.evaluation.score.value')).toBe('0.9');
    expect([result?.service, result?.severity, result?.marks]).toEqual(['support-agent', 9, []]);
  });

  it('keep a message once for each trace, and name it from every span', () => {
    const keys = capture.content.map((row) => `${row.trace_id} ${hex(row.ref)}`);
    expect(new Set(keys).size).toBe(keys.length);
    const known = new Set(keys);
    for (const row of capture.refs) for (const ref of row.refs) expect(known).toContain(`${row.trace_id} ${hex(ref)}`);
  });

  it('never replace one another, however the same events are cut into requests', () => {
    const logs = logsOf('otel-genai-optin');
    const cut = (size: number): string[] => {
      const keys: string[] = [];
      for (let from = 0; from < logs.length; from += size) {
        const positions = new Map<string, number>();
        for (const log of logs.slice(from, from + size))
          for (const row of mapLog(log, sender, received, { contents: new ContentCache(), positions }).refs)
            keys.push(`${row.span_id} ${row.direction} ${row.index} ${row.at} = ${row.refs.map(hex).join()}`);
      }
      return keys;
    };
    const all = [1, 2, 3, 5, 100].flatMap(cut);
    const places = new Set(all.map((key) => key.split(' = ')[0]));
    expect(places.size).toBe(new Set(all).size);
    expect(cut(3)).toEqual(cut(3));
  });
});

describe('other records', () => {
  it('keep their body as text, structure as JSON, long ones cut', () => {
    expect(mappedLog({ body: 'plain' }).row.body).toBe('plain');
    expect(mappedLog({ body: { b: 1n, a: ['x'] } }).row.body).toBe('{"a":["x"],"b":1}');
    expect(mappedLog({}).row.body).toBe('');
    const long = mappedLog({ body: 'word '.repeat(40_000) }).row;
    expect([long.body.length, long.marks]).toEqual([65_536, ['truncated']]);
  });

  it('are kept whole where a message has no span to belong to', () => {
    const { row, content, refs } = mappedLog({
      traceId: '',
      spanId: '',
      eventName: 'gen_ai.user.message',
      body: { content: 'hi' },
    });
    expect([row.body, content, refs]).toEqual(['{"content":"hi"}', [], []]);
  });

  it('take the name from the attribute, the body as text or structure, with media dropped', () => {
    const named = mappedLog({ given: { 'event.name': 'gen_ai.user.message' }, body: '{"content":"hi"}' });
    expect([named.row.event_name, bodies(named)]).toEqual([
      'gen_ai.user.message',
      [{ role: 'user', parts: [{ type: 'text', content: 'hi' }] }],
    ]);
    const image = `data:image/png;base64,${Buffer.alloc(600).toString('base64')}`;
    const media = mappedLog({
      eventName: 'gen_ai.user.message',
      body: { content: [{ type: 'image_url', image_url: { url: image } }] },
    });
    expect(bodies(media)).toMatchObject([{ parts: [{ type: 'media', mimeType: 'image/png', bytes: 600 }] }]);
    expect(media.row.marks).toEqual(['media']);
  });

  it('fall back on the time they were observed, and go to one place when no time is believed', () => {
    const at = BigInt(received) * 1_000_000n;
    expect(mappedLog({ timeNs: 0n, observedNs: at }).row).toMatchObject({ time: at, marks: [] });
    const late = mappedLog({ timeNs: at + 86_400_000_000_001_000_000n });
    expect(late.row).toMatchObject({ time: 0n, marks: ['clock_suspect'] });
    expect(late.row.attributes.get('signalbox.sent_time')).toBeDefined();
    expect(mappedLog({ timeNs: at + 90_000_000_000_000n }).row.attributes.get('signalbox.sent_time')).toBe(
      '2026-11-23T07:00:00.000000000Z',
    );
  });

  it('stay within the severities of the protocol', () => {
    for (const [sent, kept] of [
      [-1, 0],
      [300, 24],
      [Number.NaN, 0],
      [17, 17],
    ] as const)
      expect(mappedLog(logWith({ severityNumber: sent })).row.severity).toBe(kept);
  });
});
