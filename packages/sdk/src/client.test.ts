import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, context, type ContextManager, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ContentCache } from '../../server/src/ingest/content/cache.ts';
import { received, sender } from '../../server/src/ingest/map/captures.fixture.ts';
import { mapSpan } from '../../server/src/ingest/map/span.ts';
import { readTracesJson } from '../../server/src/ingest/otlp/json/read.ts';
import { defaultReadLimits } from '../../server/src/ingest/otlp/types.ts';
import { type Signalbox, signalbox } from './client.ts';
import { openSdkEdge, type SdkEdge } from './edge.fixture.ts';
import type { SignalboxOptions } from './options.ts';

let sdk: SdkEdge;
let released: { id: string; version: string; digest: string };
let bodies: string[];
let reports: { path: string; body: Record<string, Record<string, unknown>[]> }[];
const open = new Set<Signalbox>();
beforeAll(async () => {
  sdk = await openSdkEdge();
  const variables = { type: 'object', properties: { name: { type: 'string' } } };
  await sdk.savePrompt('help/greeting', { body: 'Hello {{ name }}.', variables });
  await sdk.savePrompt('help/closing', { body: 'Bye.' });
  const prompts = [
    { slot: 'system', prompt: 'help/greeting', version: 1 },
    { slot: 'closing', prompt: 'help/closing', version: 1 },
  ];
  released = await sdk.release({ prompts });
  await sdk.deploy(released.id);
});
afterAll(() => sdk.stop());
beforeEach(() => ([bodies, reports] = [[], []]));
afterEach(async () => {
  await Promise.all([...open].map((client) => client.close(500)));
  open.clear();
});

/** Telemetry is kept here, everything else goes to the edge. */
function client(more: SignalboxOptions = {}): Signalbox {
  const fetch: SignalboxOptions['fetch'] = async (url, init) => {
    const path = new URL(url).pathname;
    if (path === '/v1/traces') {
      bodies.push(String(init.body));
      return Response.json({});
    }
    if (init.method !== 'POST') return sdk.way.fetch(url, init);
    reports.push({ path, body: JSON.parse(String(init.body)) as (typeof reports)[number]['body'] });
    return Response.json({ accepted: 1, refused: [] }, { status: 202 });
  };
  const made = signalbox(sdk.options({ fetch, ...more }));
  open.add(made);
  return made;
}

/** The rows that the server makes of what was sent, by the name of the span. */
const rows = () =>
  new Map(
    bodies
      .flatMap((body) => readTracesJson(body, defaultReadLimits).items)
      .map((span) => [span.name, mapSpan(span, sender, received, { contents: new ContentCache() }).row]),
  );

