import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** False, said loudly, where there is no browser; in CI that is a failure. */
export function browserIsHere(): boolean {
  if (existsSync(executablePath)) return true;
  const words = `No browser at ${executablePath}: install Debian's chromium, or set CHROMIUM. Browser tests cannot run.`;
  if (process.env['CI']) throw new Error(words);
  console.warn(`\n*** ${words} ***\n`);
  return false;
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args });

export type Opened = { page: Page; errors: string[]; close: () => Promise<void> };

export const newContext = (browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    ...options,
  });

/** A page of its own context that collects whatever the console calls an error. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await newContext(browser, options);
  const opened = await openPageIn(context);
  return { ...opened, close: () => context.close() };
}

/** The same in a context that others use too: its cache stays warm; what an earlier page stored is forgotten. */
export async function openPageIn(context: BrowserContext): Promise<Opened> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    if (location.protocol === 'about:' || sessionStorage.getItem('begun') !== null) return;
    localStorage.clear();
    sessionStorage.setItem('begun', 'yes'); // of this tab alone
  });
  page.setDefaultTimeout(8000);
  const errors: string[] = [];
  page.on('console', (m) => {
    // The browser itself reports each refused answer; tests of refusals ask for them.
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) errors.push(m.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return { page, errors, close: () => page.close() };
}
