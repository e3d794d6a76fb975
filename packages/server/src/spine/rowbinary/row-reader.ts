/**
 * Reads ClickHouse's RowBinary, the format that `RowWriter` writes. Trusts its bytes to be whole rows of the columns named:
 * they are our own blocks. A length beyond the end throws RangeError.
 */
export class RowReader {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  u8(): number {
    const value = this.#bytes[this.at];
    if (value === undefined) throw new RangeError('The block ends inside a row.');
    this.at++;
    return value;
  }

  u16(): number {
    this.at += 2;
    return this.#bytes.readUInt16LE(this.at - 2);
  }

  u32(): number {
    this.at += 4;
    return this.#bytes.readUInt32LE(this.at - 4);
  }

  u64(): bigint {
    this.at += 8;
    return this.#bytes.readBigUInt64LE(this.at - 8);
  }

  i64(): bigint {
    this.at += 8;
    return this.#bytes.readBigInt64LE(this.at - 8);
  }

  f64(): number {
    this.at += 8;
    return this.#bytes.readDoubleLE(this.at - 8);
  }

  varint(): number {
    let value = this.u8();
    if (value < 128) return value;
    value &= 127;
    for (let factor = 128; ; factor *= 128) {
      const next = this.u8();
      value += (next & 127) * factor;
      if (next < 128) return value;
    }
  }

  string(): string {
    const length = this.varint();
    const start = this.at;
    this.skip(length);
    if (length === 0) return '';
    return this.#bytes.toString('utf8', start, this.at);
  }

  skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.#bytes.length) throw new RangeError('The block ends inside a row.');
  }
}

type Cell = (reader: RowReader) => unknown;

const fixed: Record<string, number> = {
  Bool: 1,
  UInt8: 1,
  UInt16: 2,
  UInt32: 4,
  UInt64: 8,
  Int64: 8,
  Float64: 8,
  DateTime: 4,
  DateTime64: 8,
};
const numbers: Record<string, Cell> = {
  Bool: (reader) => reader.u8() === 1,
  UInt8: (reader) => reader.u8(),
  UInt16: (reader) => reader.u16(),
  UInt32: (reader) => reader.u32(),
  DateTime: (reader) => reader.u32(),
  UInt64: (reader) => reader.u64(),
  Int64: (reader) => reader.i64(),
  DateTime64: (reader) => reader.i64(),
  Float64: (reader) => reader.f64(),
};

/** How a cell of a ClickHouse type is read. Times come as the integer that is stored. Throws for types that no table of ours has. */
export function cellReader(type: string): Cell {
  const { name, inner } = outer(type);
  if (name === 'String' || type === 'LowCardinality(String)') return (reader) => reader.string();
  const number = numbers[name];
  if (number !== undefined) return number;
  if (name !== 'Nullable' && name !== 'Array') throw new Error(`No reader for ${type}`);
  const item = cellReader(inner);
  if (name === 'Nullable') return (reader) => (reader.u8() === 1 ? null : item(reader));
  return (reader) => Array.from({ length: reader.varint() }, () => item(reader));
}

/** How a cell is passed over. */
export function cellSkipper(type: string): (reader: RowReader) => void {
  const { name, inner } = outer(type);
  if (name === 'String' || name === 'LowCardinality') return skipString;
  if (name === 'FixedString') return (reader) => reader.skip(Number(inner));
  const size = fixed[name];
  if (size !== undefined) return (reader) => reader.skip(size);
  if (name === 'Map') {
    return (reader) => {
      for (let left = reader.varint() * 2; left > 0; left--) skipString(reader);
    };
  }
  if (name !== 'Nullable' && name !== 'Array') throw new Error(`No reader for ${type}`);
  const item = cellSkipper(inner);
  if (name === 'Nullable') return (reader) => (reader.u8() === 1 ? undefined : item(reader));
  return (reader) => {
    for (let left = reader.varint(); left > 0; left--) item(reader);
  };
}

const skipString = (reader: RowReader): void => reader.skip(reader.varint());

/** `Nullable(UInt32)` → Nullable, UInt32. */
function outer(type: string): { name: string; inner: string } {
  const open = type.indexOf('(');
  return open < 0 ? { name: type, inner: '' } : { name: type.slice(0, open), inner: type.slice(open + 1, -1) };
}