describe('a run, without OpenTelemetry', () => {
  test('names agent, release, environment, conversation and user on every span, and the prompt that was used', async () => {
    const own = client();
    const said = await own.run({ conversation: 'c-1', user: 'u-1' }, async (run) => {
      const { text } = run.prompt('system', { name: 'Ada' });
      await run.tool('look_up', () => 'found');
      return run.model({ model: 'gpt-5-mini', provider: 'openai' }, (call) => {
        call.usage({ input: 12, output: 3 });
        call.response({ id: 'r', model: 'gpt-5-mini-1', finishReason: 'stop' });
        call.messages([{ role: 'user', content: 'Hi' }], 'Hello');
        return text;
      });
    });
    expect(said).toBe('Hello Ada.');
    expect(await own.flush()).toBe(true);
    const all = rows();
    expect([...all.keys()].toSorted()).toEqual(['chat gpt-5-mini', 'execute_tool look_up', 'invoke_agent helper']);
    for (const row of all.values())
      expect(row).toMatchObject({
        ...{ agent: 'helper', release: released.digest, environment: 'production', service: 'helper' },
        ...{ conversation_id: 'c-1', user_id: 'u-1', prompt_name: 'help/greeting', prompt_version: '1' },
      });
    const [run, tool, call] = [
      all.get('invoke_agent helper')!,
      all.get('execute_tool look_up')!,
      all.get('chat gpt-5-mini')!,
    ];
    expect([run.kind, tool.kind, call.kind]).toEqual(['agent', 'tool', 'llm']);
    expect(call).toMatchObject({
      provider: 'openai',
      input_tokens: 12,
      output_tokens: 3,
      finish_reason: 'stop',
      model: 'gpt-5-mini-1',
    });
    expect([tool.parent_span_id, call.parent_span_id]).toEqual([run.span_id, run.span_id]);
  });

  test('spans lie within each other as the work does, also where runs go on at once', async () => {
    const own = client();
    await Promise.all(
      ['a', 'b'].map((name) =>
        own.run({ name, user: name }, async (run) =>
          run.span(`outer ${name}`, async () => {
            await new Promise((next) => setTimeout(next, name === 'a' ? 5 : 1));
            await run.span(`inner ${name}`, () => {});
          }),
        ),
      ),
    );
    await own.flush();
    const all = rows();
    for (const name of ['a', 'b']) {
      const [run, outer, inner] = [name, `outer ${name}`, `inner ${name}`].map((one) => all.get(one)!);
      expect(new Set([run!.trace_id, outer!.trace_id, inner!.trace_id]).size).toBe(1);
      expect([outer!.parent_span_id, inner!.parent_span_id]).toEqual([run!.span_id, outer!.span_id]);
      expect(inner!.user_id).toBe(name);
    }
    expect(all.get('a')!.trace_id).not.toBe(all.get('b')!.trace_id);
  });

  test('fails where the work fails, and the error comes out as it was thrown', async () => {
    const own = client();
    const error = new TypeError('no such order');
    const failing = own.run({}, (run) => run.span('step', () => Promise.reject(error)));
    await expect(failing).rejects.toBe(error);
    await own.flush();
    for (const row of rows().values())
      expect(row).toMatchObject({ failed: true, error_type: 'TypeError', error_message: 'no such order' });
  });

  test('tells what it came to', async () => {
    const own = client();
    const traceId = await own.run({}, (run) => {
      run.outcome('passed_to_person', 'out of hours');
      run.feedback({ value: 4, name: 'stars' });
      return run.traceId;
    });
    await own.flush();
    const of = (path: string) =>
      reports.filter((one) => one.path === path).flatMap((one) => Object.values(one.body).flat());
    expect(of('/api/v1/outcomes')).toMatchObject([{ traceId, outcome: 'passed_to_person', reason: 'out of hours' }]);
    expect(of('/api/v1/feedback')).toMatchObject([{ traceId, name: 'stars', value: 4 }]);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('goes on without a release, and says so', async () => {
    const errors: string[] = [];
    const own = client({ environment: 'staging', onError: (error) => errors.push(error.message) });
    expect(await own.run({}, (run) => run.release)).toBeNull();
    await expect(own.run({}, (run) => run.prompt('system'))).rejects.toMatchObject({ code: 'no_prompt' });
    await own.flush();
    expect(rows().get('invoke_agent helper')).toMatchObject({ agent: 'helper', release: '', prompt_name: '' });
    expect(errors[0]).toContain('lifecycle.not_deployed');
  });

  test('a prompt asked for within a run is the run’s', async () => {
    const own = client();
    await own.run({}, async (run) => {
      expect((await own.prompt('closing')).text).toBe('Bye.');
      await run.span('after', () => {});
    });
    await own.flush();
    expect(rows().get('after')).toMatchObject({ prompt_name: 'help/closing', prompt_version: '1' });
    expect((await own.prompt('help/greeting', { name: 'Bo' })).text).toBe('Hello Bo.');
  });

  test('makes no spans where none are wished', async () => {
    const own = client({ telemetry: 'off' });
    expect(await own.run({}, (run) => run.span('step', () => run.release?.version))).toBe(released.version);
    await own.flush();
    expect(bodies).toEqual([]);
  });
});

describe('a run, with OpenTelemetry', () => {
  const exporter = new InMemorySpanExporter();

  function register(own: Signalbox): TracerProvider {
    const spanProcessors = [own.spanProcessor() as never, new SimpleSpanProcessor({ exporter } as never)];
    const provider = new TracerProvider({ spanProcessors });
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(storing());
    return provider;
  }
  afterEach(() => {
    trace.disable();
    context.disable();
    exporter.reset();
  });

  test('every span of every library names release and prompt; none does outside', async () => {
    const own = client();
    register(own);
    const library = trace.getTracer('a framework');
    library.startSpan('before').end();
    const traceId = await own.run({ conversation: 'c-1' }, async (run) => {
      run.prompt('closing');
      await library.startActiveSpan('agent step', async (span) => {
        await new Promise((next) => setTimeout(next, 1));
        library.startSpan('model call').end();
        span.end();
      });
      return run.traceId;
    });
    const spans = exporter.getFinishedSpans();
    expect(spans.map((span) => span.name)).toEqual(['before', 'model call', 'agent step', 'invoke_agent helper']);
    const [before, call, step, run] = spans;
    expect(before!.attributes).toEqual({});
    for (const span of [call!, step!, run!])
      expect(span.attributes).toMatchObject({
        ...{ 'signalbox.agent': 'helper', 'signalbox.environment': 'production', 'gen_ai.conversation.id': 'c-1' },
        ...{ 'signalbox.release': released.digest, 'signalbox.release.version': released.version },
        ...{ 'signalbox.prompt': 'help/closing', 'signalbox.prompt.version': '1' },
      });
    expect(new Set([call, step, run].map((span) => span!.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(step!.parentSpanContext?.spanId).toBe(run!.spanContext().spanId);
    await own.flush();
    expect(bodies).toEqual([]);
  });

  test('fails as the work does', async () => {
    const own = client();
    register(own);
    await expect(own.run({}, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const [span] = exporter.getFinishedSpans();
    expect(span!.status).toMatchObject({ code: 2, message: 'broken' });
    expect(span!.events[0]).toMatchObject({ name: 'exception' });
  });

  test('by the SDK itself all the same, where that is wished', async () => {
    const own = client({ telemetry: 'own' });
    register(own);
    await own.run({}, () => {});
    await own.flush();
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect([...rows().keys()]).toEqual(['invoke_agent helper']);
  });

  test('tells an exporter where to send', () => {
    expect(client().otlp).toEqual({
      url: 'http://signalbox.test/v1/traces',
      headers: { 'x-signalbox-key': sdk.key },
    });
  });
});

/** What @opentelemetry/context-async-hooks does, which is not among the packages here. */
function storing(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.call(self as never, ...args)),
    bind: (_active, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
