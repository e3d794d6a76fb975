import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What each capture must show: its expected.json, as EXPECTED.md beside the captures explains it. */

type Known = number | null;
type Tokens = { input: Known; output: Known; cachedInput: Known; reasoning: Known; cacheWriteInput?: Known };

export type ExpectedTrace = {
  traceId: string;
  scenario: string;
  variant: string;
  spans: number;
  topSpanId: string | null;
  highestReceivedSpanId?: string;
  workflow?: string | null;
  agents: string[];
  modelCalls: number;
  toolCalls: { name: string; error: boolean }[];
  models: string[];
  tokens: Tokens & { truth: Tokens; lenient?: (keyof Tokens)[] };
  errors: { spanId: string; kind: string }[];
  outcomeHint: 'completed' | 'failed' | 'refused' | 'unknown';
  conversation: string | null;
  user: string | null;
  environment: string | null;
  tags: string[];
  promptName: string | null;
  promptVersion: string | null;
};

export const expectedTraces = (folder: string): ExpectedTrace[] =>
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).traces;

/** How many log records. */
export const expectedLogs = (folder: string): number =>
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).logs;

/** What one trace showed, in the shape of `wanted`. */
export type Shown = {
  agents: readonly string[];
  modelCalls: number;
  models: readonly string[];
  toolCalls: readonly { name: string; error: boolean }[];
  tokens: { input: Known; output: Known; cacheRead: Known; cacheWrite: Known; reasoning: Known };
  errorSpans: readonly string[];
  conversation: string | null;
  user: string | null;
  environment: string | null;
  tags: readonly string[];
  promptName: string | null;
  promptVersion: string | null;
};

/** `shown` cleared of what the expectation leaves open, and the expectation: for one comparison. */
export function compared(shown: Shown, wanted: ExpectedTrace): [shown: object, wanted: object] {
  const name = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
  const { input, output, cachedInput, reasoning, cacheWriteInput } = wanted.tokens;
  const expected = {
    input,
    output,
    cacheRead: cachedInput,
    reasoning,
    ...(cacheWriteInput === undefined ? {} : { cacheWrite: cacheWriteInput }),
  };
  const tokens = Object.fromEntries(
    Object.entries(expected).map(([key, value]) => {
      const seen = shown.tokens[key as keyof Shown['tokens']];
      return [key, isOpen(wanted, key) && (seen === null || seen === 0) ? value : seen];
    }),
  );
  return [
    {
      ...shown,
      toolCalls: shown.toolCalls.toSorted(name),
      tags: shown.tags.toSorted(),
      errorSpans: shown.errorSpans.toSorted(),
      tokens,
    },
    {
      agents: wanted.agents,
      modelCalls: wanted.modelCalls,
      models: wanted.models,
      toolCalls: wanted.toolCalls.toSorted(name),
      tokens: expected,
      errorSpans: wanted.errors.map(({ spanId }) => spanId).toSorted(),
      conversation: wanted.conversation,
      user: wanted.user,
      environment: wanted.environment,
      tags: wanted.tags.toSorted(),
      promptName: wanted.promptName,
      promptVersion: wanted.promptVersion === null ? null : String(wanted.promptVersion),
    },
  ];
}

/** Where null and 0 both pass: the field does not apply, or the file says so. */
function isOpen({ tokens }: ExpectedTrace, key: string): boolean {
  const field = ({ cacheRead: 'cachedInput', cacheWrite: 'cacheWriteInput' }[key] ?? key) as keyof Tokens;
  return tokens.lenient?.includes(field) === true || (tokens[field] === null && (tokens.truth[field] ?? null) === null);
}
