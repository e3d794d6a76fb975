import { describe, expect, test } from 'vitest';
import { agentrx } from './agentrx.ts';
import type { Imported, ReadRecord } from './imported.ts';
import { outcomesOf, readFiles, scoresOf, spansOf } from './run.fixture.ts';

const failure = (id: number, step: number, more: object = {}) => ({
  ...{ failure_id: id, step_number: step, failed_agent: 'WebSurfer', failure_category: 'Invention of new information' },
  ...{ step_reason: `why ${id}`, category_reason: `class ${id}`, ...more },
});
const labels = (id: string | number, failures: object[], root: string | number) => ({
  trajectory_id: id,
  failures,
  root_cause: { failure_id: root, reason_for_root_cause: 'It never came back.' },
  failure_summary: 'Lost.',
});
const turns = [
  { role: 'human', content: 'Find it.' },
  { role: 'Orchestrator (-> WebSurfer)', content: 'Look.' },
  { role: 'WebSurfer', content: 'I made it up.' },
];
const tau = {
  ...{ task_id: 3, trial: 3, reward: 0 },
  traj: [
    { role: 'system', content: 'Be kind.', index: 1 },
    { role: 'user', content: 'Hi', index: 2 },
    { role: 'assistant', content: 'Hello', index: 3 },
  ],
};
const taken = (read: readonly ReadRecord[]): Imported[] =>
  read.flatMap((one) => ('imported' in one ? [one.imported] : []));
const refused = (read: readonly ReadRecord[]) =>
  read.flatMap((one) => ('refused' in one ? [`${one.file}:${one.line}:${one.nth} ${one.refused}`] : []));

describe('AgentRx', () => {
  test('a file of turns is one run, and its labels find it by the name of the file, in any order', () => {
    // Ids of failures are numbers, and the text of a number where the root cause names them.
    const truth = labels('m-1', [failure(1, 3), failure(2, 2, { failed_agent: 'Orchestrator' })], '1');
    for (const files of [
      { 'magentic/m-1.json': turns, 'truth.json': [truth] },
      { 'a-truth.json': [truth], 'magentic/m-1.json': turns },
    ]) {
      const read = readFiles(agentrx, files);
      const [run] = taken(read);
      expect([refused(read), taken(read).length]).toEqual([[], 1]);
      const [, , orchestrator, surfer] = spansOf(run!);
      const told = scoresOf(run!).map(({ name, value, observationId: of, comment, metadata: { root_cause: root } }) => [
        ...[name, value, of, comment, root],
      ]);
      expect(told).toEqual([
        ['failure_annotation', 'WebSurfer', surfer!.spanId, 'why 1', 'true'],
        ['root_cause', 'Invention of new information', undefined, 'It never came back.', undefined],
        ['failure_annotation', 'Orchestrator', orchestrator!.spanId, 'why 2', 'false'],
      ]);
      expect(new Set(scoresOf(run!).map(({ id }) => id)).size).toBe(3);
      expect(outcomesOf(run!)).toMatchObject([{ outcome: 'failed', reason: 'Lost.' }]);
    }
  });

  test('a run without labels is one of which nobody says how it ended', () => {
    const [run] = taken(readFiles(agentrx, { 'm-2.json': turns }));
    expect([scoresOf(run!), outcomesOf(run!)]).toEqual([[], []]);
    expect(spansOf(run!).map(({ name }) => name)).toEqual([
      'invoke_agent magentic-one',
      'human',
      'invoke_agent Orchestrator',
      'invoke_agent WebSurfer',
    ]);
  });

  test('steps of tau-bench are counted from 1; what a user did wrong is said of the run, with its step', () => {
    const truth = labels(3, [failure(1, 3), failure(2, 2, { failed_agent: 'User', step_reason: null })], 2);
    const [run] = taken(readFiles(agentrx, { 'tau.json': [tau], 'truth.json': [truth] }));
    const [, answer] = spansOf(run!);
    const annotated = scoresOf(run!).filter(({ name }) => name === 'failure_annotation');
    expect(annotated.map(({ observationId, metadata }) => [observationId, metadata['when']])).toEqual([
      [answer!.spanId, '3'],
      [undefined, '2'],
    ]);
    expect(scoresOf(run!).map(({ name }) => name)).toContain('reward');
  });

  test('labels of what is not here, files that are neither, and broken turns are told with their place', () => {
    const read = readFiles(agentrx, {
      'truth.json': `[${JSON.stringify(labels('gone', [failure(1, 1)], 1))},\n${JSON.stringify({ trajectory_id: 'x', failures: [] })}]`,
      'steps.json': { a: 1 },
      'tools.json': [{ role: 'assistant', content: null }],
      'cut.json': '[{"role":"human","content":"a"},\n{"role":"hu',
    });
    expect(taken(read)).toEqual([]);
    expect(refused(read).map((line) => line.replace(/JSON: .*/, 'JSON'))).toEqual([
      'truth.json:2:2 "root_cause" must be an object',
      'steps.json:1:1 It is neither a run nor the labels of one',
      'tools.json:1:1 "content" must be a text',
      'cut.json:1:1 It is neither a run nor the labels of one',
      'cut.json:2:2 It is no JSON',
      'truth.json:1:1 These are labels of gone, which is not here',
    ]);
  });
});
