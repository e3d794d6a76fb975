import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A page as far as the theme knows one. */
function aPage({
  kept,
  system = 'light',
  locked = false,
}: { kept?: string; system?: 'light' | 'dark'; locked?: boolean } = {}) {
  const dataset: Record<string, string> = {};
  const store = new Map(kept === undefined ? [] : [['signalbox.theme', kept]]);
  const refuse = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  vi.stubGlobal('document', { documentElement: { dataset } });
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query.includes('dark') && system === 'dark' }));
  vi.stubGlobal(
    'localStorage',
    locked
      ? { getItem: refuse, setItem: refuse }
      : { getItem: (k: string) => store.get(k) ?? null, setItem: (k: string, v: string) => void store.set(k, v) },
  );
  return { dataset, store };
}
// The choice is read when the page loads: each test loads anew.
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

test.each(['light', 'dark'])('%s, chosen before, is set before the first paint', async (kept) => {
  const { dataset } = aPage({ kept });
  (await import('./theme.ts')).applyTheme();
  expect(dataset['theme']).toBe(kept);
});

test.each([undefined, 'system', 'mauve', ''])('kept %j follows the system: no mark at all', async (kept) => {
  const { dataset } = aPage(kept === undefined ? {} : { kept });
  (await import('./theme.ts')).applyTheme();
  expect(dataset).not.toHaveProperty('theme');
});

test('a choice is marked and kept; back to the system takes the mark away', async () => {
  const { dataset, store } = aPage();
  const { setTheme } = await import('./theme.ts');
  setTheme('dark');
  expect([dataset['theme'], store.get('signalbox.theme')]).toEqual(['dark', 'dark']);
  setTheme('system');
  expect([dataset['theme'], store.get('signalbox.theme')]).toEqual([undefined, 'system']);
});

test.each([
  ['light', 'dark'],
  ['dark', 'light'],
] as const)('the key t turns what is seen: from a %s system to %s, then back', async (system, first) => {
  const { dataset } = aPage({ system });
  const { flipTheme } = await import('./theme.ts');
  flipTheme();
  expect(dataset['theme']).toBe(first);
  flipTheme();
  expect(dataset['theme']).toBe(system);
});

test('where storage is forbidden the choice lasts as long as the page', async () => {
  const { dataset } = aPage({ locked: true });
  const { applyTheme, setTheme } = await import('./theme.ts');
  applyTheme();
  setTheme('dark');
  expect(dataset['theme']).toBe('dark');
});
