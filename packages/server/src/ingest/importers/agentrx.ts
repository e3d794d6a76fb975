import { isObject } from '../content/json.ts';
import { annotate, isLabels, type Labels, labelsOf } from './agentrx-labels.ts';
import type { Format, Imported, ImportOptions, Place, ReadRecord, SourceRecord } from './imported.ts';
import { attempt, nameOf, RefusedRecord, valueOf } from './refused-record.ts';
import { RunBuilder } from './run-builder.ts';
import { isTauRecord, tauRun } from './tau-bench.ts';
import { turnsOf, turnSteps } from './turn-steps.ts';

type Known = { labels: ReadonlyMap<string, Labels>; used: Set<string>; options: ImportOptions };

/**
 * AgentRx (arXiv 2602.02475): records of tau-bench, files that are the turns of one Magentic-One run, and files of labels for both. They
 * meet by the id of the task, or the name of the file; so all of them are given together, in any order.
 */
export const agentrx: Format = function* (records, options) {
  const found = [...records];
  const labels = new Map<string, Labels>();
  const runs: SourceRecord[] = [];
  const from: (Place & { trajectory: string })[] = [];
  for (const record of found) {
    if ('broken' in record || !isObject(record.value) || !isLabels(record.value)) {
      runs.push(record);
      continue;
    }
    const { file, line, nth, value } = record;
    try {
      const one = labelsOf(value);
      labels.set(one.trajectory, one);
      from.push({ file, line, nth, trajectory: one.trajectory });
    } catch (error) {
      if (!(error instanceof RefusedRecord)) throw error;
      yield { file, line, nth, refused: error.message };
    }
  }
  const known: Known = { labels, used: new Set(), options };
  for (const [file, own] of Map.groupBy(runs, (record) => record.file)) yield* runsOf(file, own, known);
  for (const { file, line, nth, trajectory } of from)
    if (!known.used.has(trajectory))
      yield { file, line, nth, refused: `These are labels of ${trajectory}, which is not here` };
};

function* runsOf(file: string, records: readonly SourceRecord[], known: Known): Generator<ReadRecord> {
  if (records.every((one) => 'value' in one && isObject(one.value) && 'role' in one.value)) {
    const [{ line, nth }] = records as [SourceRecord];
    yield { file, line, nth, ...attempt(() => teamRun(file, records, known)) };
    return;
  }
  for (const record of records) {
    const { line, nth } = record;
    yield { file, line, nth, ...attempt(() => labelledTau(valueOf(record), known)) };
  }
}

function teamRun(file: string, records: readonly SourceRecord[], { labels, used, options }: Known): Imported {
  const name = nameOf(file);
  const turns = turnsOf(records.map(valueOf));
  const run = new RunBuilder({
    ...{ format: 'agentrx', identity: [name, turns], environment: options.environment },
    agent: options.agent || 'magentic-one',
    conversation: `agentrx ${name}`,
    attributes: { 'agentrx.trajectory_id': name },
  });
  run.said(turns.find(({ who }) => who === 'human')?.content, turns.at(-1)?.content);
  const spans = turnSteps(run, turns);
  const said = labels.get(name);
  if (said !== undefined) {
    used.add(name);
    annotate(run, said, (step) => spans[step - 1]);
    // Only failures are labelled; of the others nobody says how they ended.
    run.ended({ outcome: 'failed', reason: said.summary });
  }
  return run.done();
}

function labelledTau(value: unknown, { labels, used, options }: Known): Imported {
  if (!isObject(value) || !isTauRecord(value)) throw new RefusedRecord('It is neither a run nor the labels of one');
  const { run, spans, task } = tauRun(value, { ...options, agent: options.agent || 'tau-retail' }, 'agentrx');
  const said = labels.get(String(task));
  if (said !== undefined) {
    used.add(String(task));
    annotate(run, said, (step) => spans.get(step - 1));
  }
  return run.done();
}
