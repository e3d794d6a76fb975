import type { AttributeOut, ResourceOut, SpanOut } from './otlp-encode.ts';
import { Random, wordPool } from './random.ts';

/**
 * Traces as a GenAI-instrumented agent sends them: an agent span, model calls whose messages grow from about 0.7 to 2 kB with the history,
 * tool calls, a sub-agent now and then, a few errors. In order of ending, the root last, as a batch processor hands them over.
 */
export type Trace = { traceId: Buffer; spans: SpanOut[]; invocations: number };

const agents = [
  'support-triage',
  'refund-desk',
  'contract-reader',
  'release-notes',
  'incident-scribe',
  'sales-research',
];
const models = [
  ['openai', 'gpt-5-mini', 'gpt-5-mini-2026-08-07'],
  ['anthropic', 'claude-sonnet-5', 'claude-sonnet-5-20260801'],
  ['openai', 'gpt-5', 'gpt-5-2026-08-07'],
] as const;
const tools = ['search_orders', 'read_ticket', 'lookup_customer', 'run_query', 'send_reply'];
const failures = ['TimeoutError', 'RateLimitError', 'ToolError'];

export const resource: ResourceOut = {
  attributes: [
    ['service.name', 'agent-fleet'],
    ['service.version', '3.14.2'],
    ['deployment.environment.name', 'production'],
    ['telemetry.sdk.language', 'nodejs'],
    ['telemetry.sdk.name', 'opentelemetry'],
    ['telemetry.sdk.version', '3.1.0'],
  ],
  scope: '@opentelemetry/instrumentation-openai',
  scopeVersion: '0.22.0',
};

export class TraceMaker {
  readonly #random: Random;
  readonly #pool: string;
  readonly #agents: readonly string[];
  #count = 0;
  #now = 0n;
  #release: string | null = null;

  /** @param names of top-most agents; each may call a reviewer of its own. */
  constructor(seed: number, poolBytes = 16 << 20, names: readonly string[] = agents) {
    this.#random = new Random(seed);
    this.#agents = names;
    this.#pool = wordPool(this.#random, poolBytes);
  }

