import { expect, test } from 'vitest';
import { callMessages, resultMessages } from './tool-messages.ts';

const call = { id: 'c1', name: 'find_order' };
const anonymous = { id: undefined, name: undefined };

test.each<[unknown, unknown]>([
  ['{"order":"A-7"}', { order: 'A-7' }],
  [{ order: 'A-7' }, { order: 'A-7' }],
  ['"{\\"order\\":\\"A-7\\"}"', { order: 'A-7' }],
  ['not json', 'not json'],
  ['{"cut":', '{"cut":'],
  [0, 0],
  [false, false],
  [[], []],
])('a tool called with %j', (args, wanted) => {
  expect(callMessages(call, args)).toEqual([
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'find_order', arguments: wanted }] },
  ]);
});

test.each<[unknown, unknown]>([
  ['found', 'found'],
  ['[{"id":1}]', [{ id: 1 }]],
  [0, 0],
  [false, false],
  ['7', '7'],
])('a tool that gave %j', (result, wanted) => {
  expect(resultMessages(call, result)).toEqual([
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: wanted }] },
  ]);
});

test.each([undefined, null, ''])('%j is silence, not an empty message', (nothing) => {
  expect(callMessages(call, nothing)).toBeUndefined();
  expect(resultMessages(call, nothing)).toBeUndefined();
});

test('without id and name it is still a call', () => {
  expect(callMessages(anonymous, {})).toEqual([
    { role: 'assistant', parts: [{ type: 'tool_call', id: null, name: '', arguments: {} }] },
  ]);
  expect(resultMessages(anonymous, 'x')?.[0]?.parts[0]).toMatchObject({ id: null });
});
