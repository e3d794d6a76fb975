import { describe, expect, it } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import { received, sender } from './captures.fixture.ts';
import { mapSpan } from './span.ts';
import { attributesOf, mapped, spanWith } from './span.fixture.ts';

const now = BigInt(received) * 1_000_000n;
const hour = 3_600_000_000_000n;

describe('time', () => {
  it('buckets by the minute of the start', () => {
    const { row } = mapped({}, { startNs: now + 61_000_000_000n, endNs: now + 62_500_000_000n });
    expect([row.bucket, row.duration_ns, row.marks]).toEqual([received / 1000 + 60, 1_500_000_000n, []]);
  });

  it('puts a start it cannot believe in one bucket, content too, and keeps it as sent', () => {
    const message = { 'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]' };
    for (const startNs of [now + 25n * hour, now - 91n * 24n * hour, 0n, (1n << 64n) - 1n]) {
      const { row, content, refs } = mapped(message, { startNs, endNs: startNs + 5n });
      expect([row.bucket, row.start_time, row.marks]).toEqual([0, startNs, ['clock_suspect']]);
      expect([content[0]?.at, refs[0]?.at]).toEqual([0n, 0n]);
    }
    const day30 = { contents: new ContentCache(), retentionDays: 30 };
    expect(mapSpan(spanWith({}, { startNs: now - 31n * 24n * hour }), sender, received, day30).row.bucket).toBe(0);
    expect(mapped({}, { startNs: now - 89n * 24n * hour, endNs: now - 89n * 24n * hour + 1n }).row.marks).toEqual([]);
  });

  it('does not know a duration without an end, or with one before its start', () => {
    expect(mapped({}, { endNs: 0n }).row).toMatchObject({ duration_ns: null, marks: ['no_end'] });
    expect(mapped({}, { endNs: now - 1n }).row).toMatchObject({ duration_ns: null, marks: ['clock_suspect'] });
    expect(mapped({}, { endNs: now }).row).toMatchObject({ duration_ns: 0n, marks: [] });
  });
});

describe('who and where', () => {
  it('takes environment, release and agent from the span before the resource, and our own names first', () => {
    const resource = {
      attributes: attributesOf({
        'service.name': 's',
        'deployment.environment': 'old',
        'signalbox.release': 'r1',
        'signalbox.agent': 'ra',
      }),
    };
    const below = { resource, parentSpanId: 'c7ad6b7169203331' };
    expect(mapped({}, below).row).toMatchObject({ environment: 'old', release: 'r1', agent: '', service: 's' });
    const agent = { 'gen_ai.operation.name': 'invoke_agent' };
    expect(mapped(agent, { resource }).row).toMatchObject({ agent: 'ra', kind: 'agent' });
    const own = {
      'signalbox.agent': 'sa',
      'signalbox.release': 'r2',
      'signalbox.outcome': 'abandoned',
      'deployment.environment.name': 'e2',
    };
    expect(mapped({ ...agent, ...own, 'gen_ai.agent.name': 'ga' }, { resource }).row).toMatchObject({
      agent: 'sa',
      release: 'r2',
      environment: 'e2',
      outcome: 'abandoned',
    });
  });

  it('is bound unless it names another agent or environment than its key', () => {
    const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'triage' };
    expect(mapped(agent, {}, { agent: 'triage', environment: 'staging' }).row).toMatchObject({
      bound: true,
      marks: [],
    });
    expect(mapped({}, {}, { agent: 'triage' }).row.bound).toBe(true);
    expect(mapped(agent, {}, { agent: 'refunds' }).row).toMatchObject({ bound: false, marks: ['unbound'] });
    expect(mapped(agent, {}, { environment: 'production' }).row).toMatchObject({ bound: false, marks: ['unbound'] });
  });

  it('maps a resource once for all its spans', () => {
    const resource = {
      attributes: attributesOf({ 'service.name': 's', 'process.pid': 12n, 'host.name': 'h1', api_key: 'k' }),
    };
    const [one, two] = [mapped({}, { resource }).row, mapped({}, { resource }).row];
    expect(one.resource).toBe(two.resource);
    expect(Object.fromEntries(one.resource)).toEqual({
      'service.name': 's',
      'process.pid': '[secret:machine]',
      'host.name': '[secret:machine]',
      api_key: '[secret:field]',
    });
    expect([one.marks, two.marks]).toEqual([['secret'], ['secret']]);
  });
});