  /**
   * A trace whose root began about `endMs` (Unix) minus its duration; 6 to 30 spans. With a release it is on the agents, and the first
   * message names a case that no other trace does: `case<n>x`, from 0.
   */
  next(endMs: number, release: string | null = null): Trace {
    this.#release = release;
    const random = this.#random;
    const trace: Trace = { traceId: this.#id(16), spans: [], invocations: 0 };
    this.#now = BigInt(Math.round(endMs)) * 1_000_000n - BigInt(random.between(8, 30)) * 1_000_000_000n;
    this.#agent(trace, null, random.pick(this.#agents));
    this.#count++;
    return trace;
  }

  #agent(trace: Trace, parent: Buffer | null, name: string): void {
    const random = this.#random;
    const spanId = this.#id(8);
    const startNs = this.#now;
    const [provider, model, answered] = random.pick(models);
    const system = this.#message('system', 120, 200);
    const history = [this.#message('user', 200, 320, parent || this.#release === null ? '' : `case${this.#count}x `)];
    const rounds = parent ? random.between(1, 2) : random.between(3, 6);
    let failed = false;
    trace.invocations++;
    for (let round = 0; round < rounds && !failed; round++) {
      const tool = random.pick(tools);
      const callId = `call_${this.#id(8).toString('hex')}`;
      const last = round === rounds - 1;
      failed = random.chance(0.02);
      const output = last ? this.#message('assistant', 200, 420) : toolCall(callId, tool, this.#text(30, 70));
      const messages = [`[${history.join(',')}]`, `[${output}]`, `[${system}]`] as const;
      this.#span(trace, {
        parent: spanId,
        name: `chat ${model}`,
        kind: 3,
        seconds: random.between(1, 4),
        error: failed,
        attributes: [
          ['gen_ai.operation.name', 'chat'],
          ['gen_ai.provider.name', provider],
          ['gen_ai.request.model', model],
          ['gen_ai.response.model', answered],
          ['gen_ai.response.id', `resp_${this.#id(12).toString('hex')}`],
          ['gen_ai.request.max_tokens', 1024],
          ['gen_ai.request.temperature', 0.2],
          ['gen_ai.response.finish_reasons', [last ? 'stop' : 'tool_calls']],
          ['gen_ai.usage.input_tokens', Math.round(messages[0].length / 4)],
          ['gen_ai.usage.output_tokens', Math.round(output.length / 4)],
          ['gen_ai.conversation.id', trace.traceId.toString('hex', 0, 8)],
          ['server.address', 'api.example.com'],
          ['gen_ai.system_instructions', messages[2]],
          ['gen_ai.input.messages', messages[0]],
          ['gen_ai.output.messages', messages[1]],
        ],
      });
      if (last || failed) break;
      const answer = this.#text(80, 180);
      const broken = random.chance(0.03);
      this.#span(trace, {
        parent: spanId,
        name: `execute_tool ${tool}`,
        kind: 1,
        seconds: 1,
        error: broken,
        attributes: [
          ['gen_ai.operation.name', 'execute_tool'],
          ['gen_ai.tool.name', tool],
          ['gen_ai.tool.call.id', callId],
          ['gen_ai.tool.type', 'function'],
          ['gen_ai.tool.call.arguments', JSON.stringify({ query: this.#text(30, 70) })],
          ['gen_ai.tool.call.result', JSON.stringify({ result: answer })],
        ],
      });
      history.push(
        output,
        JSON.stringify({ role: 'tool', parts: [{ type: 'tool_call_response', id: callId, response: answer }] }),
      );
      if (!parent && random.chance(0.1)) this.#agent(trace, spanId, `${name}-reviewer`);
    }
    trace.spans.push(
      this.#finished(
        trace,
        spanId,
        {
          parent,
          name: `invoke_agent ${name}`,
          kind: 1,
          seconds: 0,
          error: failed,
          attributes: [
            ['gen_ai.operation.name', 'invoke_agent'],
            ['gen_ai.agent.name', name],
            ['gen_ai.agent.id', `agent_${name}`],
            ['gen_ai.provider.name', provider],
            ['gen_ai.conversation.id', trace.traceId.toString('hex', 0, 8)],
            ['user.id', `user-${this.#count % 5000}`],
            ...(this.#release === null ? [] : [['signalbox.release', this.#release] as AttributeOut]),
          ],
        },
        startNs,
      ),
    );
  }

  #span(trace: Trace, draft: Draft): void {
    const startNs = this.#now;
    this.#now += BigInt(draft.seconds * 1e9 - this.#random.between(0, 9e8));
    trace.spans.push(this.#finished(trace, this.#id(8), draft, startNs));
  }

  #finished(trace: Trace, spanId: Buffer, draft: Draft, startNs: bigint): SpanOut {
    const type = this.#random.pick(failures);
    const attributes: readonly AttributeOut[] = draft.error
      ? [...draft.attributes, ['error.type', type]]
      : draft.attributes;
    const error = draft.error ? `${type}: ${this.#text(30, 90)}` : null;
    return {
      traceId: trace.traceId,
      spanId,
      parentSpanId: draft.parent,
      name: draft.name,
      kind: draft.kind,
      startNs,
      endNs: this.#now,
      attributes,
      error,
    };
  }

  #message(role: string, from: number, to: number, begin = ''): string {
    return `{"role":"${role}","parts":[{"type":"text","content":"${begin}${this.#text(from, to)}"}]}`;
  }

  #text(from: number, to: number): string {
    const start = this.#random.between(0, this.#pool.length - to);
    return this.#pool.slice(start, start + this.#random.between(from, to));
  }

  #id(bytes: number): Buffer {
    const id = Buffer.allocUnsafe(bytes);
    for (let at = 0; at < bytes; at += 4) id.writeInt32LE(this.#random.word(), at);
    return id;
  }
}

type Draft = {
  parent: Buffer | null;
  name: string;
  kind: number;
  seconds: number;
  error: boolean;
  attributes: readonly AttributeOut[];
};

const toolCall = (id: string, name: string, query: string): string =>
  JSON.stringify({
    role: 'assistant',
    parts: [{ type: 'tool_call', id, name, arguments: { query } }],
    finish_reason: 'tool_call',
  });
