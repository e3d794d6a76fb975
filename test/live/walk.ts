import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage } from '../e2e/browser.ts';
import { phone, violations } from '../e2e/stage.ts';
import type { Look, Shown } from './page-list.ts';

const themes = ['light', 'dark'] as const;
type Walker = { page: Page; errors: string[] };

/** Pages that are opened one after another, in the light and in the dark at once. */
export type Walkers = {
  /** Every second look in each theme, `turn` says which first. @returns what is wrong, with where; nothing else. */
  walk(looks: readonly Omit<Look, 'none'>[], ids: Shown, turn: 0 | 1): Promise<string[]>;
};

/** @param session of who is signed in */
export async function openWalkers(
  browser: Browser,
  url: string,
  session: NonNullable<BrowserContextOptions['storageState']>,
): Promise<Walkers> {
  const open = async (colorScheme: (typeof themes)[number]): Promise<{ inside: Walker; outside: Walker }> => {
    const device = { ...phone, colorScheme };
    const [inside, outside] = [openPage(browser, { ...device, storageState: session }), openPage(browser, device)];
    return { inside: await inside, outside: await outside };
  };
  const both = await Promise.all(themes.map(open));
  return {
    async walk(looks, ids, turn) {
      const told = await Promise.all(
        both.map(async ({ inside, outside }, at) => {
          const wrong: string[] = [];
          for (const look of looks.filter((_, n) => (n + turn) % 2 === at)) {
            const path = look.at(ids);
            const found = await lookAt(look.outside ? outside : inside, url + path, look.words);
            wrong.push(...found.map((one) => `${path}, ${themes[at]}: ${one}`));
          }
          return wrong;
        }),
      );
      return told.flat();
    },
  };
}

async function lookAt({ page, errors }: Walker, address: string, words: string | RegExp): Promise<string[]> {
  errors.length = 0;
  await page.goto(address);
  try {
    await page.getByText(words).first().waitFor({ state: 'attached', timeout: 15_000 });
    // Elsewhere than among the specimens.
    if (!address.endsWith('/ui'))
      await page.waitForFunction(() => !document.querySelector('[role=status][aria-label^=Loading]'));
  } catch {
    return [`"${words}" is not there: ${(await page.locator('body').innerText()).slice(0, 300)}`];
  }
  return [...(await page.evaluate(outOfReach)), ...(await violations(page)), ...errors];
}

/** What makes the page scroll sideways, and what can be pressed but stands beyond its edge. Runs in the page. */
function outOfReach(): string[] {
  const wide = document.documentElement.scrollWidth;
  const scrolls = (el: Element | null): boolean =>
    el !== null && (/auto|scroll/.test(getComputedStyle(el).overflowX) || scrolls(el.parentElement));
  const beyond = [...document.querySelectorAll('button, a[href], input, select, textarea, h1, h2')]
    .filter((el) => el.getBoundingClientRect().right > innerWidth + 1 && !scrolls(el.parentElement))
    .map((el) => `beyond the edge: ${el.outerHTML.slice(0, 120)}`);
  return wide > innerWidth ? [`${wide} px wide`, ...beyond] : beyond;
}