describe('errors', () => {
  const exception = {
    timeNs: now,
    name: 'exception',
    attributes: attributesOf({ 'exception.type': 'Boom', 'exception.message': 'it broke' }),
  };

  it.each([
    ['status', {}, { statusCode: 2, statusMessage: 'no' }, ['', 'no']],
    ['status with an exception', {}, { statusCode: 2, events: [exception] }, ['Boom', 'it broke']],
    ['error.type alone', { 'error.type': 'timeout' }, {}, ['timeout', '']],
    [
      'finish reason error',
      { 'gen_ai.operation.name': 'chat', 'gen_ai.response.finish_reasons': '["error"]' },
      { statusCode: 1 },
      ['', ''],
    ],
    ['http status', { 'http.response.status_code': 429n }, { statusCode: 2 }, ['429', '']],
  ])('%s fails a span', (_, given, rest, [type, message]) => {
    expect(mapped(given, rest).row).toMatchObject({ failed: true, error_type: type, error_message: message });
  });

  it('an exception that was recorded on a span that went well is no failure', () => {
    expect(mapped({}, { events: [exception] }).row).toMatchObject({ failed: false, error_type: '', error_message: '' });
  });

  it('a refusal is told apart from a failure', () => {
    expect(
      mapped({ 'gen_ai.operation.name': 'chat', 'gen_ai.response.finish_reasons': ['content_filter'] }).row,
    ).toMatchObject({ refused: true, failed: false });
    const refusal = '[{"role":"assistant","parts":[{"type":"refusal","content":"I will not"}]}]';
    expect(mapped({ 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': refusal }).row).toMatchObject({
      refused: true,
      output_preview: 'I will not',
    });
    expect(mapped({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': refusal }).row.refused).toBe(false);
  });
});

describe('attributes', () => {
  it('keeps what it does not know, everything as text', () => {
    const { row } = mapped({
      s: 'text',
      i: 12n,
      d: 0.5,
      b: true,
      n: null,
      l: ['a', 1n],
      m: { b: 2n, a: 'x' },
      nan: Number.NaN,
    });
    expect(Object.fromEntries(row.attributes)).toEqual({
      s: 'text',
      i: '12',
      d: '0.5',
      b: 'true',
      n: 'null',
      l: '["a",1]',
      m: '{"a":"x","b":2}',
      nan: '"NaN"',
    });
  });

  it('cuts long values between characters and says so', () => {
    const { row } = mapped({ long: 'ä!'.repeat(10_000), fine: 'x y '.repeat(4096) });
    const long = row.attributes.get('long') ?? '';
    expect(Buffer.byteLength(long)).toBeGreaterThan(16_380);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(16_384);
    expect(long).toMatch(/^(?:ä!)+ä?$/);
    expect(row.attributes.get('fine')).toHaveLength(16_384);
    expect(row.marks).toEqual(['truncated']);
  });

  it('does not store content a second time', () => {
    const { row, content } = mapped({
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"the question"}]}]',
      'gen_ai.request.max_tokens': 500n,
    });
    expect([...row.attributes.keys()]).toEqual(['gen_ai.operation.name', 'gen_ai.request.max_tokens']);
    expect(content.map(({ body }) => body)).toEqual([
      '{"role":"user","parts":[{"type":"text","content":"the question"}]}',
    ]);
    expect(row.input_preview).toBe('the question');
  });

  it('keeps events and links as JSON, stacks cut to twenty lines', () => {
    const stack = Array.from({ length: 50 }, (_, line) => `at line ${line}`).join('\n');
    const { row } = mapped(
      {},
      {
        events: [
          {
            timeNs: 1_795_325_010_963_000_123n,
            name: 'exception',
            attributes: attributesOf({ 'exception.stacktrace': stack }),
          },
        ],
        links: [{ traceId: 'a', spanId: 'b', attributes: attributesOf({ n: 1n }) }],
      },
    );
    const events = JSON.parse(row.events);
    expect(events[0]).toMatchObject({ time: '2026-11-22T05:23:30.963000123Z', name: 'exception' });
    expect(events[0].attributes['exception.stacktrace'].split('\n')).toHaveLength(20);
    expect(JSON.parse(row.links)).toEqual([{ traceId: 'a', spanId: 'b', attributes: { n: '1' } }]);
    expect(mapped({}).row).toMatchObject({ events: '', links: '' });
  });
});

it('keeps at most fifty tags, together no longer than a message', () => {
  const tagged = (tags: string[]) => mapped({ 'openinference.span.kind': 'CHAIN', 'tag.tags': tags }).row;
  const short = Array.from({ length: 60 }, (_, n) => `tag-${n}`);
  expect(tagged(short).tags).toEqual(short.slice(0, 50));
  const long = Array.from({ length: 50 }, (_, n) => String(n).padEnd(400, 'x'));
  expect(tagged(long).tags).toEqual(long.slice(0, 5));
  expect(tagged(long).marks).toContain('truncated');
  expect(tagged(['one', 'two'])).toMatchObject({ tags: ['one', 'two'], marks: [] });
});
