import { getModelProvider } from '../../../../access/index.ts';
import { authorize } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import { AppError } from '../../../../spine/errors.ts';
import { type CallCost, callCosts } from '../../../monitoring/index.ts';
import type { RunEstimate, StartRun } from '../../contract-playground.ts';
import { estimateTokens } from '../../model/tokens.ts';
import { type KeptLane, laneOf } from '../lanes.ts';
import { noTokens } from '../model/result.ts';
import { questionOf } from '../question.ts';

/** Rows are rendered for at most this long in all; the others are taken to be like those before. */
const mostMs = 1_000;
const usualOutput = 500;
type Row = StartRun['rows'][number];
type OfLane = RunEstimate['lanes'][number];

/** About what a run would cost, asking nobody. */
export async function estimateRun(ctx: Ctx, input: StartRun): Promise<RunEstimate> {
  authorize(ctx, 'model_provider.use', { teamId: input.teamId });
  const costOf = await callCosts(ctx);
  const until = ctx.clock.monotonic() + mostMs;
  const lanes: OfLane[] = [];
  for (const lane of input.lanes) {
    const provider = await getModelProvider(ctx, lane.providerId);
    const kept = await laneOf(ctx, lane, provider);
    const priced: Priced = (tokens) => costOf({ model: lane.model, provider: provider.pricedAs }, tokens);
    lanes.push(estimateLane(kept, input.rows, { priced, isOver: () => ctx.clock.monotonic() > until }));
  }
  const sum = (part: 'inputTokens' | 'outputTokens'): number => lanes.reduce((all, one) => all + one[part], 0);
  const isKnown = lanes.every((one) => one.costUsd !== null);
  return {
    cells: input.lanes.length * input.rows.length,
    lanes,
    total: {
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      costUsd: isKnown ? lanes.reduce((all, one) => all + one.costUsd!, 0) : null,
    },
  };
}

type Priced = (tokens: Parameters<CallCost>[1]) => number | null;

function estimateLane(
  lane: KeptLane,
  rows: readonly Row[],
  { priced, isOver }: { priced: Priced; isOver: () => boolean },
): OfLane {
  let [input, rendered, failed] = [0, 0, 0];
  let problem: string | null = null;
  for (const row of rows) {
    if (rendered + failed > 0 && isOver()) break;
    try {
      const { messages, tools, outputSchema } = questionOf(lane, row, []);
      const texts = messages.map((message) => message.content).join('\n');
      const rest = [...(tools.length > 0 ? [tools] : []), ...(outputSchema === null ? [] : [outputSchema])];
      input += estimateTokens(texts) + estimateTokens(rest.length > 0 ? JSON.stringify(rest) : '');
      rendered++;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const [field] = error.fields;
      problem ??= field === undefined ? error.message : `${field.path}: ${field.message}`;
      failed++;
    }
  }
  const scale = rendered + failed === 0 ? 0 : rows.length / (rendered + failed);
  const inputTokens = Math.round(input * scale);
  const outputTokens = Math.round(outputOf(lane) * rendered * scale);
  // By the call, since long calls can have a price of their own.
  const each = rendered === 0 ? 0 : Math.round(input / rendered);
  const cost = priced({ ...noTokens, input: each, output: outputOf(lane) });
  return { inputTokens, outputTokens, costUsd: cost === null ? null : cost * rendered * scale, problem };
}

function outputOf({ content: { settings } }: KeptLane): number {
  const { max_tokens: most, max_completion_tokens: other } = settings.parameters;
  const limit = typeof most === 'number' ? most : typeof other === 'number' ? other : usualOutput;
  return Math.max(0, Math.min(limit, usualOutput));
}
