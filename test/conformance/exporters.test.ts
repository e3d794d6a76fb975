import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonSpans } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufSpans } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunPage, StepDetail } from '../../packages/server/src/rooms/monitoring/contract.ts';
import { Api } from '../bench/api.ts';
import { type Server, startServer, stopServer } from '../bench/server.ts';

/** The official exporters against a running server: what they send is kept, and read back as it was. */

const folder = mkdtempSync(join(tmpdir(), 'signalbox-exporters-'));
let server: Server;
let api: Api;

beforeAll(async () => {
  server = await startServer({ dataDir: join(folder, 'data'), port: 0, otlpPort: 0, logFile: join(folder, 'log') });
  api = await Api.signIn(server);
});
afterAll(async () => {
  await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

const resource = resourceFromAttributes({ 'service.name': 'exporter-agent', 'deployment.environment.name': 'staging' });
const to = (path: string, key = server.key!) => ({
  url: `${server.otlpUrl}${path}`,
  headers: { 'x-signalbox-key': key },
});

/** A run of one agent span with a failing model call under it, ended and delivered. @returns the ids, in hex. */
async function deliverRun(
  exporter: JsonSpans | ProtobufSpans,
): Promise<{ traceId: string; top: string; call: string }> {
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter } as never)] });
  const tracer = provider.getTracer('conformance', '1.0.0');
  const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'größe ✓' };
  const top = tracer.startSpan('invoke_agent', { attributes: agent });
  const call = tracer.startSpan(
    'chat gpt-5-mini',
    {
      kind: 2,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.usage.input_tokens': 812,
        'gen_ai.usage.output_tokens': 41,
        'acme.ratio': 0.25,
      },
    },
    trace.setSpan(ROOT_CONTEXT, top),
  );
  call.setStatus({ code: SpanStatusCode.ERROR, message: 'rate limited' });
  call.end();
  top.end();
  await provider.forceFlush();
  await provider.shutdown();
  const { traceId, spanId } = top.spanContext();
  return { traceId, top: spanId, call: call.spanContext().spanId };
}

test.each([
  ['HTTP protobuf', () => new ProtobufSpans(to('/v1/traces'))],
  ['HTTP JSON', () => new JsonSpans(to('/v1/traces'))],
  ['HTTP protobuf, gzip', () => new ProtobufSpans({ ...to('/v1/traces'), compression: 'gzip' } as never)],
])('spans by %s become a run', async (_, exporter) => {
  const { traceId, top, call } = await deliverRun(exporter());
  const { run, steps } = await eventually<RunPage>(`/api/v1/runs/${traceId}-${top}`, (page) => page.steps.length === 2);
  expect(run).toMatchObject({
    agent: 'größe ✓',
    service: 'exporter-agent',
    environment: 'staging',
    steps: 2,
    modelCalls: 1,
    errors: 1,
  });
  expect(run.tokens).toMatchObject({ input: 812, output: 41, cacheRead: null });
  expect(steps.find((step) => step.spanId === call)).toMatchObject({
    parentSpanId: top,
    status: 'error',
    errorMessage: 'rate limited',
    model: 'gpt-5-mini',
  });
});

test.each([
  ['HTTP protobuf', () => new ProtobufLogs(to('/v1/logs'))],
  ['HTTP JSON', () => new JsonLogs(to('/v1/logs'))],
])('logs by %s are found at their step', async (_, exporter) => {
  const { traceId, top, call } = await deliverRun(new ProtobufSpans(to('/v1/traces')));
  const provider = new LoggerProvider({
    resource,
    processors: [new SimpleLogRecordProcessor({ exporter: exporter() } as never)],
  });
  const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: call, traceFlags: 1 });
  provider
    .getLogger('conformance')
    .emit({ eventName: 'acme.note', severityNumber: 9, body: 'the queue was full', context });
  await provider.forceFlush();
  await provider.shutdown();
  const detail = await eventually<StepDetail>(
    `/api/v1/runs/${traceId}-${top}/steps/${call}`,
    (step) => step.logs.length > 0,
  );
  expect(detail.logs).toEqual([
    expect.objectContaining({ eventName: 'acme.note', body: expect.stringContaining('the queue was full') as string }),
  ]);
  expect(detail.attributes).toMatchObject({ 'acme.ratio': '0.25' });
});

test('an exporter with a wrong key is told so', async () => {
  const exporter = new ProtobufSpans(to('/v1/traces', 'sbx_nobody_nothing'));
  await expect(deliverRun(exporter)).rejects.toThrow();
});

/** Derived rows follow within seconds: asks until it is as expected, for 20 s at most. */
async function eventually<Body>(path: string, fits: (body: Body) => boolean): Promise<Body> {
  for (let tries = 0; ; tries++) {
    const body = (await api.get(path).catch((error: Error) => error)) as Body | Error;
    if (!(body instanceof Error) && fits(body)) return body;
    if (tries === 80)
      throw body instanceof Error ? body : new Error(`${path} stayed ${JSON.stringify(body).slice(0, 600)}`);
    await sleep(250);
  }
}
