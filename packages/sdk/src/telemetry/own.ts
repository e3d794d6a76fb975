import { ask, isPassing } from '../ask.ts';
import { type Carrier, carrier, randomHex } from '../builtin.ts';
import { asError } from '../errors.ts';
import type { Config } from '../options.ts';
import { Outbox, type Verdict } from '../outbox.ts';
import { encode, type Ended } from './encode.ts';
import type { Attributes, AttributeValue, Step, Tracer } from './tracer.ts';

const sizes = { batch: 256, most: 4_096, everyMs: 1_000 };
const timeoutMs = 10_000;

/** Spans by the SDK itself, over plain HTTP: for programs without OpenTelemetry. */
export class OwnTracer implements Tracer {
  readonly #spans: Outbox<Ended>;
  readonly #active: Carrier<Step> | null = carrier<Step>();

  constructor(config: Config) {
    const resource: Attributes = {
      ...{ 'service.name': config.agent, 'service.instance.id': config.instance },
      ...{ 'signalbox.agent': config.agent, 'signalbox.environment': config.environment },
    };
    const send = (items: readonly Ended[]): Promise<Verdict> => post(config, encode(resource, items));
    this.#spans = new Outbox({ noun: 'spans', send, ...sizes, onError: config.onError });
  }

  async within<T>(
    { name, isCall, attributes }: { name: string; isCall: boolean; attributes: Attributes },
    given: Step | null,
    work: (step: Step) => Promise<T>,
  ): Promise<T> {
    const parent = this.#active?.getStore() ?? given;
    const said: Record<string, AttributeValue> = { ...attributes };
    const step: Step = {
      traceId: parent?.traceId ?? randomHex(16),
      spanId: randomHex(8),
      set: (key, value) => void (said[key] = value),
    };
    const startUs = nowUs();
    let error: Error | null = null;
    try {
      return await (this.#active === null ? work(step) : this.#active.run(step, () => work(step)));
    } catch (thrown) {
      error = asError(thrown);
      throw thrown;
    } finally {
      const { traceId, spanId } = step;
      const own = { traceId, spanId, parentSpanId: parent?.spanId ?? null, name, isCall };
      this.#spans.add({ ...own, startUs, endUs: Math.max(startUs, nowUs()), attributes: said, error });
    }
  }

  flush(ms: number): Promise<boolean> {
    return this.#spans.flush(ms);
  }
}

const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1_000);

async function post(config: Config, body: object): Promise<Verdict> {
  try {
    const answer = await ask(config, '/v1/traces', { method: 'POST', body, timeoutMs });
    return answer.ok ? 'sent' : isPassing(answer.status) ? 'again' : 'never';
  } catch {
    return 'again';
  }
}
