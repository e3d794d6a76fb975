import { type DescMessage, type Message, toJson } from '@bufbuild/protobuf';

const ids = new Set(['traceId', 'spanId', 'parentSpanId']);

/** OTLP JSON of a message: protobuf's JSON, but for ids, which OTLP writes in hex. `snake` renames the fields to the .proto's names. */
export function toOtlpJson(schema: DescMessage, message: Message, snake = false): string {
  return JSON.stringify(toJson(schema, message), function (this: unknown, name, value: unknown) {
    if (ids.has(name) && typeof value === 'string') return Buffer.from(value, 'base64').toString('hex').toUpperCase();
    if (!snake || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [snakeCase(key), ids.has(key) ? hex(inner) : inner]),
    );
  });
}

const hex = (value: unknown): string => Buffer.from(String(value), 'base64').toString('hex');
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (upper) => `_${upper.toLowerCase()}`);
