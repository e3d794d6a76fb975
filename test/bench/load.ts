import { gzipSync } from 'node:zlib';
import { OtlpEncoder, type SpanOut } from './otlp-encode.ts';
import { resource, TraceMaker } from './traces.ts';

/** A request made ready: `roots` counts traces whose root span is in it, and so the runs that it completes. */
export type Body = { bytes: Buffer; spans: number; roots: number; rawBytes: number };
export type Load = { bodies: Body[]; startAtMs: number };

const batch = 512; // the default of OpenTelemetry's batch processors

/**
 * Everything that will be sent, made and compressed beforehand, with unique ids and times that fit the moment of sending: the clock is
 * to start at `startAtMs`, as far ahead as making takes.
 * @param rate spans per second that the times are spread for.
 */
export function makeLoad(spans: number, { rate, seed }: { rate: number; seed: number }): Load {
  const maker = new TraceMaker(seed);
  const encoder = new OtlpEncoder(4 << 20);
  const began = Date.now();
  const pace = timeOfOne(new TraceMaker(seed + 1, 1 << 20), encoder);
  const startAtMs = began + 2000 + 1.15 * pace * Math.ceil(spans / batch);
  const bodies: Body[] = [];
  const queue: SpanOut[] = [];
  for (let made = 0; made < spans; made += batch) {
    const at = startAtMs + (made / rate) * 1000;
    while (queue.length < batch) queue.push(...maker.next(at).spans);
    bodies.push(bodyOf(queue.splice(0, batch), encoder));
  }
  return { bodies, startAtMs };
}

export function bodyOf(spans: readonly SpanOut[], encoder: OtlpEncoder): Body {
  const raw = encoder.request(resource, spans);
  const roots = spans.filter((span) => span.parentSpanId === null).length;
  return { bytes: gzipSync(raw, { level: 1 }), spans: spans.length, roots, rawBytes: raw.length };
}

/** Milliseconds to make one batch, once warm. */
function timeOfOne(maker: TraceMaker, encoder: OtlpEncoder): number {
  const spans: SpanOut[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 12; round++) {
    const began = performance.now();
    while (spans.length < batch) spans.push(...maker.next(Date.now()).spans);
    bodyOf(spans.splice(0, batch), encoder);
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
