import { describe, expect, test } from 'vitest';
import { outcomesOf, readOne, refusalOf, scoresOf, spansOf } from './run.fixture.ts';
import { whoAndWhen } from './who-and-when.ts';

const turn = (role: string, content: string, name?: string) => ({ role, content, ...(name !== undefined && { name }) });
const magentic = {
  question: 'When does the train leave?',
  question_ID: 'q-1',
  ground_truth: '10:40',
  is_corrected: false,
  mistake_agent: 'WebSurfer',
  mistake_step: '2',
  mistake_reason: 'It read the wrong day.',
  history: [
    turn('human', 'When does the train leave?'),
    turn('Orchestrator (-> WebSurfer)', 'Look it up.'),
    turn('WebSurfer', '10:15'),
    turn('Orchestrator (termination condition)', '10:15'),
  ],
};

describe('Who&When', () => {
  test('a turn is an invocation of who speaks, a person’s is what they said', () => {
    const [top, ...steps] = spansOf(readOne(whoAndWhen, magentic));
    expect([top!.name, top!.given['gen_ai.agent.name']]).toEqual(['invoke_agent magentic-one', 'magentic-one']);
    expect(steps.map(({ given }) => given['gen_ai.agent.name'])).toEqual([
      undefined,
      'Orchestrator',
      'WebSurfer',
      'Orchestrator',
    ]);
    expect(steps[1]!.given['signalbox.import.role']).toBe('Orchestrator (-> WebSurfer)');
    expect(String(steps[2]!.given['gen_ai.output.messages'])).toContain('10:15');
    expect(new Set(steps.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([top!.spanId]));
  });

  test('who, when and why are a score of the step, and the run failed', () => {
    const imported = readOne(whoAndWhen, magentic);
    const [blame, correct] = scoresOf(imported);
    expect(blame).toMatchObject({ name: 'failure_annotation', value: 'WebSurfer', dataType: 'CATEGORICAL' });
    expect(blame).toMatchObject({ comment: 'It read the wrong day.', observationId: spansOf(imported)[3]!.spanId });
    expect(blame!.metadata).toEqual({
      task: 'q-1',
      who: 'WebSurfer',
      when: '2',
      spoke: 'WebSurfer',
      root_cause: 'true',
    });
    expect(correct).toMatchObject({ name: 'is_correct', value: 0, dataType: 'BOOLEAN' });
    expect(outcomesOf(imported)).toMatchObject([{ outcome: 'failed', reason: 'It read the wrong day.' }]);
  });

  test('speakers of a group chat are named apart from their role', () => {
    const chat = {
      ...magentic,
      system_prompt: {},
      is_correct: false,
      history: [turn('user', 'x', 'Ornithology_Expert')],
    };
    const imported = readOne(whoAndWhen, { ...chat, mistake_step: 0 });
    expect(spansOf(imported).map(({ given }) => given['gen_ai.agent.name'])).toEqual([
      'captain-agent',
      'Ornithology_Expert',
    ]);
    // The label names another than the one who spoke there: told as it is.
    expect(scoresOf(imported)[0]!.metadata).toMatchObject({ who: 'WebSurfer', spoke: 'Ornithology_Expert' });
  });

  test.each([
    [{ mistake_step: '4' }, '"mistake_step" is 4, but there are only 4 turns'],
    [{ mistake_step: 'later' }, '"mistake_step" must be a whole number from 0'],
    [{ mistake_agent: '' }, '"mistake_agent" must be a text'],
    [{ history: [] }, '"history" is empty'],
    [{ history: 'none' }, '"history" must be a list'],
    [{ history: [{ role: 'human', content: 7 }] }, '"content" must be a text'],
    [{ question_ID: undefined }, '"question_ID" must be a text'],
  ])('%j is refused, with what is wrong', (change, why) => {
    expect(refusalOf(whoAndWhen, { ...magentic, ...change })).toBe(why);
  });
});
