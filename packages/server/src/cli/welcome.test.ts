import { expect, test } from 'vitest';
import { ownName, welcome } from './welcome.ts';

const facts = {
  link: 'http://127.0.0.1:7460/sign-in/t',
  otlpUrl: 'http://127.0.0.1:4318',
  grpcUrl: 'http://127.0.0.1:4317',
  self: 'signalbox',
};
const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());

test('the three lines can be pasted as they are: no spaces, no quotes', () => {
  const text = welcome({ ...facts, ingestKey: `sbx_${'a'.repeat(32)}_${'b'.repeat(48)}` });
  const pasted = linesOf(text).filter((line) => line.startsWith('OTEL_'));
  expect(pasted).toEqual([
    'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318',
    `OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=sbx_${'a'.repeat(32)}_${'b'.repeat(48)}`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ]);
  for (const line of pasted) expect(line).not.toMatch(/[\s"']/);
  expect(text).toContain('This key is shown only now');
});

test('gRPC is named where it is served', () => {
  const text = welcome({ ...facts, ingestKey: null });
  expect(text).toContain('Over gRPC: the same key, protocol grpc, endpoint http://127.0.0.1:4317\n');
  expect(welcome({ ...facts, grpcUrl: null, ingestKey: null })).not.toContain('gRPC');
});

test('a later start has no key to show and says how to make one', () => {
  const text = welcome({ ...facts, ingestKey: null });
  expect(text).toContain('x-signalbox-key=<your key>\n');
  expect(text).toContain('For a new one: signalbox key create');
  expect(text).not.toContain('shown only now');
});

test('commands are said as they can be typed, also after npm start', () => {
  expect(ownName({})).toBe('signalbox');
  const self = ownName({ npm_lifecycle_event: 'start' });
  expect(linesOf(welcome({ ...facts, self, ingestKey: null }))).toEqual(
    expect.arrayContaining([
      'works once and for 15 minutes; for a new link: npm run -s signalbox -- login-link',
      'Keys are shown once. For a new one: npm run -s signalbox -- key create',
    ]),
  );
});
