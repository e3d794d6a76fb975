import { expect, test } from 'vitest';
import { aDetail, aHead } from '../../../prompts/model/prompts.fixture.ts';
import { pickedPrompt, versionPicked } from './prompt-rows.ts';

const digest = (number: number): string => aHead(number).digest;
const prompt = aDetail({ name: 'clerk/system' });

test('a prompt comes at its newest version, into a slot that is free', () => {
  const first = pickedPrompt(aDetail({ name: 'clerk/tone' }), []);
  expect(first).toEqual({ slot: 'system', prompt: 'clerk/tone', version: '2', digest: digest(2) });
  const slots = (...names: string[]) => names.map((slot) => ({ slot }));
  expect(pickedPrompt({ ...prompt, name: 'clerk/tone' }, slots('system'))['slot']).toBe('tone');
  expect(pickedPrompt({ ...prompt, name: 'clerk/tone' }, slots('system', 'tone'))['slot']).toBe('tone-2');
  expect(pickedPrompt(prompt, slots('system', 'system-2'))['slot']).toBe('system-3');
});

test('without a version it says nothing of one', () => {
  expect(pickedPrompt(aDetail({ versions: [] }), [])).not.toHaveProperty('version');
});

test('another version has its own digest, and what the old text led to is not kept', () => {
  const row = { slot: 's', prompt: 'clerk/system', version: '2', digest: digest(2), references: '[]', label: 'x' };
  expect(versionPicked(row, prompt.versions, 1)).toEqual({
    ...{ slot: 's', prompt: 'clerk/system', version: '1', digest: digest(1), label: 'x' },
  });
  expect(versionPicked(row, prompt.versions, 9)).toBe(row);
});
