import { expect, test } from 'vitest';
import { commandsOf } from './commands.ts';
import { aPrompt } from './prompts.fixture.ts';
import { ruleOf, ruleWords } from './rule.ts';
import { pathOf, wordsOf } from './words.ts';

test.each([
  ['', []],
  ['a', ['a']],
  ['a/b b/c', ['a', 'a/b b', 'a/b b/c']],
])('the way to the folder "%s"', (folder, way) => {
  expect(pathOf(folder)).toEqual(way);
});

test('words of a field, each once, in small letters', () => {
  expect(wordsOf(' Refunds, eu  refunds,,\nx ')).toEqual(['refunds', 'eu', 'x']);
  expect(wordsOf('  ')).toEqual([]);
});

test('commands that can be pasted, whatever the name holds', () => {
  const prompt = aPrompt({ name: `it's "quoted"` });
  const forms = commandsOf(prompt, 'production', 'https://signalbox.example');
  expect(forms.curl).toBe(
    `curl -H "x-signalbox-key: $SIGNALBOX_KEY" 'https://signalbox.example/api/v1/prompts/prm_1/versions/production'`,
  );
  expect(forms.CLI).toBe(String.raw`signalbox prompts get 'it'\''s "quoted"@production'`);
  expect(forms).not.toHaveProperty('CLI, move label');
  expect(commandsOf(aPrompt(), '3', '')).toMatchObject({
    'CLI, move label': "signalbox prompts label 'refund-clerk' production 3 --reason ''",
  });
  expect(forms['curl, rendered']).toContain(`'{"at":"production","variables":{}}'`);
  expect(forms.Reference).toContain('@production" %}');
});

const rule = (folder: string, over: object = {}) => ({
  ...{ teamId: 'tea_1', folder, reviewerIds: [], needed: 1, labels: ['production'] },
  ...over,
});
const place = (folder: string) => ({ teamId: 'tea_1', folder });

test('the rule of the nearest folder holds, of the own team only', () => {
  const rules = [rule(''), rule('support', { needed: 2 }), rule('support/eu', { teamId: 'tea_2' })];
  expect(ruleOf(rules, place('support/eu'))?.needed).toBe(2);
  expect(ruleOf(rules, place('supporters'))?.folder).toBe('');
  expect(ruleOf(rules, place(''))?.folder).toBe('');
  expect(ruleOf([rules[1]!], place('other'))).toBeNull();
});

test('rules in words', () => {
  expect(ruleWords(null)).toBe('No rule asks for a review here.');
  expect(ruleWords(rule(''))).toBe('One approval before production moves (rule of all folders).');
  expect(ruleWords(rule('support', { needed: 2, labels: ['production', 'staging'] }))).toBe(
    '2 approvals before production, staging move (rule of support).',
  );
});
