import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { failedRun, later, phone, violations, type Stage } from './stage.ts';
import type { Fixture } from './fixture-server.ts';

const pages: [name: string, path: string | ((f: Fixture) => string), ready: string][] = [
  ['runs with a peek', (f) => `/runs?peek=${failedRun(f).slice(6)}`, 'Failed steps'],
  ['failures', '/failures?peek=fai_1', 'By release'],
  ['run with a step', (f) => `${failedRun(f)}?step=a000000000000002`, 'Read as'],
  ['transcript', (f) => `${failedRun(f)}?view=transcript`, 'Sent again'],
  ['settings', '/settings', 'Appearance'],
  ['members', '/settings/members', 'Jonas Okafor'],
  ['keys', '/settings/keys', 'Nightly export'],
  ['kit', '/ui', 'Hostile text'],
];

export function accessChecks(open: Stage): void {
  test.each(pages)('axe finds nothing on %s, in either theme', async (_name, path, ready) => {
    const { page } = await open('full', path);
    await page.getByText(ready).first().waitFor();
    // A table is the same table with fewer rows, and axe looks at each cell.
    await page.setViewportSize({ width: 1440, height: 420 });
    expect(await violations(page)).toEqual([]);
    // The other theme is the same page in other colours.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await violations(page, ['color-contrast'])).toEqual([]);
  });

  test('axe finds nothing on sign-in, on an empty and a broken list, on a phone', async () => {
    const { page, fixture } = await open('signed-out', '/sign-in', { ...phone, colorScheme: 'dark', clock: true });
    await page.getByText('E-mail').waitFor();
    expect(await violations(page)).toEqual([]);
    for (const [scenario, ready] of [
      ['empty', 'No runs yet'],
      ['broken', 'Try again'],
    ] as const) {
      fixture.play(scenario);
      await page.goto(`${fixture.url}/runs`);
      await later(page, page.getByText(ready).first());
      expect(await violations(page)).toEqual([]);
    }
  });

  test('a slow answer shows a skeleton, and only after 200 ms', async () => {
    const { page } = await open('slow', '/runs', { reducedMotion: 'no-preference' });
    const skeleton = page.getByRole('status', { name: 'Loading runs' });
    await skeleton.waitFor();
    const animation = await skeleton.evaluate((el) => getComputedStyle(el).animation);
    expect(animation).toMatch(/0\.1s .*0\.2s/);
  });

  test('reduced motion stops all motion', async () => {
    const { page } = await open('slow', '/runs');
    const skeleton = page.getByRole('status', { name: 'Loading runs' });
    await skeleton.waitFor();
    expect(await skeleton.evaluate((el) => getComputedStyle(el).animationName)).toBe('none');
  });

  test('the first view of the runs loads at most 200 kB of JavaScript, packed', async () => {
    const { page } = await open('full', '/ui-not-there');
    let packed = 0;
    const reading: Promise<void>[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('.js'))
        reading.push(response.body().then((body) => void (packed += gzipSync(body).length)));
    });
    await page.goto(new URL('/runs', page.url()).href);
    await page.getByText('as of').waitFor();
    await Promise.all(reading);
    expect(packed).toBeGreaterThan(50_000);
    expect(packed).toBeLessThan(200_000);
  });
}
