/**
 * A small fast writer of OTLP trace requests for the generators. It writes backwards from the end of its buffer, so that the length of
 * each nested message is known when its prefix is written, and every varint is as short as an exporter's.
 */

export type AttributeOut = readonly [key: string, value: string | number | boolean | readonly string[]];

export type SpanOut = {
  /** 16 and 8 bytes. */
  traceId: Uint8Array;
  spanId: Uint8Array;
  parentSpanId: Uint8Array | null;
  name: string;
  kind: number;
  startNs: bigint;
  endNs: bigint;
  attributes: readonly AttributeOut[];
  /** The message of an error status, or null for unset. */
  error: string | null;
};

export type ResourceOut = { attributes: readonly AttributeOut[]; scope: string; scopeVersion: string };

const varintType = 0;
const fixed64Type = 1;
const bytesType = 2;

export class OtlpEncoder {
  #buffer: Buffer;
  #at: number;

  constructor(capacity = 1 << 20) {
    this.#buffer = Buffer.allocUnsafe(capacity);
    this.#at = capacity;
  }

  /** One ExportTraceServiceRequest with one resource and one scope. The bytes are a copy. */
  request(resource: ResourceOut, spans: readonly SpanOut[]): Buffer {
    this.#at = this.#buffer.length;
    this.#message(1, () => {
      this.#message(2, () => {
        for (let at = spans.length - 1; at >= 0; at--) this.#span(spans[at]!);
        this.#message(1, () => {
          this.#text(2, resource.scopeVersion);
          this.#text(1, resource.scope);
        });
      });
      this.#message(1, () => this.#attributes(1, resource.attributes));
    });
    return Buffer.from(this.#buffer.subarray(this.#at));
  }

  #span(span: SpanOut): void {
    this.#message(2, () => {
      if (span.error !== null) {
        const message = span.error;
        this.#message(15, () => {
          this.#number(3, 2);
          this.#text(2, message);
        });
      }
      this.#attributes(9, span.attributes);
      this.#fixed64(8, span.endNs);
      this.#fixed64(7, span.startNs);
      this.#number(6, span.kind);
      this.#text(5, span.name);
      if (span.parentSpanId) this.#bytes(4, span.parentSpanId);
      this.#bytes(2, span.spanId);
      this.#bytes(1, span.traceId);
    });
  }

  #attributes(field: number, attributes: readonly AttributeOut[]): void {
    for (let at = attributes.length - 1; at >= 0; at--) {
      const [key, value] = attributes[at]!;
      this.#message(field, () => {
        this.#message(2, () => this.#value(value));
        this.#text(1, key);
      });
    }
  }

  #value(value: AttributeOut[1]): void {
    if (typeof value === 'string') this.#text(1, value);
    else if (typeof value === 'boolean') this.#number(2, value ? 1 : 0);
    else if (typeof value !== 'number')
      this.#message(5, () => {
        for (let at = value.length - 1; at >= 0; at--) this.#message(1, () => this.#text(1, value[at]!));
      });
    else if (Number.isSafeInteger(value) && value >= 0) this.#number(3, value);
    else {
      this.#room(8);
      this.#at -= 8;
      this.#buffer.writeDoubleLE(value, this.#at);
      this.#varint((4 << 3) | fixed64Type);
    }
  }

  #message(field: number, body: () => void): void {
    const end = this.#buffer.length - this.#at; // counted from the end, which stays when the buffer grows
    body();
    this.#varint(this.#buffer.length - this.#at - end);
    this.#varint((field << 3) | bytesType);
  }

  #text(field: number, text: string): void {
    const length = Buffer.byteLength(text);
    this.#room(length);
    this.#at -= length;
    this.#buffer.write(text, this.#at, length, length === text.length ? 'latin1' : 'utf8');
    this.#varint(length);
    this.#varint((field << 3) | bytesType);
  }

  #bytes(field: number, bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#at -= bytes.length;
    this.#buffer.set(bytes, this.#at);
    this.#varint(bytes.length);
    this.#varint((field << 3) | bytesType);
  }

  #number(field: number, value: number): void {
    this.#varint(value);
    this.#varint((field << 3) | varintType);
  }

  #fixed64(field: number, value: bigint): void {
    this.#room(8);
    this.#at -= 8;
    this.#buffer.writeBigUInt64LE(value, this.#at);
    this.#varint((field << 3) | fixed64Type);
  }

  /** Non-negative safe integers. */
  #varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    this.#room(size);
    this.#at -= size;
    let at = this.#at;
    for (; value >= 0x80; value = Math.floor(value / 0x80)) this.#buffer[at++] = (value % 0x80) | 0x80;
    this.#buffer[at] = value;
  }

  #room(bytes: number): void {
    if (this.#at >= bytes) return;
    const used = this.#buffer.length - this.#at;
    const larger = Buffer.allocUnsafe(this.#buffer.length * 2 + bytes);
    this.#buffer.copy(larger, larger.length - used, this.#at);
    this.#buffer = larger;
    this.#at = larger.length - used;
  }
}
