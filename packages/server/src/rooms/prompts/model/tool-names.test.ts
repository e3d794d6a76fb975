import { expect, test } from 'vitest';
import { Settings } from '../contract.ts';
import { unknownTools } from './tool-names.ts';

const settings = Settings.parse({
  tools: [{ name: 'search' }, { name: 'refund' }, { name: 'new one', inputSchema: { type: 'object' } }],
});

test('a tool by name alone has to be one that an agent has; one with its schema may be new', () => {
  expect(unknownTools(settings, new Set(['search']))).toEqual([
    {
      ...{ severity: 'warning', code: 'tool_nowhere', path: 'settings.tools.1', line: null },
      sentence: 'No agent of the team has a tool "refund", and no schema of it stands here.',
    },
  ]);
  expect(unknownTools(settings, new Set(['search', 'refund']))).toEqual([]);
});

test('where nobody said which tools there are, nothing is said', () => {
  expect(unknownTools(settings, null)).toEqual([]);
});
