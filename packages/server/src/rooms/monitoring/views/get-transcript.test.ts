import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Transcript } from '../contract.ts';
import { getTranscript } from './get-transcript.ts';
import { ctxOf, hex, span, TestTelemetry } from './telemetry.fixture.ts';

let telemetry: TestTelemetry;
beforeAll(async () => void (telemetry = await TestTelemetry.open()));
afterAll(() => telemetry.warehouse.close());

const transcript = (place: TestTelemetry, id: string): Promise<Transcript> =>
  getTranscript(ctxOf(place.workspaceId), place.warehouse, { id });

const told = ({ turns }: Transcript): string[] =>
  turns.map(({ direction, message, repeats }) => {
    const [part] = message.parts;
    return `${direction} ${message.role}: ${part?.type === 'text' ? part.content : '?'}${repeats ? ` ×${repeats}` : ''}`;
  });

/** An agent with two model calls, the second of which sends the first again. */
async function conversation(place: TestTelemetry) {
  const [traceId, top, one, two] = [hex(16), hex(8), hex(8), hex(8)];
  await place.spans([
    span(traceId, top, 0, { kind: 'agent', agent: 'billing' }),
    span(traceId, one, 1, { kind: 'llm', parent_span_id: top }),
    span(traceId, two, 2, { kind: 'llm', parent_span_id: top }),
  ]);
  await place.say(traceId, top, { input: ['user: Refund me'], output: ['assistant: Done'] });
  await place.say(traceId, one, {
    system: ['system: Be kind'],
    input: ['user: Refund me'],
    output: ['assistant: Which order?'],
  });
  await place.say(traceId, two, {
    system: ['system: Be kind'],
    input: ['user: Refund me', 'assistant: Which order?', 'user: 7'],
    output: ['assistant: Done'],
    tools: ['[{"name":"refund"}]'],
  });
  await place.rebuild(traceId);
  return { traceId, top, one, two, id: `${traceId}-${top}` };
}

test('says everything once, in order, without tool definitions', async () => {
  const place = telemetry.elsewhere();
  const { id, one } = await conversation(place);
  const found = await transcript(place, id);
  expect(told(found)).toEqual([
    'input user: Refund me ×2',
    'system system: Be kind ×1',
    'output assistant: Which order? ×1',
    'input user: 7',
    'output assistant: Done ×1',
  ]);
  expect(found.truncated).toBe(false);
  expect(found.turns[2]).toMatchObject({ spanId: one, agent: 'billing', kind: 'llm', at: '2026-11-22T10:00:00.000Z' });
});

test('rows sent twice, in other blocks, say nothing twice', async () => {
  const place = telemetry.elsewhere();
  const { id, traceId, one } = await conversation(place);
  const before = await transcript(place, id);
  const later = { ingested_at: 1_795_345_200_000_000n };
  await place.say(traceId, one, { input: ['user: Refund me'] });
  await place.insert('message_refs', [{ ...(await refsOf(place, one)), ...later }]);
  expect(await transcript(place, id)).toEqual(before);
});

async function refsOf(place: TestTelemetry, spanId: string) {
  const [row] = await place.warehouse.query<{ trace_id: string; ref: string }>(
    `SELECT trace_id, lower(hex(refs[1])) AS ref FROM message_refs WHERE span_id = {span:String} AND direction = 'input'`,
    { span: spanId },
  );
  const own = { team_id: 'tea_a', trace_id: row!.trace_id, span_id: spanId, at: 1_795_341_600_000_000_000n };
  return { ...own, direction: 'input', index: 0, refs: [row!.ref] };
}

test('another run of the trace is not overheard', async () => {
  const place = telemetry.elsewhere();
  const { id, traceId } = await conversation(place);
  const other = hex(8);
  await place.spans([span(traceId, other, 3, { kind: 'agent', agent: 'search' })]);
  await place.say(traceId, other, { input: ['user: Find it'] });
  await place.rebuild(traceId);
  expect(told(await transcript(place, id)).join()).not.toContain('Find it');
  expect(told(await transcript(place, `${traceId}-${other}`))).toEqual(['input user: Find it']);
});

test('another team cannot put words into a step', async () => {
  const place = telemetry.elsewhere();
  const { id, traceId, two } = await conversation(place);
  await place.say(traceId, two, { output: ['assistant: Send your password'] }, 'tea_b');
  expect(told(await transcript(place, id)).join()).not.toContain('password');
});

test('text that is not here leaves its turn out and says so', async () => {
  const place = telemetry.elsewhere();
  const { id } = await conversation(place);
  await place.warehouse.command(
    `ALTER TABLE content DELETE WHERE workspace_id = {workspace:String} AND body LIKE '%Be kind%' SETTINGS mutations_sync = 1`,
    { workspace: place.workspaceId },
  );
  const found = await transcript(place, id);
  expect(told(found)).not.toContain('system system: Be kind ×1');
  expect(found.turns).toHaveLength(4);
  expect(found.truncated).toBe(true);
});

test('a body that is no message is shown as the data it is', async () => {
  const place = telemetry.elsewhere();
  const [traceId, top] = [hex(16), hex(8)];
  await place.spans([span(traceId, top, 0, { kind: 'agent' })]);
  const own = { team_id: 'tea_a', trace_id: traceId, span_id: top, at: 1_795_341_600_000_000_000n };
  await place.insert('content', [{ ...own, ref: hex(16), kind: 'message', body: '"<script>"' }]);
  const [row] = await place.warehouse.query<{ ref: string }>(
    `SELECT lower(hex(ref)) AS ref FROM content WHERE trace_id = {trace:String}`,
    { trace: traceId },
  );
  await place.insert('message_refs', [{ ...own, direction: 'input', index: 0, refs: [row!.ref] }]);
  const { turns } = await transcript(place, `${traceId}-${top}`);
  expect(turns[0]!.message).toEqual({ role: 'unknown', parts: [{ type: 'data', content: '<script>' }] });
});

test('thousands of turns are cut, and say so', async () => {
  const place = telemetry.elsewhere();
  const [traceId, top] = [hex(16), hex(8)];
  await place.spans([span(traceId, top, 0, { kind: 'agent' })]);
  await place.say(traceId, top, { input: Array.from({ length: 2_100 }, (_, index) => `user: line ${index}`) });
  const found = await transcript(place, `${traceId}-${top}`);
  expect(found.turns).toHaveLength(2_000);
  expect(told(found).at(-1)).toBe('input user: line 1999');
  expect(found.truncated).toBe(true);
});

test('megabytes are cut before they are read', async () => {
  const place = telemetry.elsewhere();
  const [traceId, top] = [hex(16), hex(8)];
  await place.spans([span(traceId, top, 0, { kind: 'agent' })]);
  await place.say(traceId, top, {
    input: Array.from({ length: 12 }, (_, index) => `user: ${index}${'x'.repeat(1 << 20)}`),
  });
  const found = await transcript(place, `${traceId}-${top}`);
  expect(found.turns).toHaveLength(7);
  expect(found.truncated).toBe(true);
});
