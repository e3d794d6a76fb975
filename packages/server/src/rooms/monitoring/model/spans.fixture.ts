import { type SpanFact, unknownTokens } from './facts.ts';

const minute = 1_795_325_040;
const second = 1_000_000_000n;

/** A span fact with everything empty; `at` and `took` are seconds after the start of a trace. */
export function fact(
  spanId: string,
  parentSpanId: string,
  changes: Partial<SpanFact> & { at?: number; took?: number | null } = {},
): SpanFact {
  const { at = 0, took = 1, ...rest } = changes;
  return {
    traceId: 't'.repeat(32),
    spanId,
    parentSpanId,
    teamId: 'tea_1',
    bound: true,
    bucket: minute,
    startNs: BigInt(minute) * second + BigInt(Math.round(at * 1e9)),
    durationNs: took === null ? null : BigInt(Math.round(took * 1e9)),
    receivedAt: minute * 1000,
    ingestedAt: minute * 1_000_000,
    name: spanId,
    status: 0,
    kind: 'other',
    dialect: 'genai',
    service: 'svc',
    serviceVersion: '',
    agent: '',
    agentVersion: '',
    release: '',
    configDigest: '',
    environment: '',
    conversation: '',
    user: '',
    provider: '',
    model: '',
    responseId: '',
    tool: '',
    tokens: unknownTokens,
    usageScope: 'none',
    costNanoUsd: null,
    ttftNs: null,
    failed: rest.status === 2,
    refused: false,
    outcome: '',
    inputPreview: '',
    outputPreview: '',
    tags: [],
    promptName: '',
    promptVersion: '',
    marks: [],
    ...rest,
  };
}

export const agent = (id: string, parent: string, changes: Parameters<typeof fact>[2] = {}): SpanFact =>
  fact(id, parent, { kind: 'agent', agent: `${id}-agent`, took: 10, ...changes });

export const call = (id: string, parent: string, changes: Parameters<typeof fact>[2] = {}): SpanFact =>
  fact(id, parent, {
    kind: 'llm',
    model: 'm-1',
    usageScope: 'self',
    tokens: { ...unknownTokens, input: 100, output: 10 },
    ...changes,
  });

export const tool = (id: string, parent: string, changes: Parameters<typeof fact>[2] = {}): SpanFact =>
  fact(id, parent, { kind: 'tool', tool: id, ...changes });
