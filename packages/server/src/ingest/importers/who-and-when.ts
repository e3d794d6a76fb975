import type { Imported, ImportOptions } from './imported.ts';
import { eachRecord, listAt, objectOf, RefusedRecord, textAt, wholeAt } from './refused-record.ts';
import { RunBuilder } from './run-builder.ts';
import { turnsOf, turnSteps } from './turn-steps.ts';

/** Who&When (arXiv 2505.00212): one failed run of a team of agents a file, with who failed it, at which turn from 0, and why. */
export const whoAndWhen = eachRecord((value: unknown, { agent, environment }: ImportOptions): Imported => {
  const record = objectOf(value);
  const question = textAt(record, 'question');
  const id = textAt(record, 'question_ID');
  const turns = turnsOf(listAt(record, 'history'));
  if (turns.length === 0) throw new RefusedRecord('"history" is empty');
  const who = textAt(record, 'mistake_agent');
  const step = wholeAt(record, 'mistake_step');
  if (step >= turns.length)
    throw new RefusedRecord(`"mistake_step" is ${step}, but there are only ${turns.length} turns`);
  const reason = typeof record['mistake_reason'] === 'string' ? record['mistake_reason'] : '';
  // Only the logs that a program made carry the prompt of each agent.
  const team = 'system_prompt' in record ? 'captain-agent' : 'magentic-one';
  const level = record['level'];
  const run = new RunBuilder({
    ...{ format: 'who_and_when', identity: [id, turns], environment },
    agent: agent || team,
    conversation: `who_and_when ${id}`,
    attributes: {
      'who_and_when.question_id': id,
      'who_and_when.ground_truth': typeof record['ground_truth'] === 'string' ? record['ground_truth'] : undefined,
      'who_and_when.level': typeof level === 'string' || typeof level === 'number' ? level : undefined,
    },
  });
  run.said(question, turns.at(-1)?.content);
  const spans = turnSteps(run, turns);
  // The labels name another agent than the one that spoke in a few records: told as it is, and seen in the metadata.
  const labels = { task: id, who, when: step, spoke: turns[step]!.who, root_cause: true };
  run.score({ name: 'failure_annotation', value: who, spanId: spans[step]!, comment: reason, metadata: labels });
  const isCorrect = record['is_correct'] ?? record['is_corrected'];
  if (typeof isCorrect === 'boolean') {
    run.score({ name: 'is_correct', value: isCorrect, spanId: null, comment: '', metadata: { task: id } });
    run.ended({ outcome: isCorrect ? 'completed' : 'failed', reason: isCorrect ? '' : reason });
  }
  return run.done();
});
