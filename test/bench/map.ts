import { gunzipSync } from 'node:zlib';
import { ContentCache } from '../../packages/server/src/ingest/content/cache.ts';
import { contentRef } from '../../packages/server/src/ingest/content/ref.ts';
import { readSpan } from '../../packages/server/src/ingest/dialects/registry.ts';
import { mapSpan } from '../../packages/server/src/ingest/map/span.ts';
import { readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import { defaultReadLimits, type SpanIn } from '../../packages/server/src/ingest/otlp/types.ts';
import type { Sender } from '../../packages/server/src/ingest/rows.ts';
import { scrubSecrets } from '../../packages/server/src/detect/secrets.ts';
import { makeLoad } from './load.ts';
import { numbersFrom, printResult, printTable } from './report.ts';

const sender: Sender = {
  workspaceId: 'w',
  teamId: 't',
  keyId: 'k',
  agent: null,
  environment: null,
  contentKey: new Uint8Array(32).fill(3),
  contentMode: 'keep',
};

/** `npm run bench -- map --spans 20000`: microseconds per span from a decoded span to rows, and what they are spent on. */
export async function run(args: readonly string[]): Promise<void> {
  const { spans: wanted, rounds } = numbersFrom(args, { spans: 20_000, rounds: 5 });
  const { bodies } = makeLoad(wanted, { rate: 15_000, seed: 7 });
  const fleet = bodies.flatMap(({ bytes }) => readTraces(gunzipSync(bytes), defaultReadLimits).items);
  const long = fleet.filter((span) => promptOf(span).length > 0).map(withPrompt);
  const texts = long.map(promptOf);
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);

  const mapAll = (spans: readonly SpanIn[]) => () => {
    const contents = new ContentCache();
    const received = Date.now();
    for (const span of spans) mapSpan(span, sender, received, { contents });
  };
  const rows: [string, number][] = [
    ['fleet span (agents, tools, calls of 0.7–2 kB)', best(mapAll(fleet), rounds) / fleet.length],
    ['model call with a prompt of 2 kB', best(mapAll(long), rounds) / long.length],
    [
      '· of it: dialects, with the messages parsed',
      best(() => long.forEach((span) => readSpan(span)), rounds) / long.length,
    ],
    [
      '· of it: HMAC of one body of 2 kB',
      best(() => texts.forEach((text) => contentRef(sender.contentKey, text)), rounds) / texts.length,
    ],
    [
      'secrets, for each kB of clean text',
      best(() => texts.forEach((text) => scrubSecrets(text)), rounds) / (bytes / 1024),
    ],
  ];
  printTable([['what', 'µs'], ...rows.map(([name, took]) => [name, Math.round(took * 100) / 100])]);
  const [fleetSpan, longSpan, dialects, hmac, secrets] = rows.map(([, took]) => took);
  printResult({
    map_us_per_span: fleetSpan ?? null,
    map_2kb_us_per_span: longSpan ?? null,
    dialects_us_per_span: dialects ?? null,
    hmac_2kb_us: hmac ?? null,
    secrets_us_per_kb: secrets ?? null,
    spans: fleet.length,
  });
}

/** Microseconds of this thread's processor time in the quickest round: what else runs on the machine is not counted. */
function best(work: () => void, rounds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const from = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(from);
    least = Math.min(least, user + system);
  }
  return least;
}

const promptOf = (span: SpanIn): string => String(span.attributes.get('gen_ai.input.messages') ?? '');

/** The same call with its first message as long as its history would have to be for 2 kB. */
function withPrompt(span: SpanIn): SpanIn {
  const sent = promptOf(span);
  const missing = Math.max(0, 2048 - sent.length);
  const filler = sent
    .slice(0, 600)
    .replace(/[^a-z ]/g, '')
    .padEnd(40, 'words ')
    .repeat(50)
    .slice(0, missing);
  const longer = sent.replace('"content":"', `"content":"${filler}`);
  return { ...span, attributes: new Map(span.attributes).set('gen_ai.input.messages', longer) };
}
