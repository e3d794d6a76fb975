import type { Page } from 'playwright-core';
import type { Behaviour } from '../../packages/demo/src/provider/dialect.ts';

/** Signs a page in by its link. */
export async function signedIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click({ timeout: 15_000 });
  await page.getByRole('button', { name: 'UTC' }).waitFor({ timeout: 15_000 });
}

/** Pages that show more here than the demo fleet leaves on them, each with words that stand there once it is drawn. */
export const fits = (id: string): [path: string, ready: string][] => [
  [`/prompts/${id}?show=versions`, 'First words'],
  [`/prompts/${id}?show=review`, 'Reviews of version'],
  ['/playground', 'Earlier runs'],
  ['/settings/providers', 'key sealed'],
];

const usage = { input: 12, output: 5 };
/** Says which model it is; the one called tool-model asks for a tool first, and then says what it was given. */
export const answer: Behaviour = (ask) => {
  if (ask.model !== 'tool-model') return { text: `Answer of ${ask.model}.`, usage };
  const given = ask.toolResults.at(-1);
  if (given !== undefined) return { text: `It was paid: ${given}`, usage };
  return { toolCalls: [{ name: 'lookup_order', arguments: { id: '48213' } }], usage };
};
