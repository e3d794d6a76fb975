import type { Page } from 'playwright-core';

/** Signs a page in by its link. */
export async function signedIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click({ timeout: 15_000 });
  await page.getByRole('button', { name: 'UTC' }).waitFor({ timeout: 15_000 });
}

/** Pages of prompts, each with words that stand there once it is drawn. */
export const fits = (id: string): [path: string, ready: string][] => [
  [`/prompts/${id}?show=versions`, 'First words'],
  [`/prompts/${id}`, 'Nothing speaks against saving'],
  [`/prompts/${id}?show=review`, 'Reviews of version'],
  ['/prompts', '1 prompt'],
  [`/prompts/${id}?show=history`, 'Created'],
  ['/playground', 'Earlier runs'],
  ['/settings/providers', 'key sealed'],
];
