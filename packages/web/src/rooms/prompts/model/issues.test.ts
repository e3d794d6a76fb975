import { expect, test } from 'vitest';
import { errorsOf, marksAt, undeclared, whereWords } from './issues.ts';
import { anIssue } from './prompts.fixture.ts';

test('what names a line of a text stands there, and nowhere else', () => {
  const issues = [anIssue(), anIssue({ path: 'body.2', line: 1 }), anIssue({ line: null }), anIssue({ path: 'body' })];
  expect(marksAt(issues, 'body.0')).toEqual([
    { line: 2, severity: 'error', sentence: '"tone" is used and not declared in variables.' },
  ]);
  expect(marksAt(issues, 'body.2')).toHaveLength(1);
  expect(marksAt(issues, 'settings.tools')).toEqual([]);
});

test('warnings do not stand in the way', () => {
  const issues = [anIssue(), anIssue({ severity: 'warning' })];
  expect(errorsOf(issues)).toEqual([issues[0]]);
});

test.each([
  ['body', 'text'],
  ['body.0', 'message 1'],
  ['body.11', 'message 12'],
  ['variables', 'variables'],
  ['variables.customer', 'variables, customer'],
  ['settings.tools.0.inputSchema', 'settings, tools, 0, inputSchema'],
  ['outputSchema', 'output schema'],
  ['something.new', 'something, new'],
])('%s is read as "%s"', (path, words) => {
  expect(whereWords(path)).toBe(words);
});

test('what can be declared by one press: each name once, and only what is not declared', () => {
  const issues = [
    anIssue(),
    anIssue({ path: 'body.2' }),
    anIssue({ sentence: '"order" is used by a prompt it refers to and not declared in variables.' }),
    anIssue({ code: 'variable_unused', sentence: '"old" is declared and not used.' }),
    anIssue({ sentence: 'Something else.' }),
  ];
  expect(undeclared(issues)).toEqual(['tone', 'order']);
});
