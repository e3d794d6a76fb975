import type { Run } from '../../packages/server/src/rooms/monitoring/contract.ts';

/** Canned runs that satisfy the contract, the same ones every time. Times are relative to `now` (Unix ms). */
type Kind = { agent: string; name: string; models: string[]; asks: string[]; says: string };
const kinds: Kind[] = [
  {
    agent: 'refund-clerk',
    name: 'invoke_agent refund-clerk',
    models: ['gpt-4.1-mini'],
    asks: [
      'Order 48213 arrived broken, I want my money back',
      'Where is my refund for order 47990? It has been nine days.',
    ],
    says: 'The refund of 42.90 EUR is on its way and arrives within three days.',
  },
  {
    agent: 'invoice-reader',
    name: 'invoke_agent invoice-reader',
    models: ['claude-sonnet-4-5'],
    asks: ['Read invoice 2026-11-0417.pdf and book it', 'Book the attached delivery note'],
    says: 'Booked to cost centre 4711 with 19 % VAT.',
  },
  {
    agent: 'inbox-triage',
    name: 'triage',
    models: ['gpt-4.1-nano'],
    asks: ['Subject: Re: Re: Contract renewal 2027', 'Subject: Out of office'],
    says: 'Routed to legal with priority normal.',
  },
  {
    agent: 'research-desk',
    name: 'invoke_agent research-desk',
    models: ['claude-opus-4-5', 'gpt-4.1-mini'],
    asks: [
      'Compare the three bids for the north depot by total cost over ten years',
      'What did regulators decide on axle load limits since May?',
    ],
    says: 'Bid B is cheapest over ten years (4.1 M EUR), mainly through lower energy cost.',
  },
  {
    agent: 'release-notes',
    name: 'write release notes',
    models: ['gpt-4.1'],
    asks: ['Summarise 38 merged changes for customers'],
    says: 'Three things are new this week.',
  },
];
export const agents = kinds.map((k) => k.agent);
export const environments = ['production', 'staging'];

/** A small generator with a seed (mulberry32). */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const hex = (random: () => number, digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

export function makeRun(index: number, now: number): Run {
  const random = seeded(index * 7919 + 13);
  const kind = pick(random, kinds);
  const traceId = hex(random, 32);
  const topSpanId = hex(random, 16);
  const startedAt = new Date(now - 1000 * (4 + index * 23 + Math.floor(random() * 20))).toISOString();
  const running = index < 3 && index !== 1;
  const fate = random();
  const value = running
    ? 'unknown'
    : fate < 0.78
      ? 'completed'
      : fate < 0.87
        ? 'failed'
        : fate < 0.93
          ? 'passed_to_person'
          : fate < 0.97
            ? 'unknown'
            : 'abandoned';
  const calls = 1 + Math.floor(random() * 6);
  const known = random() > 0.12;
  const length = Math.round(900 + random() ** 3 * 95_000);
  return {
    id: `${traceId}-${topSpanId}`,
    traceId,
    topSpanId,
    teamId: index % 4 === 0 ? 'tea_finance' : 'tea_support',
    name: kind.name,
    agent: kind.agent,
    agents: [kind.agent],
    service: `${kind.agent}-svc`,
    release: index % 5 === 0 ? null : `observed·${hex(random, 4)}`,
    environment: random() > 0.2 ? 'production' : 'staging',
    conversation: random() > 0.5 ? `conv-${hex(random, 12)}` : null,
    user: random() > 0.6 ? `customer-${Math.floor(random() * 9000)}` : null,
    state: running ? 'running' : value === 'unknown' ? 'unfinished' : 'settled',
    startedAt,
    durationMs: running || value === 'unknown' ? null : length,
    outcome: {
      value,
      source: value === 'unknown' ? null : value === 'completed' && random() > 0.5 ? 'declared' : 'inferred',
      refused: false,
    },
    errors: value === 'failed' ? 1 + Math.floor(random() * 2) : 0,
    steps: calls * 3 + 1,
    invocations: 1 + Math.floor(random() * 2),
    modelCalls: calls,
    toolCalls: calls,
    tokens: known
      ? {
          input: Math.round(calls * (900 + random() * 6000)),
          output: Math.round(calls * (60 + random() * 700)),
          cacheRead: random() > 0.5 ? 512 : null,
          cacheWrite: null,
          reasoning: null,
        }
      : { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null },
    costUsd: known && random() > 0.3 ? Math.round(calls * random() * 200) / 10_000 : null,
    costComputedUsd: null,
    costUnknownCalls: 0,
    models: kind.models,
    tools: ['lookup_order', 'send_mail'],
    tags: [],
    promptName: null,
    promptVersion: null,
    inputPreview: pick(random, kind.asks),
    outputPreview: value === 'completed' ? kind.says : null,
    marks: [],
    version: '1',
  };
}

/** Newest first. */
export const makeRuns = (count: number, now: number): Run[] =>
  Array.from({ length: count }, (_, i) => makeRun(i, now)).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
