import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanIdOf, traceIdOf } from './ids.ts';
import { event, nanos, read, received, sender, time } from './parts.fixture.ts';
import { readBatch } from './read-batch.ts';

describe('an event', () => {
  test('of each type that Langfuse’s clients send is kept as what it is about', () => {
    const types = [
      ...['trace-create', 'span-create', 'span-update', 'generation-create', 'generation-update', 'event-create'],
      ...['observation-create', 'observation-update', 'agent-create', 'tool-create', 'embedding-update'],
    ];
    const { parts, events } = read(types.map((type) => event(type, { id: 'x', traceId: 't' })));
    expect(parts.map((part) => part.type)).toEqual(types);
    expect(parts.map((part) => part.kind)).toEqual(['trace', ...types.slice(1).map(() => 'observation')]);
    expect(events.every(({ status }) => status === 201)).toBe(true);
  });

  test('becomes a part with all that was sent', () => {
    const sent = event(
      'span-create',
      { id: 'o', traceId: 't', name: 'plan', anything: { at: ['all', 1] } },
      { timestamp: time(7) },
    );
    const { parts } = read([sent], { agent: 'clerk', environment: 'prod' });
    expect(parts).toMatchObject([
      {
        ...{
          workspace_id: 'wsp_1',
          team_id: 'tea_1',
          key_id: 'key_1',
          bound_agent: 'clerk',
          bound_environment: 'prod',
        },
        ...{ trace_id: traceIdOf('t'), entity_id: spanIdOf('o'), event_id: sent.id, event_time: nanos(7), marks: [] },
        bucket: Math.floor(Number(nanos(7) / 1_000_000_000n) / 60) * 60,
      },
    ]);
    expect(JSON.parse(parts[0]!.body)).toEqual(sent.body);
  });

  test('that is wrong is refused alone, with the reason', () => {
    const good = event('trace-create', { id: 't' });
    const { events, parts } = read([
      good,
      event('span-update', { name: 'no id' }),
      event('span-create', { id: 'o', startTime: 'yesterday' }),
      event('span-create', { id: 'o', name: 7 }),
      event('dance-create', { id: 'o' }),
      event('span-create', { id: 'o' }, { timestamp: 'now' }),
      { id: 'bare' },
      null,
      event('sdk-log', { log: { level: 'debug' } }),
    ]);
    expect(parts).toHaveLength(1);
    expect(events.map(({ status }) => status)).toEqual([201, 400, 400, 400, 400, 400, 400, 400, 201]);
    expect(events[0]).toEqual({ id: good.id, status: 201 });
    expect(events.map(({ message }) => message)).toEqual([
      undefined,
      '"id" is missing',
      expect.stringMatching(/^"startTime" must be a date and time/),
      '"name" must be a string',
      'Events of type "dance-create" are not known here',
      expect.stringMatching(/^"timestamp"/),
      '"type" is missing',
      'An event must be an object',
      undefined,
    ]);
  });

  test('larger than can be read back, or beyond the number of a batch, is refused alone', () => {
    const large = event('span-create', { id: 'o', input: 'word '.repeat(1_000_000) });
    expect(read([large]).events[0]).toMatchObject({ status: 413 });
    const { events, parts } = read(Array.from({ length: 10_002 }, () => event('trace-create', { id: 't' })));
    expect(parts).toHaveLength(10_000);
    expect(events.slice(-2).map(({ status }) => status)).toEqual([413, 413]);
  });

  test('of a time that cannot be believed goes where its re-send goes', () => {
    const [part] = read([event('trace-create', { id: 't' }, { timestamp: '2071-01-01T00:00:00Z' })]).parts;
    expect(part!.bucket).toBe(0);
  });
});

describe('what may be stored of a body', () => {
  const key = `sk-ant-api03-${'a1B2c3D4e5F6g7H8'}`;
  const sent = event('trace-create', {
    ...{ id: 't', name: 'oa-gen', userId: 'u', clientInitParams: { secretKey: 'sk-lf-hidden' }, input: `use ${key}` },
    ...{ metadata: { password: 'hunter2', mail: 'ada@example.com' }, tags: ['beta'] },
  });

  test('no secret', () => {
    const [part] = read([sent]).parts;
    for (const secret of ['sk-lf-hidden', key, 'hunter2']) expect(part!.body).not.toContain(secret);
    expect(part!.body).toContain('ada@example.com');
    expect(part!.marks).toEqual(['secret']);
  });

  test('by a key that masks, no personal data; by one that drops, nothing that was said', () => {
    const [masked] = read([sent], { contentMode: 'mask' }).parts;
    expect(masked!.body).not.toContain('ada@example.com');
    expect(masked!.body).toContain('use [secret');
    const [dropped] = read([sent], { contentMode: 'drop' }).parts;
    expect(JSON.parse(dropped!.body)).toEqual({ id: 't', name: 'oa-gen', userId: 'u', tags: ['beta'] });
    expect(dropped!.marks).toContain('dropped');
  });
});

test('one trace alone is an event of its own', () => {
  const parts: unknown[] = [];
  const sink = { parts: (row: unknown) => void parts.push(row) } as never;
  const body = new TextEncoder().encode(JSON.stringify({ name: 'n' }));
  const events = readBatch({ body, form: 'trace', newId: 'made-id' }, { sender, received }, sink);
  expect(events).toEqual([{ id: 'made-id', status: 201 }]);
  expect(parts).toMatchObject([{ type: 'trace-create', trace_id: traceIdOf('made-id') }]);
});

test('a body that is no batch is refused whole; any other is read without a throw', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const whole = (body: Uint8Array) => readBatch({ body, form: 'batch', newId: 'x' }, { sender, received }, {} as never);
  for (const body of ['', '{', '[]', '7', '{"batch":7}', '{}']) expect(() => whole(bytes(body))).toThrow(/JSON|batch/);
  expect(() => whole(Uint8Array.from([0xff, 0xfe]))).toThrow('UTF-8');
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          id: fc.jsonValue(),
          type: fc.constantFrom('trace-create', 'span-update', 'score-create', 'observation-create', 'sdk-log'),
          timestamp: fc.oneof(fc.constant(time(0)), fc.string()),
          body: fc.oneof(
            fc.dictionary(fc.constantFrom('id', 'traceId', 'name', 'value', 'input', '__proto__'), fc.jsonValue()),
            fc.jsonValue(),
          ),
        }),
      ),
      (events) => {
        expect(read(events).events).toHaveLength(events.length);
      },
    ),
  );
});
