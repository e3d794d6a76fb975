import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Me } from '../../packages/server/src/access/contract.ts';
import type { RunList } from '../../packages/server/src/rooms/monitoring/contract.ts';
import type { RunOtlp } from '../../packages/server/src/rooms/monitoring/contract-otlp.ts';
import { browserIsHere, launch, openPage } from '../e2e/browser.ts';
import { type LiveServer, liveServer } from '../live/live-server.ts';

/** Milliseconds: what a person is promised on a machine with nothing else to do. Read what is printed beside the load of the machine. */
const promised = { interactive: 1500, longTask: 200 };
const spans = 30_000;
const traceId = '5'.repeat(32);
const idOf = (n: number): string => (0xb000000000000000n + BigInt(n)).toString(16);

type Watched = { long: number[]; firstRows: number | null };

/** A run of 30,000 spans at a real server: sent, assembled, opened and scrolled. */
describe.skipIf(!browserIsHere())('a run of 30,000 spans', () => {
  let live: LiveServer;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  const run = `${traceId}-${idOf(0)}`;

  beforeAll(async () => {
    [live, browser] = await Promise.all([liveServer(), launch()]);
    for (let from = 0; from < spans; from += 5000) await send(live, from);
    const assembled = async (): Promise<void> => {
      const { items } = await live.get<RunList>('/api/v1/runs');
      expect(items.find((one) => one.id === run)?.steps).toBe(spans);
    };
    await vi.waitFor(assembled, { timeout: 90_000, interval: 500 });
    const { person } = await live.get<Me>('/api/v1/me');
    const link = (await (await live.post(`/api/v1/people/${person.id}/sign-in-link`, undefined)).json()) as {
      signInUrl: string;
    };
    ({ page, errors } = await openPage(browser));
    await page.goto(link.signInUrl);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'UTC' }).waitFor();
    await page.addInitScript(watch);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await live?.close();
  });

  test('is there to be used soon after it was asked for', async () => {
    const taken: number[] = [];
    for (let i = 0; i < 5; i++) {
      await page.goto(`${live.server.url}/runs/${run}`);
      await expect.poll(() => watched(page).then((w) => w.firstRows), { timeout: 30_000, interval: 50 }).not.toBeNull();
      taken.push((await watched(page)).firstRows!);
    }
    console.log(`run of ${spans} spans: rows after ${taken.map(Math.round).join(', ')} ms`);
    // The best: what others do on the machine only adds.
    expect(Math.min(...taken)).toBeLessThan(promised.interactive);
    await expect
      .poll(() => page.getByRole('treegrid', { name: 'Steps' }).getAttribute('aria-rowcount'), { timeout: 30_000 })
      .toBe(String(spans + 1));
  });

  test('scrolls, shows its critical path and folds without a long task', async () => {
    await page.waitForTimeout(500);
    await page.evaluate(() => void ((globalThis as unknown as { watched: Watched }).watched.long = []));
    const frames = await page.evaluate(async () => {
      const grid = document.querySelector('[role=treegrid]')!;
      const taken: number[] = [];
      for (let i = 0; i < 80; i++) {
        const from = performance.now();
        grid.scrollTop += i < 40 ? 300 : 12_000;
        await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)));
        taken.push(performance.now() - from);
      }
      return taken.sort((a, b) => a - b);
    });
    const scrolling = (await watched(page)).long;
    await page.keyboard.press('c');
    await page.getByText('Critical path', { exact: false }).nth(1).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(() => page.getByRole('treegrid', { name: 'Steps' }).getAttribute('aria-rowcount'), { timeout: 10_000 })
      .toBe('2');
    const after = (await watched(page)).long;
    console.log(
      `two frames of scrolling: median ${Math.round(frames[40]!)} ms, worst ${Math.round(frames.at(-1)!)} ms; ` +
        `long tasks while scrolling ${JSON.stringify(scrolling)} ms, with path and fold ${JSON.stringify(after)} ms`,
    );
    expect(Math.max(0, ...scrolling)).toBeLessThan(promised.longTask);
    expect(errors).toEqual([]);
  });

  test('is taken out whole as OTLP', async () => {
    const from = performance.now();
    const { resourceSpans } = await live.get<RunOtlp>(`/api/v1/runs/${run}/otlp`);
    console.log(`taken out as OTLP in ${Math.round(performance.now() - from)} ms`);
    const taken = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans));
    expect([taken.length, new Set(taken.map((span) => span.spanId)).size]).toEqual([spans, spans]);
  });
});

const watched = (page: Page): Promise<Watched> =>
  page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

/** In the page, from its beginning: long tasks, and when rows of steps could be seen. */
function watch(): void {
  const seen: Watched = { long: [], firstRows: null };
  Object.assign(globalThis, { watched: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.long.push(Math.round(entry.duration));
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    const rows = document.querySelectorAll('[role=treegrid] [role=row]').length;
    if (rows > 5) seen.firstRows = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

/** Turns of an agent, each with a model call and tools under it, as 5,000 spans of one request. */
async function send({ server }: LiveServer, from: number): Promise<void> {
  const begin = BigInt(Date.now() - 700_000) * 1_000_000n;
  began ??= begin;
  const made = Array.from({ length: 5000 }, (_, i) => spanOf(from + i, began!));
  const answer = await fetch(`${server.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'x-signalbox-key': server.key!, 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [text('service.name', 'long-hauler')] },
          scopeSpans: [{ scope: { name: 'test' }, spans: made }],
        },
      ],
    }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}
let began: bigint | undefined;

const text = (key: string, stringValue: string): object => ({ key, value: { stringValue } });

function spanOf(n: number, begin: bigint): object {
  const turn = n - ((n - 1) % 10);
  const isTop = n === 0;
  const isTurn = n === turn;
  const isTool = n % 3 === 0;
  const start = begin + BigInt(n) * 20_000_000n;
  const length = isTop ? BigInt(spans) * 20_000_000n : isTurn ? 190_000_000n : 18_000_000n;
  const [name, attributes] = isTop
    ? [
        'invoke_agent long-hauler',
        [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', 'long-hauler')],
      ]
    : isTurn
      ? [`turn ${n}`, []]
      : isTool
        ? [
            'execute_tool read_file',
            [text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', 'read_file')],
          ]
        : ['chat gpt-4.1', [text('gen_ai.operation.name', 'chat'), text('gen_ai.request.model', 'gpt-4.1')]];
  return {
    traceId,
    spanId: idOf(n),
    parentSpanId: isTop ? '' : idOf(isTurn ? 0 : turn),
    name,
    kind: 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + length),
    attributes,
  };
}
