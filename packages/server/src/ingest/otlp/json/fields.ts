import { WireError } from '../types.ts';

export type Json = { readonly [name: string]: unknown };

/** The value of a field under its lowerCamelCase name or its original snake_case one; undefined for null, as protobuf JSON has it. */
export function field(from: Json, name: string): unknown {
  const value = from[name] ?? from[snake(name)];
  return value === null ? undefined : value;
}

const snakes = new Map<string, string>();
/** Called with the names of the schema only, so the table stays small. */
function snake(name: string): string {
  let made = snakes.get(name);
  if (made === undefined) snakes.set(name, (made = name.replace(/[A-Z]/g, (upper) => `_${upper.toLowerCase()}`)));
  return made;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A repeated field; absent is empty. Throws Misfit where it is something else. */
export function list(from: Json, name: string): readonly unknown[] {
  const value = field(from, name);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Misfit(`${name} is not an array`);
  return value;
}

/** A message field; absent is empty. */
export function object(from: Json, name: string): Json {
  const value = field(from, name);
  if (value === undefined) return {};
  if (!isObject(value)) throw new Misfit(`${name} is not an object`);
  return value;
}

const maxUint64 = (1n << 64n) - 1n;

/** An unsigned 64-bit integer, as string or number. */
export function uint64(from: Json, name: string): bigint {
  const value = integer(field(from, name) ?? 0);
  if (value === null || value < 0n || value > maxUint64) throw new Misfit(`${name} is not an unsigned 64-bit integer`);
  return value;
}

/** An unsigned 32-bit integer, as string or number. */
export function uint32(from: Json, name: string): number {
  const value = integer(field(from, name) ?? 0);
  if (value === null || value < 0n || value > 0xffffffffn)
    throw new Misfit(`${name} is not an unsigned 32-bit integer`);
  return Number(value);
}

/** Exactly, or null where it is no integer. */
export function integer(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : null;
}

/** One item, or one field above the items, that does not fit the schema. An item is refused with it, an envelope refuses the request. */
export class Misfit extends WireError {}
