import { describe, expect, test } from 'vitest';
import { outcomesOf, readOne, refusalOf, scoresOf, spansOf } from './run.fixture.ts';
import { sweAgent } from './swe-agent.ts';

const call = { id: 'c1', type: 'function', function: { name: 'open', arguments: '{"path":"a.py"}' } };
const history = [
  { role: 'system', content: 'You are a programmer.' },
  { role: 'user', content: 'Mend the colon.' },
  { role: 'assistant', content: 'Look first.', thought: 'Look first.', action: 'open "a.py"', tool_calls: [call] },
  { role: 'tool', content: '1: def a()', tool_call_ids: ['c1'] },
];
const traj = {
  trajectory: [
    {
      action: 'open "a.py"',
      observation: '1: def a()',
      response: 'Look first.',
      thought: 'Look first.',
      execution_time: 0.5,
    },
    { action: 'edit 1:1\nx\nend', observation: 'done', response: 'Now.', thought: '' },
    { action: '', observation: '', response: 'No action.', thought: '' },
  ],
  history: history.slice(0, 2),
  info: {
    exit_status: 'submitted',
    submission: 'diff --git',
    model_stats: { instance_cost: 0, tokens_sent: 1200, tokens_received: 0, api_calls: 3 },
  },
};

describe('SWE-agent', () => {
  test('a thought is a model call, its action a tool by its first word, with what was seen', () => {
    const spans = spansOf(readOne(sweAgent, traj));
    expect(spans.map(({ name }) => name)).toEqual([
      'invoke_agent swe-agent',
      'chat',
      'execute_tool open',
      'chat',
      'execute_tool edit',
      'chat',
    ]);
    expect(spans[4]!.given).toMatchObject({
      'gen_ai.tool.call.arguments': '{"command":"edit 1:1\\nx\\nend"}',
      'gen_ai.tool.call.result': 'done',
    });
    expect(String(spans[3]!.given['gen_ai.output.messages'])).toContain('"Now."');
    const { given } = spans[0]!;
    expect([given['gen_ai.input.messages'], given['gen_ai.output.messages']].map(String)).toEqual([
      expect.stringContaining('Mend the colon.'),
      expect.stringContaining('diff --git'),
    ]);
    expect(given['gen_ai.conversation.id']).toBe('swe_agent case-7');
  });

  test('a length that was recorded is sent, and nothing else of time; 0 is no figure of a replay', () => {
    const [top, ...steps] = spansOf(readOne(sweAgent, traj));
    expect(steps.map(({ startNs, endNs }) => endNs - startNs)).toEqual([0n, 500_000_000n, 0n, 0n, 0n]);
    for (const [index, { startNs }] of steps.entries())
      expect(startNs).toBeGreaterThan((index === 0 ? top! : steps[index - 1]!).endNs);
    const usage = Object.entries(top!.given).filter(([key]) => key.startsWith('gen_ai.usage'));
    expect(usage).toEqual([['gen_ai.usage.input_tokens', '1200']]);
  });

  test('a demonstration that holds the history alone has its calls with their arguments', () => {
    const imported = readOne(sweAgent, { history });
    const [, , tool] = spansOf(imported);
    expect(tool!.given).toMatchObject({
      'gen_ai.tool.name': 'open',
      'gen_ai.tool.call.id': 'c1',
      'gen_ai.tool.call.arguments': '{"path":"a.py"}',
      'gen_ai.tool.call.result': '1: def a()',
    });
    expect([imported.steps, scoresOf(imported), outcomesOf(imported)]).toEqual([3, [], []]);
  });

  test('how it exited is a score, and whether it resolved the issue the outcome, where somebody says so', () => {
    expect(scoresOf(readOne(sweAgent, traj))).toMatchObject([{ name: 'exit_status', value: 'submitted' }]);
    expect(outcomesOf(readOne(sweAgent, traj))).toEqual([]);
    const resolved = readOne(sweAgent, { ...traj, instance_id: 'django-1', resolved: true });
    expect(scoresOf(resolved)[1]).toMatchObject({ name: 'resolved', value: 1, metadata: { task: 'django-1' } });
    expect(outcomesOf(resolved)).toMatchObject([{ outcome: 'completed' }]);
  });

  test('a file without any action is refused', () => {
    expect(refusalOf(sweAgent, { history: history.slice(0, 2) })).toBe(
      'Neither "trajectory" nor "history" holds an action',
    );
    expect(refusalOf(sweAgent, { trajectory: ['x'] })).toBe('Step 0 must be an object');
  });
});
