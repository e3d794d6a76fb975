import type { Attributes, Context, HrTime, Span, SpanKind } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { type IdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Random } from '../random.ts';
import type { Sender } from './sender.ts';

type Start = { kind: SpanKind; startTime: HrTime; within: Context };
type LogEvent = { name: string; attributes: Attributes; time: HrTime };

/** The OpenTelemetry SDK as one deployment of one agent sets it up: its resource, its providers, ids by the run's own chance. */
export class Station {
  readonly #ids = new SeededIds();
  readonly #spans: TracerProvider;
  readonly #logs: LoggerProvider;

  constructor(attributes: Attributes, { spanProcessor, logProcessor }: Pick<Sender, 'spanProcessor' | 'logProcessor'>) {
    const resource = resourceFromAttributes(attributes);
    this.#spans = new TracerProvider({
      resource,
      idGenerator: this.#ids,
      spanProcessors: [spanProcessor],
      // Long conversations are told message by message, in several attributes each.
      spanLimits: { attributeCountLimit: 512 },
    });
    this.#logs = new LoggerProvider({ resource, processors: [logProcessor] });
  }

  startSpan([scope, version]: readonly [string, string], random: Random, { kind, startTime, within }: Start): Span {
    // Ids are drawn while the span starts, in one go: runs side by side do not mix theirs.
    this.#ids.random = random;
    return this.#spans.getTracer(scope, version).startSpan('', { kind, startTime }, within);
  }

  emit(within: Context, { name, attributes, time }: LogEvent): void {
    this.#logs.getLogger('demo').emit({
      context: within,
      timestamp: time,
      observedTimestamp: time,
      severityNumber: 9,
      eventName: name,
      attributes,
    });
  }
}

class SeededIds implements IdGenerator {
  random: Random | null = null;
  generateTraceId(): string {
    return this.random!.hex(32);
  }
  generateSpanId(): string {
    return this.random!.hex(16);
  }
}
