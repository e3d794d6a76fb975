/** The few messages that are answered, as protobuf fields. Zero and empty values are left out, as proto3 has it. */
export function intField(field: number, value: number): Uint8Array {
  return value === 0 ? empty : Uint8Array.of(...varint(field << 3), ...varint(value));
}

/** What stands before a message or string of `length` bytes. */
export const messageHead = (field: number, length: number): Uint8Array =>
  Uint8Array.of(...varint((field << 3) | 2), ...varint(length));

export const bytesField = (field: number, value: Uint8Array): Uint8Array =>
  Buffer.concat([messageHead(field, value.length), value]);

export const textField = (field: number, value: string): Uint8Array =>
  value === '' ? empty : bytesField(field, Buffer.from(value));

const empty = new Uint8Array(0);

/** @param value a whole number from 0 to 2^53 − 1 */
function varint(value: number): number[] {
  const bytes = [];
  let rest = value;
  // No shifts: they would cut the value to 32 bits.
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}
