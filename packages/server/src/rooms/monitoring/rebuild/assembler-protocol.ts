import type { AgentName } from '../../../spine/catalog/agent-names.ts';
import type { Override } from '../prices/book.ts';
import type { Block } from '../../../ports/warehouse.ts';
import type { ReportedOutcome } from '../model/reported-outcome.ts';
import type { Figures } from '../views/totals/figures.ts';
import type { ObservedRelease } from './observed-releases.ts';
import type { SpanBlock } from './span-block.ts';

/** What the rebuild loop and its assembling thread say to each other. The thread holds the spans of one batch. */

export type TraceKey = { workspaceId: string; traceId: string };

/** Keys of derived rows that stand in the warehouse for a trace: what vanishes from them is written as deleted. */
export type StandingRows = TraceKey & {
  runs: readonly { bucket: number; runId: string }[];
  invocations: readonly { bucket: number; spanId: string }[];
};

export type TraceStart = TraceKey & { firstBucket: number };
/** `whole`: the thread held all earlier rows of it, and what stands. */
export type LoadedTrace = TraceStart & { whole: boolean };

export type Ask =
  /** New rows: blocks kept in hand, and the answer of a read where they were not. `anew`: nothing held from before counts. */
  | { step: 'load'; blocks: readonly SpanBlock[]; spans: Uint8Array; anew: boolean }
  /** Replaces the loaded rows of these traces by all of their rows, then assembles everything loaded but what is `left`. */
  | {
      step: 'assemble';
      whole: Uint8Array[];
      standing: StandingRows[];
      left?: readonly TraceKey[];
      /** Outcomes that were told of them apart from their spans. */
      reported?: readonly (TraceKey & ReportedOutcome)[];
      settled: Settled;
      version: string;
      now: number;
    }
  /** What the next assemblies go by. */
  | { step: 'learn'; terms: WorkspaceTerms };

/** Whether absent parents are taken to stay absent; 'by_age': where the trace has been quiet long enough. */
export type Settled = boolean | 'by_age';
/** What agents are called, what models cost and which releases were observed so far, by workspace. */
export type WorkspaceTerms = readonly {
  workspaceId: string;
  names: readonly AgentName[];
  overrides: readonly Override[];
  observed: readonly ObservedRelease[];
}[];

/** Counts of one minute (Unix seconds) and team. Unknown tokens add nothing; `unknownCalls` says how many there are. */
export type MinuteFigures = Figures & { bucket: number; teamId: string };

export type AssembledTrace = TraceKey & {
  lastIngested: number;
  firstBucket: number;
  /** All runs have their top span. */
  ended: boolean;
  /** Agents wait under an absent parent: settling may place them anew. */
  provisional: boolean;
  minutes: MinuteFigures[];
  /** Where something of it stood before: the minutes (Unix seconds) that it may have counted in. */
  stoodIn: readonly number[];
};

export type Answer =
  | { step: 'load'; traces: LoadedTrace[]; rows: number }
  | {
      step: 'assemble';
      blocks: { table: string; columns: Block['columns']; rows: number; bytes: Uint8Array }[];
      traces: AssembledTrace[];
      touched: { workspaceId: string; buckets: number[] }[];
      /** New ones, to be kept. */
      observed: readonly ObservedRelease[];
    }
  | { step: 'learn' }
  | { step: 'failed'; message: string };
