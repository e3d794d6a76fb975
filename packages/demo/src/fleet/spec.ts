import type { ModelApi } from '../model/ask-model.ts';
import type { Random } from '../random.ts';
import type { VoiceName } from '../voices/index.ts';

/** One agent of the fleet: what it is, how it is deployed, what it does. Content is invented: no real companies or people. */
export type AgentSpec = {
  name: string;
  /** Several agents may be parts of one service. */
  service: string;
  voice: VoiceName;
  api: ModelApi;
  model: string;
  stream: boolean;
  /** Share of conversations whose client tells token counts: some never do. */
  tellsUsage: number;
  tellsCost: boolean;
  system: string;
  /** The oldest first. A newer one serves its share from its day on. */
  releases: readonly [Release, ...Release[]];
  stagingShare: number;
  /** Conversations an hour at the live rate, on an average hour. */
  perHour: number;
  /** Hours that local noon is before noon UTC, and how much of a working day a day of the weekend is. */
  utcOffset: number;
  weekend: number;
  tools: { readonly [name: string]: ToolSpec };
  /** Mishaps of model calls, as shares of calls. */
  mishaps: Mishaps;
  tags: readonly string[];
  /** How often people or evaluators judge a run. */
  judged: number;
  talk(random: Random, release: Release): Conversation;
};

/**
 * `daysBefore` the anchor of the fleet it was rolled out, `until` how many it was taken back; left out = it stays. `share` of
 * conversations it gets in between.
 */
export type Release = { version: string; daysBefore: number; share: number; until?: number };
/** What the server keeps of releases, by agent and version: what they are known by, and which version of the prompt is in them. */
export type KeptReleases = {
  readonly [agent: string]: { readonly [version: string]: { digest: string; prompt: number | null } };
};

/** `ms`: usual time. The failure is what its exception says. */
export type ToolSpec = {
  about: string;
  ms: number;
  spread?: number;
  fails?: number;
  failure?: { type: string; message: string };
};

export type Mishaps = {
  rateLimited?: number;
  serverError?: number;
  badJson?: number;
  /** Tool arguments that are no JSON. */
  badArguments?: number;
  truncated?: number;
  slow?: number;
};

export type Conversation = { turns: readonly [TurnScript, ...TurnScript[]]; tags?: readonly string[] };
export type TurnScript = { ask: string; moves: readonly Move[]; outcome?: Outcome; feedback?: 1 | 0 };
export type Outcome = 'completed' | 'failed' | 'passed_to_person' | 'abandoned';

/** One thing the model does in its turn. */
export type Move =
  | { tools: readonly PlannedTool[]; thought?: string }
  | { delegate: string; task: string; moves: readonly Move[]; how: 'handoff' | 'subagent' }
  | { say: string; reasoning?: string }
  | { refuse: string };

/** `fails` overrides the tool's own share, `failure` its words. */
export type PlannedTool = {
  name: string;
  arguments: { readonly [key: string]: unknown };
  result: unknown;
  fails?: number;
  failure?: { type: string; message: string };
};

/** A tool that answers; for scripts. */
export const use = (name: string, args: PlannedTool['arguments'], result: unknown): Move => ({
  tools: [{ name, arguments: args, result }],
});
export const say = (text: string): Move => ({ say: text });
