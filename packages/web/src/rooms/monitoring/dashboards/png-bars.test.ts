import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { anAnswer, columnsOf } from './model/answer.fixture.ts';
import { pngOfBars } from './png-bars.ts';

const said: { text: string; align: string; ink: string }[] = [];
const bars: { width: number; ink: string }[] = [];
const ctx = {
  ...{ fillStyle: '', textAlign: 'left', font: '' },
  fillText: (text: string) => said.push({ text, align: ctx.textAlign, ink: ctx.fillStyle }),
  fillRect: (_x: number, _y: number, width: number) => bars.push({ width, ink: ctx.fillStyle }),
};
const probe = {
  ...{ hidden: false, isConnected: true, style: { color: '' } },
  remove: () => undefined,
};
const element = { append: () => undefined, ownerDocument: { createElement: () => probe } } as unknown as HTMLElement;

beforeEach(() => {
  said.length = bars.length = 0;
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('getComputedStyle', () => ({ backgroundColor: 'white', ...probe.style }));
  const canvas = { getContext: () => ctx, toBlob: (done: (blob: Blob) => void) => done(new Blob(['png'])) };
  vi.stubGlobal('document', { createElement: () => canvas });
});
afterEach(() => void vi.unstubAllGlobals());

const { agent, runs } = columnsOf;
const draw = (rows: [string, number | null][], folded: number[] = []) =>
  pngOfBars(element, 'Runs', anAnswer({ columns: [agent, runs], rows, points: [], folded }));

test('each group has its name, its bar by the largest, and its exact figure', async () => {
  expect(
    await draw([
      ['clerk', 1204],
      ['a\u202eb', 301],
      ['silent', null],
    ]),
  ).toBeInstanceOf(Blob);
  expect(said.map(({ text }) => text)).toEqual(['Runs', 'clerk', '1,204', 'a[U+202E]b', '301', 'silent', '—']);
  // The first is the ground of the picture.
  const [, first, second, third] = bars;
  expect([second!.width / first!.width, third!.width]).toEqual([301 / 1204, 0]);
  expect(first!.width).toBe(310);
});

test('of no group there is no picture', async () => {
  expect(await draw([])).toBeNull();
  expect(said).toEqual([]);
});
