/** What the wire readers (protobuf and JSON) hand on: OTLP as sent, nothing interpreted yet. */

export type AttributeValue =
  | string
  | bigint
  | number
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

export type Attributes = ReadonlyMap<string, AttributeValue>;

export type ResourceIn = { readonly attributes: Attributes };
export type ScopeIn = { readonly name: string; readonly version: string; readonly attributes: Attributes };

export type EventIn = { readonly timeNs: bigint; readonly name: string; readonly attributes: Attributes };
export type LinkIn = { readonly traceId: string; readonly spanId: string; readonly attributes: Attributes };

/** Ids in lower-case hex; `parentSpanId` is '' for none; times in Unix nanoseconds, 0n when absent. */
export type SpanIn = {
  readonly resource: ResourceIn;
  readonly scope: ScopeIn;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  /** SpanKind of OTLP: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Attributes;
  readonly events: readonly EventIn[];
  readonly links: readonly LinkIn[];
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode: number;
  readonly statusMessage: string;
  /** True where the reader cut something to stay within its bounds. */
  readonly truncated: boolean;
};

export type LogIn = {
  readonly resource: ResourceIn;
  readonly scope: ScopeIn;
  /** '' where the record has no span context. */
  readonly traceId: string;
  readonly spanId: string;
  readonly timeNs: bigint;
  readonly observedNs: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AttributeValue;
  readonly attributes: Attributes;
  readonly truncated: boolean;
};

/** What of a request was refused one by one, with the reasons. */
export type Refused = { readonly rejected: number; readonly reasons: readonly string[] };
/** A request decoded as a whole. */
export type Decoded<Item> = Refused & { readonly items: readonly Item[] };
/** Takes an item as soon as it is read. A body of thousands held as a whole is copied by each garbage collection. */
export type Keep<Item> = (item: Item) => void;

/** Bounds of a reader. What exceeds a bound inside a span is cut and the span marked; spans beyond `maxSpans` are rejected. */
export type ReadLimits = {
  /** Longest string or bytes value kept, in bytes of UTF-8; the rest is cut at a character boundary. */
  readonly maxValueBytes: number;
  readonly maxAttributes: number;
  readonly maxEvents: number;
  readonly maxLinks: number;
  /** Deepest nesting of arrays and maps; deeper values become null and mark the span truncated. */
  readonly maxDepth: number;
  readonly maxSpans: number;
};

export const defaultReadLimits: ReadLimits = {
  maxValueBytes: 1 << 20,
  maxAttributes: 1024,
  maxEvents: 256,
  maxLinks: 128,
  maxDepth: 16,
  maxSpans: 20_000,
};

/** The wire itself is broken: the whole request is answered with 400 and this message. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
