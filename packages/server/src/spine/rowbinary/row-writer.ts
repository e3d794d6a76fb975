/**
 * Writes ClickHouse's RowBinary (clickhouse.com/docs/interfaces/formats/RowBinary) into one growing buffer:
 * little-endian numbers, LEB128 lengths, UTF-8 strings, no framing between rows.
 */
export class RowWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(initialBytes = 1 << 16) {
    this.#buffer = Buffer.allocUnsafeSlow(initialBytes);
  }

  get length(): number {
    return this.#at;
  }

  /** What was written so far; valid until the next `reset`. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** Cuts back to `length`: how a row that failed half-way is undone. */
  reset(length = 0): void {
    this.#at = length;
  }

  u8(value: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = value;
  }

  bool(value: boolean): void {
    this.u8(value ? 1 : 0);
  }

  u16(value: number): void {
    this.#room(2);
    this.#at = this.#buffer.writeUInt16LE(value, this.#at);
  }

  u32(value: number): void {
    this.#room(4);
    this.#at = this.#buffer.writeUInt32LE(value, this.#at);
  }

  u64(value: bigint): void {
    this.#room(8);
    this.#at = this.#buffer.writeBigUInt64LE(value, this.#at);
  }

  i64(value: bigint): void {
    this.#room(8);
    this.#at = this.#buffer.writeBigInt64LE(value, this.#at);
  }

  f64(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  /** A 64-bit integer held in a safe JavaScript number, such as milliseconds. */
  i64FromNumber(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeUInt32LE(value >>> 0, this.#at);
    this.#at = this.#buffer.writeInt32LE(Math.floor(value / 4294967296), this.#at);
  }

  varint(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#at++] = rest;
  }

  string(value: string): void {
    const length = value.length;
    if (length < 40) {
      // Short ASCII, nearly all of what we write, is faster by hand than through a native call.
      this.#room(length + 1);
      const buffer = this.#buffer;
      let at = this.#at + 1;
      let index = 0;
      for (; index < length; index++) {
        const code = value.charCodeAt(index);
        if (code > 127) break;
        buffer[at++] = code;
      }
      if (index === length) {
        buffer[this.#at] = length;
        this.#at = at;
        return;
      }
    }
    const bytes = Buffer.byteLength(value);
    this.varint(bytes);
    this.#room(bytes);
    this.#buffer.write(value, this.#at, bytes, 'utf8');
    this.#at += bytes;
  }

  /** Bytes as they are: FixedString(N), or parts encoded earlier. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(bigger, 0, 0, this.#at);
    this.#buffer = bigger;
  }
}
