import type { SpanIn } from '../otlp/types.ts';
import { adk } from './adk.ts';
import { anthropic } from './anthropic.ts';
import { claudeCode } from './claude-code.ts';
import { general } from './general.ts';
import { genai } from './genai.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { mastra } from './mastra.ts';
import { mcp } from './mcp.ts';
import { finishReason } from './names.ts';
import { openinference } from './openinference.ts';
import { pydantic } from './pydantic.ts';
import { traceloop } from './traceloop.ts';
import type { Dialect, Facts, SpanKind, Usage, UsageQuality, UsageScope } from './types.ts';
import { vercel } from './vercel.ts';

/** Every convention, the one that is believed first at the front. A new one is one file and one entry here. */
const dialects: readonly Dialect[] = [
  genai,
  vercel,
  openinference,
  anthropic,
  claudeCode,
  langfuse,
  traceloop,
  langsmith,
  mastra,
  pydantic,
  adk,
  mcp,
  general,
];

/** Where another order holds than the list's. Names left out come after those named, in the list's order. */
const precedence: { readonly [field in keyof Facts]?: readonly string[] } = {
  kind: ['pydantic-ai', 'langfuse', 'openinference', 'langsmith', 'mastra', 'genai', 'vercel'],
  // Before GenAI's own numbers those of conventions that know what these leave out: the cache of Anthropic on version 5 of
  // the AI SDK, and around its SDK for Node in OpenLLMetry.
  usage: ['langfuse', 'vercel', 'traceloop', 'genai', 'openinference'],
  conversation: ['otel', 'langfuse', 'genai'],
  // LangSmith puts a tool's arguments where GenAI has a prompt; the tools of Mastra have theirs in `mastra.*`.
  input: ['langsmith'],
  output: ['langsmith'],
  user: ['otel'],
  // Ours names a prompt that is kept here; a framework's may be anything.
  promptName: ['otel'],
  promptVersion: ['otel'],
  errorType: ['otel'],
  errorMessage: ['otel'],
};

/** What a span means, whatever conventions it speaks. `dialect` names those that claimed it, joined by `+`. */
export type Meaning = Omit<Facts, 'kind' | 'usage' | 'usageScope' | 'usageQuality' | 'failed' | 'passedOn'> & {
  readonly dialect: string;
  readonly kind: SpanKind;
  /** By its status or by its convention, and not by a copied status. */
  readonly failed: boolean;
  readonly usage: Usage;
  readonly usageScope: UsageScope;
  readonly usageQuality: UsageQuality;
};

/** Reads a span by every convention that claims it; per field the first that says something wins. Never throws on any attributes. */
export function readSpan(span: SpanIn): Meaning {
  const said: Said[] = [];
  for (const dialect of dialects)
    if (dialect.claims(span)) said.push({ name: dialect.name, facts: dialect.read(span) });
  const merged = merge(said);
  const kind = merged.kind ?? 'other';
  // Last of all, what the message itself says it ended with.
  if (merged.finishReason === undefined) copyFinish(merged);
  const failed = merged.passedOn !== true && (span.statusCode === 2 || merged.failed === true);
  const sent = merged.usageScope === 'none' ? unknown : mergeUsage(said);
  const { usage, quality } = failed && isEmpty(sent) ? noUsage : inclusive(sent);
  const some = usage.input !== null || usage.output !== null;
  // A cost of 0 beside unknown tokens is a field that was never filled (seen on calls refused with 429).
  if (merged.cost !== undefined && (merged.cost < 0 || (merged.cost === 0 && !some))) delete merged.cost;
  // Into the object at hand: a copy of it costs as much as reading the span.
  return Object.assign(merged, {
    dialect: nameOf(said),
    kind,
    failed,
    usage,
    usageScope: !some ? ('none' as const) : kind === 'llm' || kind === 'embedding' ? 'self' : 'reported',
    usageQuality: some && merged.usageQuality === 'inferred' ? 'inferred' : quality,
  } satisfies Partial<Meaning>) as Meaning;
}

/** The general conventions hold on every span: named only where nothing else does. */
function nameOf(said: readonly Said[]): string {
  let names = '';
  for (const { name } of said) if (name !== general.name) names = names === '' ? name : `${names}+${name}`;
  return names === '' ? general.name : names;
}

function copyFinish(merged: Facts): void {
  const reason = finishReason(merged.output?.at(-1)?.finishReason);
  if (reason === undefined) return;
  merged.finishReason = reason;
  if (reason === 'content_filter') merged.refused = true;
  if (reason === 'error') merged.failed = true;
}

type Said = { readonly name: string; readonly facts: Facts };

/** Into the facts of the first, which nobody else holds; what a later one says fills only what is silent before it. */
function merge(said: readonly Said[]): Facts {
  const merged: Facts = said[0]?.facts ?? {};
  const target: Record<string, unknown> = merged;
  for (let place = 1; place < said.length; place++) {
    const facts: Record<string, unknown> = said[place]!.facts;
    for (const key in facts) {
      const value = facts[key];
      if (isSilent(value)) continue;
      if (key === 'consumed') target[key] = [...(merged.consumed ?? []), ...(value as readonly string[])];
      else if (key === 'failed' || key === 'refused') target[key] = merged[key] === true || value === true;
      else if (isSilent(target[key])) target[key] = value;
    }
  }
  if (said.length === 1) return merged;
  for (const [key, names] of exceptions)
    for (const name of names) {
      const first = factsOf(said, name)?.[key];
      if (first === undefined) continue;
      target[key] = first;
      break;
    }
  return merged;
}

const isSilent = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

const exceptions = Object.entries(precedence).filter(([key]) => key !== 'usage') as [keyof Facts, readonly string[]][];
const usageFirst = precedence.usage ?? [];

function factsOf(said: readonly Said[], name: string): Facts | undefined {
  for (const one of said) if (one.name === name) return one.facts;
  return undefined;
}

const unknown: Usage = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
const noUsage = { usage: unknown, quality: 'missing' } as const;

/** Zeros of a call that failed are fields that were never filled. */
const isEmpty = ({ input, output }: Usage): boolean => (input ?? 0) === 0 && (output ?? 0) === 0;

function mergeUsage(said: readonly Said[]): Usage {
  const usage: Usage = { ...unknown };
  for (const name of usageFirst) fill(usage, factsOf(said, name)?.usage);
  for (const { name, facts } of said) if (!usageFirst.includes(name)) fill(usage, facts.usage);
  return usage;
}

function fill(usage: Usage, from: Usage | undefined): void {
  if (from === undefined) return;
  usage.input ??= from.input;
  usage.output ??= from.output;
  usage.cacheRead ??= from.cacheRead;
  usage.cacheWrite ??= from.cacheWrite;
  usage.reasoning ??= from.reasoning;
}

/** Parts larger than their whole are not in it: some clients count the cache and the reasoning apart. */
function inclusive(usage: Usage): { usage: Usage; quality: UsageQuality } {
  if (usage.input === null && usage.output === null) return { usage, quality: 'missing' };
  const cache = (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0);
  const input = usage.input !== null && cache > usage.input ? usage.input + cache : usage.input;
  const reasoning = usage.reasoning ?? 0;
  const output = usage.output !== null && reasoning > usage.output ? usage.output + reasoning : usage.output;
  return {
    usage: { ...usage, input, output },
    quality: input === usage.input && output === usage.output ? 'exact' : 'inferred',
  };
}
