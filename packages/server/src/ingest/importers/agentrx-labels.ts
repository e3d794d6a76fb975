import type { JsonObject } from '../content/json.ts';
import { listAt, objectOf, textAt, wholeAt } from './refused-record.ts';
import type { RunBuilder } from './run-builder.ts';

type Failure = { id: string; step: number; who: string; category: string; why: string; categoryWhy: string };
export type Labels = { trajectory: string; failures: Failure[]; rootCause: string; rootWhy: string; summary: string };

export const isLabels = (value: JsonObject): boolean => 'trajectory_id' in value && 'failures' in value;

/** All failures that a person saw in one run, and which of them it failed by. Ids are numbers here and texts there. */
export function labelsOf(value: JsonObject): Labels {
  const root = objectOf(value['root_cause'], '"root_cause"');
  return {
    trajectory: String(value['trajectory_id']),
    failures: listAt(value, 'failures').map((one) => {
      const failure = objectOf(one, 'A failure');
      return {
        id: String(wholeAt(failure, 'failure_id')),
        step: wholeAt(failure, 'step_number', 1),
        who: textAt(failure, 'failed_agent'),
        category: textAt(failure, 'failure_category'),
        why: wordsOf(failure['step_reason']),
        categoryWhy: wordsOf(failure['category_reason']),
      };
    }),
    rootCause: String(root['failure_id']),
    rootWhy: wordsOf(root['reason_for_root_cause']),
    summary: wordsOf(value['failure_summary']),
  };
}

/**
 * A score for each failure, at its step where that is one of the agent's (what a user said is none: then of the run). The root cause once
 * more, of the run.
 * @param spanOf of a step, counted from 1
 */
export function annotate(run: RunBuilder, labels: Labels, spanOf: (step: number) => string | undefined): void {
  const task = labels.trajectory;
  for (const { id, step, who, category, why, categoryWhy } of labels.failures) {
    const isRoot = id === labels.rootCause;
    const metadata = { task, who, when: step, why: categoryWhy, category, failure: id, root_cause: isRoot };
    const spanId = spanOf(step) ?? null;
    run.score({ name: 'failure_annotation', part: id, value: who, spanId, comment: why, metadata });
    if (!isRoot) continue;
    const { rootWhy: comment } = labels;
    run.score({ name: 'root_cause', value: category, spanId: null, comment, metadata: { task, who, when: step } });
  }
}

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '');
