import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCapture, readDecoded } from '../../../../../test/oracle/captures.ts';

const folder = (client: string): string =>
  fileURLToPath(new URL(`../../../../../test/fixtures/otlp/${client}`, import.meta.url));

/** Written down apart from decoded.json, so that two empty readings do not pass as equal. */
const counts: Record<string, { spans: number; logs: number; points: number }> = {
  'vercel-ai-v6': { spans: 43, logs: 0, points: 0 },
  'openinference-anthropic': { spans: 33, logs: 0, points: 0 },
  'otel-genai-optin': { spans: 30, logs: 57, points: 10 },
};

describe.each(Object.keys(counts))('the capture %s', (client) => {
  const read = readCapture(folder(client));

  test('is read as its decoded.json says', () => {
    expect({ spans: read.spans.length, logs: read.logs.length, points: read.points }).toEqual(counts[client]);
    expect(read).toEqual(readDecoded(folder(client)));
  });

  test('has the traces and spans that its expected.json names', () => {
    const expected = JSON.parse(readFileSync(`${folder(client)}/expected.json`, 'utf8'));
    const spans = read.spans as { traceId: string; id: string }[];
    for (const trace of expected.traces) {
      const own = spans.filter((span) => span.traceId === trace.traceId);
      expect([trace.traceId, own.length]).toEqual([trace.traceId, trace.spans]);
      if (trace.topSpanId !== null) expect(own.map((span) => span.id)).toContain(trace.topSpanId);
    }
  });
});
