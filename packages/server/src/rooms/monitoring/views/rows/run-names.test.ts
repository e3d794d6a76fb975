import { expect, test } from 'vitest';
import { namesOf, unlinked } from './run-names.ts';

const run = { team_id: 'tea_1', agent: 'billing', release: 'abc', prompt_name: '', prompt_version: '' };
const span = (prompt_name: string, prompt_version = '') => ({ prompt_name, prompt_version });

test('each prompt and version once, in the order of the steps; steps without one say nothing', () => {
  const spans = [span('tone', '1'), span(''), span('refund', '3'), span('tone', '1'), span('tone', '2')];
  expect(namesOf(run, spans)).toEqual({
    ...{ teamId: 'tea_1', agent: 'billing', release: 'abc' },
    prompts: [
      { name: 'tone', version: '1' },
      { name: 'refund', version: '3' },
      { name: 'tone', version: '2' },
    ],
  });
});

test('what only the run says is there too, without a version as null', () => {
  expect(namesOf({ ...run, prompt_name: 'tone' }, []).prompts).toEqual([{ name: 'tone', version: null }]);
});

test('no more than 50 are told', () => {
  const many = Array.from({ length: 80 }, (_, n) => span(`p${n}`, '1'));
  expect(namesOf(run, many).prompts).toHaveLength(50);
});

test('where nobody knows more, the names stay as they are', async () => {
  expect(await unlinked(null, namesOf(run, [span('tone', 'v1')]))).toEqual({
    release: null,
    prompts: [{ name: 'tone', version: 'v1', promptId: null, number: null }],
  });
});
