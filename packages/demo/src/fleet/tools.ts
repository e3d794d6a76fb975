import type { Call, Reply, Said } from '../model/talk.ts';
import type { Failure, Open } from '../telemetry/recorder.ts';
import type { Scene } from './scene.ts';
import type { PlannedTool } from './spec.ts';

/** Runs what the model asked for, one after the other; failures are told to the model, which goes on. */
export async function runTools(
  scene: Scene,
  open: Open,
  reply: Reply,
  planned: readonly PlannedTool[],
): Promise<Said[]> {
  return reply.calls.map((call, index) => {
    const text = runTool(scene, open, call, planned[index]!);
    return { role: 'tool', callId: call.id, name: call.name, text };
  });
}

function runTool(
  { spec, voice, random, recorder, setting }: Scene,
  open: Open,
  call: Call,
  planned: PlannedTool,
): string {
  const tool = spec.tools[call.name] ?? { about: '', ms: 50 };
  const span = recorder.begin(open, 'tool');
  const wrong = badArguments(call);
  const fails = wrong !== null || random.chance(planned.fails ?? tool.fails ?? 0);
  recorder.pass(wrong === null ? random.around(tool.ms, tool.spread ?? 0.5) : 1);
  const failure = fails ? (wrong ?? planned.failure ?? tool.failure ?? unnamed) : null;
  const result = failure === null ? textOf(planned.result) : null;
  const shape = voice.tool({ name: call.name, callId: call.id, arguments: call.arguments, result }, setting);
  recorder.end(span, { shape, failure });
  return result ?? `Error: ${failure!.message}`;
}

const unnamed: Failure = { type: 'ToolError', message: 'The tool did not answer.' };

function badArguments(call: Call): Failure | null {
  try {
    JSON.parse(call.arguments);
    return null;
  } catch {
    return { type: 'invalid_arguments', message: `The arguments of ${call.name} are not valid JSON.` };
  }
}

const textOf = (result: unknown): string => (typeof result === 'string' ? result : JSON.stringify(result));
