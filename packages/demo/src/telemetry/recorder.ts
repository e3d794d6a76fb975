import { type Context, context, type HrTime, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import type { Random } from '../random.ts';
import type { Usage } from '../provider/plan.ts';
import type { Shape, Voice } from '../voices/voice.ts';
import type { Station } from './station.ts';
import { count, type Tally } from './tally.ts';

/** A span that has begun. */
export type Open = { span: Span; inside: Context; parent: Open | null; failedBelow: boolean };
export type Failure = { type: string; message: string };
/** How a span ended. `call`: it was a try of a model call. */
export type End = { shape: Shape; failure?: Failure | null; call?: { usage: Usage | null } };

export type RecorderDeps = {
  station: Station;
  voice: Voice;
  random: Random;
  tally: Tally;
  agent: string;
  startMs: number;
};

/** One run: its spans with the times of its own clock, which passes only when told to. */
export class Recorder {
  readonly #deps: RecorderDeps;
  #nowMs: number;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
    this.#nowMs = deps.startMs;
  }

  /** Unix milliseconds, with fractions. */
  get nowMs(): number {
    return this.#nowMs;
  }

  pass(ms: number): void {
    this.#nowMs += Math.max(0.05, ms);
  }

  begin(parent: Open | null, what: 'agent' | 'call' | 'tool'): Open {
    const { station, voice, random } = this.#deps;
    const around = parent?.inside ?? context.active();
    const kind = what === 'call' ? voice.callKind : SpanKind.INTERNAL;
    const span = station.startSpan(voice.scope, random, { kind, startTime: hrTime(this.#nowMs), within: around });
    return { span, inside: trace.setSpan(around, span), parent, failedBelow: false };
  }

  end(open: Open, { shape, failure = null, call }: End): void {
    const { voice, tally, agent } = this.#deps;
    const { span } = open;
    span.updateName(shape.name).setAttributes(shape.attributes);
    if (shape.event !== undefined) this.event(open, shape.event.name, shape.event.attributes);
    if (failure !== null) {
      span.setAttribute('error.type', failure.type);
      span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
      if (voice.tellsExceptions)
        span.recordException({ name: failure.type, message: failure.message }, hrTime(this.#nowMs));
    }
    span.end(hrTime(this.#nowMs));
    const error = failure !== null && !open.failedBelow;
    const tried = call === undefined ? null : { usage: call.usage, failed: failure !== null };
    count(tally, agent, { top: open.parent === null, error, call: tried });
    if (open.parent !== null) open.parent.failedBelow ||= failure !== null || open.failedBelow;
  }

  /** A log record that belongs to the span. @param afterMs how long after now. */
  event(open: Open, name: string, attributes: Attributes, afterMs = 0): void {
    this.#deps.station.emit(open.inside, { name, attributes, time: hrTime(this.#nowMs + afterMs) });
  }
}

/** Whole microseconds: a float has no more at this distance from 1970. */
function hrTime(ms: number): HrTime {
  const micro = Math.round(ms * 1000);
  return [Math.floor(micro / 1e6), (micro % 1e6) * 1000];
}
