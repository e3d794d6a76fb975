import { expect, test } from 'vitest';
import { newRun } from './fixture-server.ts';
import { later, phone, type Stage } from './stage.ts';

export function runsChecks(open: Stage): void {
  test('runs scroll on through all pages without drawing them all', async () => {
    const { page, fixture } = await open('full', '/runs');
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.getByText('production').first().waitFor();
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    for (let i = 0; i < 12; i++) {
      await grid.evaluate((el) => el.scrollTo(0, el.scrollHeight));
      await page.waitForTimeout(60);
    }
    await page.getByText('End of the list, 240 runs').waitFor();
    const pages = fixture.seen.filter((s) => s.line.startsWith('GET /api/v1/runs?'));
    expect(pages.filter((s) => s.line.includes('cursor=')).length).toBe(2);
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
  });

  test('filters live in the URL and are asked of the server', async () => {
    const { page, fixture } = await open('full', '/runs?range=all&user=customer-1');
    await page.getByText('No run fits these filters').waitFor();
    await page.getByRole('button', { name: 'Remove filter User' }).click();
    await page.getByLabel('Outcome').click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await expect.poll(() => page.url()).toContain('outcome=failed');
    await page.getByRole('combobox', { name: 'Agent' }).focus();
    await page.keyboard.type('refund-clerk');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('agent=refund-clerk');
    const wanted = fixture.runs.filter((r) => r.agent === 'refund-clerk' && r.outcome.value === 'failed').length;
    await page.getByText(`End of the list, ${wanted} run`).waitFor();
    await page.reload();
    await page.getByText(`End of the list, ${wanted} run`).waitFor();
    expect(fixture.seen.at(-1)!.line + fixture.seen.map((s) => s.line).join()).toContain(
      'agent=refund-clerk&outcome=failed',
    );
  });

  test('scope is carried from page to page, and the zone changes the times', async () => {
    const { page } = await open('full', '/runs?env=production&range=7d');
    await page.getByRole('button', { name: 'UTC' }).click();
    await expect.poll(() => page.url()).toContain('tz=local');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    const search = new URL(page.url()).searchParams;
    expect([search.get('env'), search.get('range'), search.get('tz')]).toEqual(['production', '7d', 'local']);
  });

  test('new runs wait, running rows change in place', async () => {
    const { page, fixture } = await open('full', '/runs', { clock: true });
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.getByText('Running').first().waitFor();
    const before = await grid.getByRole('row').nth(1).boundingBox();
    const top = fixture.runs[0]!;
    fixture.runs = [
      newRun(1),
      newRun(2),
      {
        ...top,
        state: 'settled',
        durationMs: 4321,
        outcome: { value: 'failed', source: 'declared', refused: false },
        version: '2',
      },
      ...fixture.runs.slice(1),
    ];
    fixture.emit('advanced');
    await later(page, page.getByRole('button', { name: '2 new' }));
    await grid.getByRole('row').nth(1).getByText('4.32').waitFor();
    expect(await grid.getByRole('row').nth(1).boundingBox()).toEqual(before);
    await page.getByRole('button', { name: '2 new' }).click();
    await expect.poll(() => grid.getByRole('row').nth(3).textContent()).toContain('4.32');
  });

  test('keys: j moves, space peeks, esc closes, enter opens, esc comes back, ? lists', async () => {
    const { page, fixture } = await open('full', '/runs');
    await page.getByRole('grid', { name: 'Runs' }).getByText('production').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.getByRole('complementary', { name: 'Run' }).waitFor();
    expect(new URL(page.url()).searchParams.get('peek')).toBe(fixture.runs[1]!.id);
    await page.keyboard.press('j');
    await expect.poll(() => new URL(page.url()).searchParams.get('peek')).toBe(fixture.runs[2]!.id);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Run' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByRole('treegrid', { name: 'Steps' }).waitFor();
    expect(page.url()).toContain(fixture.runs[2]!.id);
    await page.keyboard.press('Escape');
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    const first = await page.evaluate(() => document.documentElement.dataset['theme']);
    await page.keyboard.press('t');
    expect([first, await page.evaluate(() => document.documentElement.dataset['theme'])].toSorted()).toEqual([
      'dark',
      'light',
    ]);
  });

  test('no run at all teaches how to connect, and the first one shows by itself', async () => {
    const { page, fixture } = await open('empty', '/runs', { clock: true });
    await page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${fixture.url}`).waitFor();
    expect(await page.getByLabel('Lines to connect an agent').textContent()).toContain(
      'OTEL_EXPORTER_OTLP_HEADERS=x-signalbox-key=',
    );
    fixture.runs = [newRun(1)];
    fixture.emit('advanced');
    await later(page, page.getByRole('grid', { name: 'Runs' }).getByText(fixture.runs[0]!.agent));
  });

  test('a broken list says what is known and the request id; it comes back when asked', async () => {
    const { page, fixture } = await open('broken', '/runs', { clock: true });
    await later(page, page.getByRole('alert').getByText('Warehouse is restarting'));
    expect(await page.getByRole('button', { name: /req_0193…6071, copy request id/ }).count()).toBe(1);
    fixture.scenario = 'full';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('grid', { name: 'Runs' }).waitFor();
  });

  test('a warehouse that goes down leaves the list on the screen, with its age', async () => {
    const { page, fixture } = await open('full', '/runs', { clock: true });
    await page.getByRole('grid', { name: 'Runs' }).getByText('production').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    fixture.scenario = 'broken';
    fixture.emit('health', {
      warehouse: { status: 'down', since: '2026-11-22T12:03:10.000Z' },
      state: { status: 'up' },
      ingest: null,
    });
    fixture.emit('advanced');
    await page.getByText('Warehouse is restarting since 12:03:10 UTC.').waitFor();
    await later(page, page.getByText(/Shown as of .* old/));
    expect(await page.getByRole('grid', { name: 'Runs' }).getByRole('row').count()).toBeGreaterThan(10);
    fixture.emit('health', { warehouse: { status: 'up', since: '2026-11-22T12:03:12.000Z' } });
    await page.getByText('Warehouse is restarting since').waitFor({ state: 'detached' });
  });

  test('a phone shows two-line rows with targets of 44 px, and nothing scrolls sideways', async () => {
    const { page } = await open('full', '/runs', phone);
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.getByText('refund-clerk').first().waitFor();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], input, [role=row]')]
        .map((el) => ({ name: el.getAttribute('aria-label') ?? el.textContent, box: el.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height > 1 && box.bottom > 0 && box.height < 44)
        .map(({ name, box }) => `${name} ${box.height}`),
    );
    expect(small).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('dialog', { name: 'Rooms' }).getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
  });
}
