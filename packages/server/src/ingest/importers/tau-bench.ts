import { chatSteps, endsOf } from './chat-steps.ts';
import type { ImportOptions } from './imported.ts';
import type { JsonObject } from '../content/json.ts';
import { eachRecord, listAt, objectOf, RefusedRecord, wholeAt } from './refused-record.ts';
import { RunBuilder } from './run-builder.ts';

/** tau-bench (arXiv 2406.12045): one trial of one task a record, as OpenAI chat messages, with its reward. */
export const tauBench = eachRecord((value, options) => tauRun(objectOf(value), options, 'tau_bench').run.done());

/** `spans`: those of the messages, by their place; for labels that stand apart. */
export function tauRun(
  record: JsonObject,
  { agent: named, environment }: ImportOptions,
  format: string,
): { run: RunBuilder; spans: Map<number, string>; task: number } {
  const messages = listAt(record, 'traj');
  if (messages.length === 0) throw new RefusedRecord('"traj" is empty');
  const task = wholeAt(record, 'task_id');
  const trial = wholeAt(record, 'trial');
  const { reward } = record;
  if (typeof reward !== 'number' || !Number.isFinite(reward)) throw new RefusedRecord('"reward" must be a number');
  const agent = named || 'tau-bench';
  const about = objectOf(objectOf(record['info'] ?? {}, '"info"')['task'] ?? {}, '"info.task"');
  const text = (field: string) => (typeof about[field] === 'string' ? about[field] : undefined);
  const run = new RunBuilder({
    // Two agents may say the same in a trial of the same task.
    ...{ format, identity: [agent, task, trial, messages], agent, environment },
    conversation: `${format} ${agent} task ${task} trial ${trial}`,
    attributes: {
      'user.id': text('user_id'),
      'tau_bench.task_id': task,
      'tau_bench.trial': trial,
      'tau_bench.instruction': text('instruction'),
      'tau_bench.gold_actions': Array.isArray(about['actions']) ? JSON.stringify(about['actions']) : undefined,
    },
  });
  run.said(...endsOf(messages));
  const spans = chatSteps(run, messages);
  run.score({ name: 'reward', value: reward, spanId: null, comment: '', metadata: { task, trial } });
  // As tau-bench counts it: floating point may leave a reward just beside 1.
  const passed = Math.abs(reward - 1) <= 1e-6;
  run.ended({ outcome: passed ? 'completed' : 'failed', reason: `reward ${reward}` });
  return { run, spans, task };
}

export const isTauRecord = (value: JsonObject): boolean => 'traj' in value && 'task_id' in value;
