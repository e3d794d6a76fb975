import { type ReadLimits, WireError } from '../types.ts';
import { maxValues } from '../bounds.ts';

/**
 * Walks protobuf messages over one buffer. `end` is the end of the innermost message: every read is checked against it,
 * so a length can never reach into a neighbour. Throws WireError with the offset where the wire is broken.
 */
export class Cursor {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly limits: ReadLimits;
  at = 0;
  end: number;
  /** Bits 32–63 of the varint read last, unsigned. */
  high = 0;
  /** Set when something was cut to a bound since the caller last cleared it. */
  cut = false;
  /** The trace id read last and where its bytes stand (−1: none yet). */
  lastTrace = '';
  lastTraceAt = -1;
  #left = maxValues;

  constructor(bytes: Uint8Array, limits: ReadLimits) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.limits = limits;
    this.end = bytes.byteLength;
  }

  /** Field number and wire type, as `field << 3 | type`. */
  tag(): number {
    const tag = this.varint();
    if (this.high !== 0 || tag >>> 3 === 0) this.fail('field number out of range');
    return tag;
  }

  /** Passes over a field that a bound leaves no room for. */
  leaveOut(tag: number): void {
    this.skip(tag);
    this.cut = true;
  }

  /** Low 32 bits as a signed integer; the rest is left in `high`. */
  varint(): number {
    if (this.at >= this.end) this.fail('message ends inside a number');
    const first = this.bytes[this.at]!;
    if (first >= 0x80) return this.#longVarint();
    this.at++;
    this.high = 0;
    return first;
  }

  #longVarint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) this.fail('message ends inside a number');
      const byte = this.bytes[this.at++]!;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift === 28) high = bits >>> 4;
      if (shift > 28) high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.high = high >>> 0;
        return low;
      }
    }
    return this.fail('number longer than ten bytes');
  }

  int64(): bigint {
    const low = this.varint() >>> 0;
    if (this.high === 0) return BigInt(low);
    return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(low));
  }

  fixed32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  fixed64(): bigint {
    return this.view.getBigUint64(this.advance(8), true);
  }

  double(): number {
    return this.view.getFloat64(this.advance(8), true);
  }

  /** Length of what follows; it fits into the message. */
  length(): number {
    const length = this.varint();
    if (this.high !== 0 || length < 0 || length > this.end - this.at) this.fail('length reaches beyond its message');
    return length;
  }

  /** Steps into the message whose length comes next; returns the outer end, for `leave`. */
  enter(): number {
    const length = this.length();
    const outer = this.end;
    this.end = this.at + length;
    return outer;
  }

  leave(outer: number): void {
    this.at = this.end;
    this.end = outer;
  }

  /** Moves over `count` bytes; returns where they start. */
  advance(count: number): number {
    const start = this.at;
    if (count > this.end - start) this.fail('message ends inside a value');
    this.at = start + count;
    return start;
  }

  /** Moves over the field that `tag` announced. */
  skip(tag: number): void {
    const type = tag & 7;
    if (type === 0) this.varint();
    else if (type === 1) this.advance(8);
    else if (type === 2) this.advance(this.length());
    else if (type === 5) this.advance(4);
    else this.fail(`wire type ${type} is not supported`);
  }

  /** Counts one value or message: bounds the memory that a request of tiny ones can claim. */
  spend(): void {
    if (--this.#left < 0) this.fail(`more than ${maxValues} values in one request, send smaller batches`);
  }

  fail(what: string): never {
    throw new WireError(`protobuf: ${what} (byte ${this.at})`);
  }
}
