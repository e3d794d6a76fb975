import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { checkPrompt } from './check-prompt.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

test('tools by name are looked up with the agents of the prompt’s team, and only then', async () => {
  const id = await world.prompt('check/tools', 'x');
  const asked: string[] = [];
  const toolsOf = async (_: unknown, teamId: string) => (asked.push(teamId), new Set(['search']));
  const codes = async (tools: object[]) => {
    const content = contentOf('x', { settings: { tools } });
    return (await checkPrompt(world.ada, { id, content }, toolsOf)).issues.map((one) => one.code);
  };
  expect(await codes([{ name: 'search' }, { name: 'refund' }])).toEqual(['tool_nowhere']);
  expect(await codes([{ name: 'refund', inputSchema: { type: 'object' } }])).toEqual([]);
  expect(asked).toEqual(['tea_1']);
});

test('without anybody who knows the tools, and for a stranger, nothing is said of them', async () => {
  const id = await world.prompt('check/nobody', 'x');
  const content = contentOf('x', { settings: { tools: [{ name: 'refund' }] } });
  expect((await checkPrompt(world.ada, { id, content })).issues).toEqual([]);
  const stranger = world.person('Cy', 'admin', 'tea_2');
  await expect(checkPrompt(stranger, { id, content })).rejects.toMatchObject({ code: 'prompts.not_found' });
});
