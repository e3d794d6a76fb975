import { describe, expect, test } from 'vitest';
import { noon, outcomesOf, readFiles, readOne, refusalOf, scoresOf, spansOf } from './run.fixture.ts';
import { tauBench } from './tau-bench.ts';

const call = (id: string, name: string, given: object) => ({
  ...{ id, type: 'function' },
  function: { name, arguments: JSON.stringify(given) },
});
const trial = {
  task_id: 4,
  trial: 2,
  reward: 1,
  info: { task: { user_id: 'mia', instruction: 'Book it.', actions: [{ name: 'book' }] }, user_cost: 0.2 },
  traj: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [call('c1', 'find', { id: 1 }), call('c2', 'book', { seat: '2A' })],
    },
    { role: 'tool', tool_call_id: 'c2', name: 'book', content: 'Error: no such seat' },
    { role: 'tool', tool_call_id: 'c1', name: 'find', content: '{"ok":true}' },
    { role: 'assistant', content: 'It is booked.' },
    { role: 'user', content: '###STOP###' },
  ],
};
const messages = (given: Record<string, unknown>, direction: string) =>
  JSON.parse(String(given[`gen_ai.${direction}.messages`] ?? '[]')) as { role: string; parts: unknown[] }[];

describe('tau-bench', () => {
  test('an answer is a model call, a message of a tool its call, by the id of the call', () => {
    const [top, ...steps] = spansOf(readOne(tauBench, trial));
    expect(top!.given).toMatchObject({ 'gen_ai.agent.name': 'tau-bench', 'user.id': 'mia', 'tau_bench.task_id': '4' });
    expect(steps.map(({ name, failed }) => [name, failed])).toEqual([
      ['chat', false],
      ['execute_tool book', true],
      ['execute_tool find', false],
      ['chat', false],
      ['user', false],
    ]);
    expect(steps[1]!.given).toMatchObject({
      'gen_ai.tool.call.id': 'c2',
      'gen_ai.tool.call.arguments': '{"seat":"2A"}',
      'gen_ai.tool.call.result': 'Error: no such seat',
      'error.type': 'tool_error',
    });
    const last = steps[3]!.given;
    expect(messages(last, 'input').map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool']);
    expect(last['gen_ai.system_instructions']).toBe('[{"type":"text","content":"Be kind."}]');
    expect(messages(last, 'output')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'It is booked.' }] },
    ]);
    expect(messages(steps[4]!.given, 'input')[0]!.parts).toEqual([{ type: 'text', content: '###STOP###' }]);
    expect([messages(top!.given, 'input'), messages(top!.given, 'output')]).toMatchObject([
      [{ parts: [{ content: 'Hi' }] }],
      [{ parts: [{ content: 'It is booked.' }] }],
    ]);
  });

  test('nothing is told of time, tokens or cost: what the simulated user cost is not the agent’s', () => {
    const spans = spansOf(readOne(tauBench, trial));
    for (const { given, startNs, endNs } of spans) {
      expect(given['signalbox.time']).toBe('synthetic');
      expect(endNs).toBe(startNs);
      expect(Object.keys(given).filter((key) => /usage|cost|duration/.test(key))).toEqual([]);
    }
    expect(spans.map(({ startNs }) => startNs - BigInt(noon) * 1_000_000n)).toEqual(
      spans.map((_, index) => BigInt(index) * 1_000_000n),
    );
  });

  test('the reward is a score by task and trial, and whether it passed the outcome', () => {
    const passed = readOne(tauBench, { ...trial, reward: 1 - 1e-9 });
    expect(scoresOf(passed)).toMatchObject([{ name: 'reward', metadata: { task: '4', trial: '2' } }]);
    expect(outcomesOf(passed)).toMatchObject([{ outcome: 'completed', runId: passed.runId }]);
    expect(outcomesOf(readOne(tauBench, { ...trial, reward: 0.5 }))).toMatchObject([{ outcome: 'failed' }]);
  });

  test('the same record is the same run; another trial, agent or word is another; another reward is not', () => {
    const id = (change: object, given = {}) => readOne(tauBench, { ...trial, ...change }, given).runId;
    expect(readOne(tauBench, trial).requests(noon)).toEqual(readOne(tauBench, trial).requests(noon));
    expect(id({ reward: 0 })).toBe(id({}));
    expect(
      new Set([id({}), id({ trial: 3 }), id({ task_id: 5 }), id({}, { agent: 'x' }), id({ traj: trial.traj.slice(1) })])
        .size,
    ).toBe(5);
    const scores = [1, 0].map((reward) => scoresOf(readOne(tauBench, { ...trial, reward }))[0]!);
    expect([scores[0]!.id === scores[1]!.id, scores[0]!.value, scores[1]!.value]).toEqual([true, 1, 0]);
    // Sent once more its labels are a later word; its spans are the same.
    const [first, again] = [undefined, noon + 5].map((told) => readOne(tauBench, trial).requests(noon, told));
    expect(again!.at(-1)).toEqual(first!.at(-1));
    expect(JSON.stringify(again!.slice(0, 2))).toContain(new Date(noon + 5).toISOString());
  });

  test('a call that was never answered still was a step, and one record of a file is refused alone', () => {
    const cut = { ...trial, traj: trial.traj.slice(0, 4) };
    expect(spansOf(readOne(tauBench, cut)).map(({ name }) => name)).toContain('execute_tool find');
    const read = readFiles(tauBench, { 'a.json': [trial, { ...trial, reward: 'much' }, { ...trial, trial: 3 }] });
    expect(read.map((one) => ('refused' in one ? [one.nth, one.refused] : 'taken'))).toEqual([
      'taken',
      [2, '"reward" must be a number'],
      'taken',
    ]);
  });

  test.each([
    [{ traj: [] }, '"traj" is empty'],
    [{ traj: ['x'] }, 'Message 0 must be an object'],
    [{ traj: [{ role: 'robot', content: '' }] }, 'Message 0 has the role "robot", which nobody speaks in'],
    [{ traj: [{ role: 'user', content: [] }] }, '"content" of a message must be a text'],
    [{ traj: [{ role: 'assistant', tool_calls: [{}] }] }, '"function" of a tool call must be an object'],
    [{ task_id: -1 }, '"task_id" must be a whole number from 0'],
    [{ reward: null }, '"reward" must be a number'],
    [{ info: [] }, '"info" must be an object'],
  ])('%j is refused, with what is wrong', (change, why) => {
    expect(refusalOf(tauBench, { ...trial, ...change })).toBe(why);
  });
});
