import { afterAll, beforeAll, expect, test } from 'vitest';
import { getStep } from './get-step.ts';
import { ctxOf, hex, span, ten, TestTelemetry } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const step = (place: TestTelemetry, id: string, spanId: string) =>
  getStep(ctxOf(place.workspaceId), place.warehouse, { id, spanId });

const at = (BigInt(ten) * 1_000_000_000n).toString();

async function call(place: TestTelemetry) {
  const [traceId, top, spanId] = [hex(16), hex(8), hex(8)];
  await place.spans([
    span(traceId, top, 0, { kind: 'agent', agent: 'billing' }),
    span(traceId, spanId, 1, {
      kind: 'llm',
      parent_span_id: top,
      dialect: 'gen-ai',
      scope: 'openai',
      attributes: new Map([['gen_ai.x', "it's"]]),
      resource: new Map([['host.name', 'h']]),
      events: JSON.stringify([{ time: '2026-11-22T10:00:00.000000123Z', name: 'retry', attributes: { n: 2 } }]),
      links: JSON.stringify([{ traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), attributes: {} }]),
    }),
  ]);
  await place.say(traceId, spanId, {
    system: ['system: Be kind'],
    input: ['user: Hi'],
    output: ['assistant: Hello'],
    tools: ['[{"name":"refund"}]'],
  });
  const log = {
    team_id: 'tea_a',
    trace_id: traceId,
    span_id: spanId,
    time: BigInt(at),
    event_name: 'retried',
    body: 'again',
  };
  await place.insert('logs', [{ ...log, severity: 13, severity_text: '' }]);
  await place.insert('logs', [
    { ...log, severity: 13, severity_text: '', received_at: 1n },
    { ...log, span_id: top, body: 'not mine' },
  ]);
  return { traceId, top, spanId, id: `${traceId}-${top}` };
}

test('all that was sent of a step', async () => {
  const place = telemetry.elsewhere();
  const { id, spanId, traceId } = await call(place);
  for (const state of ['unseen', 'rebuilt']) {
    if (state === 'rebuilt') await place.rebuild(traceId);
    const detail = await step(place, id, spanId);
    expect(detail).toMatchObject({
      step: { spanId, kind: 'llm', offsetMs: 1 },
      attributes: { 'gen_ai.x': "it's" },
      resource: { 'host.name': 'h' },
      events: [{ time: '2026-11-22T10:00:00.000000123Z', name: 'retry', attributes: { n: 2 } }],
      links: [{ traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), attributes: {} }],
      dialect: 'gen-ai',
      scope: 'openai',
    });
    expect(detail.logs).toEqual([
      { time: '2026-11-22T10:00:00.000Z', severity: 'WARN', eventName: 'retried', body: 'again' },
    ]);
    expect(detail.messages.map(({ direction }) => direction)).toEqual(['system', 'input', 'output', 'tools']);
    expect(detail.messages[2]!.message?.parts).toEqual([{ type: 'text', content: 'Hello' }]);
    expect(detail.messages[3]).toEqual({ direction: 'tools', message: null, tools: [{ name: 'refund' }] });
  }
});

test('a message whose text has not come is there without it', async () => {
  const place = telemetry.elsewhere();
  const { id, spanId, traceId } = await call(place);
  const own = { team_id: 'tea_a', trace_id: traceId, span_id: spanId, at: BigInt(at) };
  await place.insert('message_refs', [{ ...own, direction: 'output', index: 1, refs: [hex(16)] }]);
  expect((await step(place, id, spanId)).messages.slice(2, 4)).toMatchObject([
    { direction: 'output', message: { role: 'assistant' } },
    { direction: 'output', message: null },
  ]);
});

test('a step of another run of the trace, and one that does not exist, are not found', async () => {
  const place = telemetry.elsewhere();
  const { id, traceId } = await call(place);
  const other = hex(8);
  await place.spans([span(traceId, other, 5, { kind: 'agent' })]);
  await place.rebuild(traceId);
  for (const spanId of [other, hex(8), "' OR 1=1 --"]) {
    await expect(step(place, id, spanId)).rejects.toMatchObject({ code: 'access.not_found', status: 404 });
  }
  expect((await step(place, `${traceId}-${other}`, other)).step.spanId).toBe(other);
});

test.each(['{', '[1, null, "x"]', '{"a":1}', '[{"time":"soon","attributes":[]}]'])(
  'odd events %j do no harm',
  async (events) => {
    const place = telemetry.elsewhere();
    const [traceId, top] = [hex(16), hex(8)];
    await place.spans([span(traceId, top, 0, { kind: 'agent', events, links: events })]);
    const detail = await step(place, `${traceId}-${top}`, top);
    for (const event of detail.events) expect(event).toMatchObject({ name: '', attributes: {} });
  },
);
