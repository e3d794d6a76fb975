import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message, VersionDiff } from '../contract.ts';
import { contentOf } from '../world.fixture.ts';
import { diffContents } from './content-diff.ts';

const user = (content: string): Message => ({ role: 'user', content });
const system = (content: string): Message => ({ role: 'system', content });

const messages = fc.array(
  fc.record({ role: fc.constantFrom('user' as const, 'system' as const), content: fc.constantFrom('a', 'b', 'c\nd') }),
  { minLength: 1, maxLength: 6 },
);

/** The messages of one side, read off the diff. */
const readOff = (bodies: VersionDiff['bodies'], side: 'left' | 'right'): Message[] =>
  bodies.flatMap(({ leftRole, rightRole, rows }) => {
    const role = side === 'left' ? leftRole : rightRole;
    if (role === null) return [];
    const lines = rows.flatMap((row) => (row[side] === null ? [] : [row[side].parts.map((one) => one.text).join('')]));
    return [{ role, content: lines.join('\n') } as Message];
  });

test('a text is one body; settings, variables and output schema are compared by value', () => {
  const left = contentOf('Hi {{ a }}', { settings: { parameters: { temperature: 0 } } });
  const right = contentOf('Hello {{ b }}', {
    settings: { parameters: { temperature: 1 } },
    outputSchema: { type: 'object' },
  });
  const { bodies, values } = diffContents(left, right);
  expect(bodies).toMatchObject([{ message: null, leftRole: null, rightRole: null, rows: [{ left: {}, right: {} }] }]);
  expect(values.map((one) => one.path.join('.'))).toEqual([
    ...['outputSchema', 'settings.parameters.temperature', 'variables.properties.a', 'variables.properties.b'],
  ]);
});

test('a message that was put in moves the others and changes none', () => {
  const { bodies } = diffContents(contentOf([user('a'), user('b')]), contentOf([system('s'), user('a'), user('b')]));
  expect(bodies.map(({ leftRole, rightRole }) => [leftRole, rightRole])).toEqual([
    [null, 'system'],
    ['user', 'user'],
    ['user', 'user'],
  ]);
});

test('a changed message stands beside what it became', () => {
  const { bodies } = diffContents(contentOf([system('be kind')]), contentOf([system('be brief')]));
  expect(bodies).toHaveLength(1);
  expect(bodies[0]!.rows[0]!.right!.parts).toEqual([
    { kind: 'same', text: 'be ' },
    { kind: 'added', text: 'brief' },
  ]);
});

test('both sides can be read off the diff, message by message', () => {
  fc.assert(
    fc.property(messages, messages, (left, right) => {
      const { bodies } = diffContents(contentOf(left), contentOf(right));
      expect(readOff(bodies, 'left')).toEqual(left);
      expect(readOff(bodies, 'right')).toEqual(right);
    }),
    { numRuns: 300 },
  );
});

test('placeholders are told by their names', () => {
  const { bodies } = diffContents(contentOf([{ placeholder: 'history' }]), contentOf([{ placeholder: 'past' }]));
  expect(bodies[0]).toMatchObject({ leftRole: 'placeholder history', rightRole: 'placeholder past' });
});
