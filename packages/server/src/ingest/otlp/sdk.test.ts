import { describe, expect, test } from 'vitest';
import { recordLogs, recordSpans, serializers } from '../../../../../test/oracle/otel-sdk.ts';
import { readLogsJson, readTracesJson } from './json/read.ts';
import { readLogs, readTraces } from './proto/read.ts';
import { defaultReadLimits as limits } from './types.ts';

const write = serializers();

describe("what OpenTelemetry's own serialisers write", () => {
  test('spans, the same in protobuf and JSON', async () => {
    const recorded = await recordSpans();
    const read = readTraces(write.ProtobufTraceSerializer.serializeRequest(recorded)!, limits);
    expect(readTracesJson(write.JsonTraceSerializer.serializeRequest(recorded)!, limits)).toEqual(read);
    expect(read.rejected).toBe(0);
    const [child, parent] = read.items;
    expect(child).toMatchObject({
      name: 'chat',
      traceId: parent!.traceId,
      parentSpanId: parent!.spanId,
      kind: 1,
      startNs: 1_795_325_011_000_000_005n,
      endNs: 1_795_325_012_999_999_999n,
      statusCode: 2,
      statusMessage: 'broken',
      truncated: false,
      events: [{ timeNs: 1_795_325_011_000_000_006n, name: 'token', attributes: new Map([['n', 1n]]) }],
      links: [{ traceId: parent!.traceId, spanId: parent!.spanId, attributes: new Map([['why', 'because']]) }],
    });
    expect(Object.fromEntries(child!.attributes)).toEqual({
      text: 'a',
      int: 2n ** 40n,
      negative: -7n,
      double: 0.25,
      yes: true,
      texts: ['a', 'b'],
      numbers: [1n, 2.5],
      flags: [false],
    });
    expect(parent).toMatchObject({
      name: 'invoke_agent',
      parentSpanId: '',
      kind: 3,
      startNs: 1_795_325_010_963_000_001n,
    });
    expect(parent!.resource).toBe(child!.resource);
    expect(parent!.scope).toBe(child!.scope);
    expect(parent!.scope).toMatchObject({ name: 'acme', version: '1.4.2' });
    expect(parent!.resource.attributes.get('service.instance.id')).toBe('é\u{1f600}');
  });

  test('log records with structured bodies, the same in protobuf and JSON', async () => {
    const recorded = await recordLogs();
    const read = readLogs(write.ProtobufLogsSerializer.serializeRequest(recorded)!, limits);
    expect(readLogsJson(write.JsonLogsSerializer.serializeRequest(recorded)!, limits)).toEqual(read);
    expect(read.items).toHaveLength(1);
    expect(read.items[0]).toMatchObject({
      eventName: 'gen_ai.client.inference.operation.details',
      traceId: '',
      spanId: '',
      timeNs: 1_795_325_011_000_000_007n,
      severityNumber: 9,
      severityText: 'INFO',
      body: {
        role: 'user',
        parts: [{ type: 'text', content: 'hi', at: [1n, 2.5, null, true] }],
        raw: new Uint8Array([0, 255]),
      },
    });
    expect(read.items[0]!.attributes.get('nested')).toEqual({ a: { b: ['c'] } });
  });
});
