import type { Reply, Request, Said, Tool } from '../model/talk.ts';
import type { Plan, Usage } from '../provider/plan.ts';
import type { End, Failure, Open } from '../telemetry/recorder.ts';
import { callModel, GaveUp } from './calls.ts';
import type { Scene } from './scene.ts';
import type { Move } from './spec.ts';
import { runTools } from './tools.ts';

/** Model calls one agent may make in a turn; agents that go round in circles end here. */
const mostCalls = 9;

/** What one agent made of its task, under the span that has just ended. */
export type Work = { open: Open; output: string | null; failure: Failure | null };
export type Task = { name: string; input: string; moves: readonly Move[]; before: readonly Said[]; outcome?: string };

/** One agent at one task: model and tools in turn until it has answered, with a span around all of it. */
export async function workOn(scene: Scene, parent: Open | null, task: Task): Promise<Work> {
  const { recorder } = scene;
  const open = recorder.begin(parent, 'agent');
  const said: Said[] = [...task.before, { role: 'user', text: task.input }];
  const spent: Usage[] = [];
  let output: string | null = null;
  let failure: Failure | null = null;
  try {
    let calls = 0;
    for (const move of task.moves) {
      if (++calls > mostCalls)
        throw new GaveUp({ type: 'step_limit', message: `No answer after ${mostCalls} model calls.` });
      recorder.pass(scene.random.around(8));
      const ended = await make(scene, open, move, { said, spent });
      if (ended === null) continue;
      output = ended;
      break;
    }
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    failure = error.failure;
  }
  recorder.pass(scene.random.around(4));
  recorder.end(open, agentEnd(scene, task, { parent, output, failure, spent }));
  return { open, output, failure };
}

type Progress = { said: Said[]; spent: Usage[] };

/** One move of the model; the final answer, or null where it goes on. */
async function make(scene: Scene, open: Open, move: Move, { said, spent }: Progress): Promise<string | null> {
  const reply = await callModel(scene, open, requestOf(scene, said), planOf(scene, move));
  if (reply.usage !== null) spent.push(reply.usage);
  said.push({ role: 'assistant', text: reply.text ?? reply.refusal, calls: reply.calls });
  if (reply.calls.length === 0) return reply.text ?? reply.refusal ?? '';
  if ('tools' in move) said.push(...(await runTools(scene, open, reply, move.tools)));
  if ('delegate' in move) {
    const [call] = reply.calls;
    const { output, failure } = await delegated(scene, open, move, reply);
    const text = output ?? `The agent failed: ${failure?.message ?? 'no answer'}`;
    said.push({ role: 'tool', callId: call!.id, name: call!.name, text });
    if (move.how === 'handoff') return text;
  }
  return null;
}

/** Another agent at work inside this one's run: under a tool span where it is called like a tool, at once where it takes over. */
async function delegated(
  scene: Scene,
  open: Open,
  move: Extract<Move, { delegate: string }>,
  reply: Reply,
): Promise<Work> {
  const [call] = reply.calls;
  const task: Task = { name: move.delegate, input: move.task, moves: move.moves, before: [] };
  if (move.how === 'handoff') return workOn(scene, open, task);
  const tool = scene.recorder.begin(open, 'tool');
  const work = await workOn(scene, tool, task);
  const shape = scene.voice.tool(
    { name: call!.name, callId: call!.id, arguments: call!.arguments, result: work.output },
    scene.setting,
  );
  scene.recorder.end(tool, { shape, failure: work.failure });
  return work;
}

const requestOf = ({ spec, tellsUsage }: Scene, said: readonly Said[]): Omit<Request, 'plan'> => ({
  model: spec.model,
  system: spec.system,
  said: [...said],
  tools: Object.entries(spec.tools).map(([name, { about }]): Tool => ({ name, about })),
  maxTokens: 1_000,
  stream: spec.stream,
  wantsUsage: tellsUsage,
});

function planOf({ spec, random }: Scene, move: Move): Plan {
  if ('refuse' in move) return { refusal: move.refuse };
  if ('delegate' in move) {
    const name = `${move.how === 'handoff' ? 'transfer_to' : 'ask'}_${move.delegate.replaceAll('-', '_')}`;
    return { toolCalls: [{ name, arguments: { task: move.task } }] };
  }
  if ('tools' in move) {
    const broken = random.chance(spec.mishaps.badArguments ?? 0) && spec.api !== 'messages';
    const toolCalls = move.tools.map(({ name, arguments: args }) => ({
      name,
      arguments: broken ? JSON.stringify(args).slice(0, -2) : args,
    }));
    return { toolCalls, ...(move.thought === undefined ? {} : { text: move.thought }) };
  }
  const cut = random.chance(spec.mishaps.truncated ?? 0) && move.say.length > 60;
  const reasoning = move.reasoning === undefined ? {} : { reasoning: move.reasoning };
  return cut
    ? { text: move.say.slice(0, Math.floor(move.say.length * 0.7)), truncated: true, ...reasoning }
    : { text: move.say, ...reasoning };
}

type Ended = { parent: Open | null; output: string | null; failure: Failure | null; spent: readonly Usage[] };

function agentEnd(scene: Scene, task: Task, { parent, output, failure, spent }: Ended): End {
  const { spec, setting, version } = scene;
  const top = parent === null;
  const usage = spent.length === 0 ? null : spent.reduce(sum);
  const step = { name: task.name, version, system: spec.system, input: task.input, output, usage, top };
  const shape = scene.voice.agent(step, setting);
  if (top && task.outcome !== undefined)
    shape.attributes['signalbox.outcome'] = failure === null ? task.outcome : 'failed';
  return { shape, failure };
}

const sum = (a: Usage, b: Usage): Usage => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheWrite: a.cacheWrite + b.cacheWrite,
  reasoning: a.reasoning + b.reasoning,
});
