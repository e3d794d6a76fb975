import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from '../bench/server.ts';

/** The folders of three clients, for every test run; conformance takes all that were captured. */
export const captures = ['vercel-ai-v6', 'openinference-anthropic', 'otel-genai-optin'].map((client) =>
  join(import.meta.dirname, '..', 'fixtures', 'otlp', client),
);

/** Sends the OTLP of a capture, byte for byte and compressed as it was. Throws when the server does not take it. */
export async function replay(server: Server, folder: string): Promise<void> {
  for (const name of readdirSync(folder)
    .filter((file) => /^\d.*\.json$/.test(file))
    .toSorted()) {
    const meta = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      path: string;
      headers: Record<string, string>;
    };
    if (!/\/v1\/(?:traces|logs|metrics)$/.test(meta.path)) continue;
    const stem = join(folder, name.replace(/\.json$/, ''));
    const encoding = meta.headers['content-encoding'];
    const answer = await fetch(server.otlpUrl + meta.path, {
      method: 'POST',
      headers: {
        'content-type': meta.headers['content-type']!,
        'x-signalbox-key': server.key!,
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      },
      body: readFileSync(encoding === undefined ? `${stem}.bin` : `${stem}.wire.bin`),
    });
    if (answer.status !== 200) throw new Error(`${stem}: ${answer.status} ${await answer.text()}`);
  }
}

/** Times in ms before now; `parent` null = a top span. */
export type Sent = {
  trace: string;
  span: string;
  parent: string | null;
  name: string;
  from: number;
  to: number;
  attributes?: Record<string, string>;
};

/** Sends one span as OTLP/HTTP JSON. */
export async function send(server: Server, span: Sent): Promise<void> {
  const now = Date.now();
  const value = (all: Record<string, string>) =>
    Object.entries(all).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const answer = await fetch(`${server.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signalbox-key': server.key! },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: value({ 'service.name': 'live-desk' }) },
          scopeSpans: [
            {
              scope: { name: 'test' },
              spans: [
                {
                  traceId: span.trace,
                  spanId: span.span,
                  ...(span.parent === null ? {} : { parentSpanId: span.parent }),
                  name: span.name,
                  kind: 1,
                  startTimeUnixNano: `${now - span.from}000000`,
                  endTimeUnixNano: `${now - span.to}000000`,
                  attributes: value(span.attributes ?? {}),
                },
              ],
            },
          ],
        },
      ],
    }),
  });
  if (answer.status !== 200) throw new Error(`${span.name}: ${answer.status} ${await answer.text()}`);
}
