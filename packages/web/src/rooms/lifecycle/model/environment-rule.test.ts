import { expect, test } from 'vitest';
import { noRule, placesOf, roleChoices, ruleWords } from './environment-rule.ts';

test.each([
  [noRule, 'Nobody has to sign off.'],
  [{ ...noRule, people: 1 }, '1 person signs off.'],
  [
    { people: 2, role: 'compliance', notAuthor: true },
    '2 people of the role compliance sign off, never who made the release.',
  ],
] as const)('%j: %s', (rule, said) => expect(ruleWords(rule)).toBe(said));

test('environments with a rule and others that are known stand once, by name', () => {
  const rule = { ...noRule, people: 1 };
  expect(placesOf([{ environment: 'production', rule }], ['staging', 'production', '', 'qa'])).toEqual([
    { environment: 'production', rule },
    { environment: 'qa', rule: null },
    { environment: 'staging', rule: null },
  ]);
});

test('the first choice of a role is any', () => expect(roleChoices[0]).toMatchObject({ value: '' }));
