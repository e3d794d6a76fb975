/** Spans, whoever makes them: the OpenTelemetry that is registered, or the SDK itself. */
export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;
export type SpanName = { name: string; isCall: boolean; attributes: Attributes };

/** One span while it lasts. */
export type Step = {
  readonly traceId: string;
  readonly spanId: string;
  set(name: string, value: AttributeValue): void;
};

export type Tracer = {
  /** Runs `work` within a span that ends with it, and fails where it throws. `parent`: where nothing carries it along. */
  within<T>(what: SpanName, parent: Step | null, work: (step: Step) => Promise<T>): Promise<T>;
};

/** No spans are made, and there are ids all the same. */
export const silent: Tracer = {
  within: (_what, parent, work) => work(parent ?? { traceId: '', spanId: '', set: () => {} }),
};
