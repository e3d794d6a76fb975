import { askModel } from '../model/ask-model.ts';
import { ModelFailure, type Reply, type Request } from '../model/talk.ts';
import type { Plan } from '../provider/plan.ts';
import { tokensIn } from '../provider/plan.ts';
import type { Random } from '../random.ts';
import type { Failure, Open } from '../telemetry/recorder.ts';
import type { AgentSpec } from './spec.ts';
import type { Scene } from './scene.ts';

/** A model call that stayed without an answer after its tries. */
export class GaveUp extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'GaveUp';
    this.failure = failure;
  }
}

const tries = 3;

/** Asks the model until it answers, each try a span of its own; waits as long as it is told between two. Throws `GaveUp`. */
export async function callModel(
  scene: Scene,
  parent: Open,
  request: Omit<Request, 'plan'>,
  plan: Plan,
): Promise<Reply> {
  const { spec, random, recorder } = scene;
  let fault = mishapOf(spec, random);
  for (let attempt = 1; ; attempt++) {
    const attempted: Request = {
      ...request,
      plan: { ...plan, ...paced(spec, random, plan), id: random.hex(12), ...fault },
    };
    const open = recorder.begin(parent, 'call');
    const step = await askModel(scene.providerUrl, spec.api, attempted).then(
      (reply) => ({ request: attempted, reply, failure: null, cost: costOf(spec, reply) }),
      (error: unknown) => ({ request: attempted, reply: null, failure: failureOf(error), cost: null }),
    );
    recorder.pass(step.reply?.elapsedMs ?? step.failure!.elapsedMs);
    const failure = step.failure && { type: step.failure.type, message: step.failure.message };
    const shape = scene.voice.call(step, scene.setting);
    recorder.end(open, { shape, failure, call: { usage: step.reply?.usage ?? null } });
    if (step.reply !== null) return step.reply;
    if (attempt === tries) throw new GaveUp(failure!);
    recorder.pass(step.failure!.retryAfterMs || 400 * attempt);
    // What was wrong mostly passes.
    if (!random.chance(0.25)) fault = {};
  }
}

function failureOf(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  throw error;
}

function mishapOf({ mishaps }: AgentSpec, random: Random): Plan {
  const draw = random.next();
  let reached = 0;
  const hit = (share = 0): boolean => draw < (reached += share);
  if (hit(mishaps.rateLimited)) return { fault: 'rate_limited', retryAfterSeconds: random.whole(1, 6), latencyMs: 60 };
  if (hit(mishaps.serverError)) return { fault: 'server_error', latencyMs: random.around(900) };
  if (hit(mishaps.badJson)) return { fault: 'bad_json' };
  return {};
}

/** Time and tokens grow with what is said, as they do; the prompt's head is cached from the second call on. */
function paced(spec: AgentSpec, random: Random, plan: Plan): Plan {
  const said = (plan.text ?? plan.refusal ?? '') + JSON.stringify(plan.toolCalls ?? '');
  const reasoning = plan.reasoning === undefined ? 0 : random.whole(120, 900);
  const output = tokensIn(said) + reasoning + random.whole(2, 20);
  const firstChunkMs = Math.round(random.around(420, 0.4));
  const slow = random.chance(spec.mishaps.slow ?? 0) ? random.around(14_000, 0.3) : 0;
  const head = 900 + (spec.system.length % 7) * 180;
  const cached = random.chance(0.7) ? head : 0;
  const input = head + random.whole(40, 700);
  return {
    latencyMs: Math.round(firstChunkMs + output * random.around(11, 0.3) + slow),
    firstChunkMs,
    usage: {
      input,
      output,
      reasoning,
      cacheRead: cached,
      cacheWrite: spec.api === 'messages' && cached === 0 ? head : 0,
    },
  };
}

/** USD for a million tokens, of the day this was written; the fleet's own bill, no price list. */
const prices: { readonly [model: string]: readonly [input: number, output: number] } = {
  'gpt-5': [1.25, 10],
  'gpt-5-mini': [0.25, 2],
  'claude-sonnet-4-5': [3, 15],
  'claude-haiku-4-5': [1, 5],
};

function costOf(spec: AgentSpec, reply: Reply): number | null {
  const price = prices[spec.model];
  if (!spec.tellsCost || price === undefined || reply.usage === null) return null;
  const [input, output] = price;
  const { cacheRead } = reply.usage;
  const full = (reply.usage.input - cacheRead) * input + cacheRead * input * 0.1 + reply.usage.output * output;
  return Math.round(full * 1000) / 1e9;
}
