import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { toOtlpJson } from '../oracle/otlp-json.ts';
import { otlp } from '../oracle/otlp-schema.ts';

export type Format = 'protobuf' | 'json';
/** A body that real clients sent, or one span of it as a request of its own: mutations of small bodies reach deeper. */
export type Seed = { format: Format; bytes: Buffer };

const root = fileURLToPath(new URL('../fixtures/otlp', import.meta.url));

export function corpus(): Seed[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\d-v1_\w+\.bin$/.test(file));
  const whole = files.toSorted().map((file): Seed => {
    const bytes = readFileSync(`${root}/${file}`);
    return { format: bytes[0] === 0x7b ? 'json' : 'protobuf', bytes };
  });
  return [...whole, ...whole.filter(({ format }) => format === 'protobuf').flatMap(({ bytes }) => singleSpans(bytes))];
}

function singleSpans(bytes: Uint8Array): Seed[] {
  const schema = otlp('ExportTraceServiceRequest');
  // oxlint-disable-next-line typescript/no-explicit-any -- messages of run-time descriptors have no static type
  const request = fromBinary(schema, bytes) as any;
  const { resource, scopeSpans } = request.resourceSpans[0];
  return scopeSpans[0].spans.flatMap((span: unknown): Seed[] => {
    const init = { resourceSpans: [{ resource, scopeSpans: [{ scope: scopeSpans[0].scope, spans: [span] }] }] };
    const message = create(schema, init);
    return [
      { format: 'protobuf', bytes: Buffer.from(toBinary(schema, message)) },
      { format: 'json', bytes: Buffer.from(toOtlpJson(schema, message)) },
    ];
  });
}
