import type { Comparison } from 'signalbox/contract/monitoring/comparison';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, drawPage, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, textOf, words } from '../../../ui/markup.fixture.ts';
import { aRun, aStep } from '../model/monitoring.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe()]];
const none = { input: null, output: null };
const side = (name: string, over: object = {}) => ({ step: aStep({ spanId: name, name, ...over }), sizes: none });
const comparison: Comparison = {
  a: aRun({ id: 'r1' }),
  b: aRun({ id: 'r2', agent: 'j<b>udge' }),
  rows: [
    { a: side('ask'), b: side('ask'), differs: [] },
    { a: side('look up'), b: null, differs: ['missing'] },
    { a: side('answer'), b: side('answer', { isError: true }), differs: ['error'] },
  ],
  firstDivergence: 1,
  truncated: true,
};

test('both runs with links, aligned steps, and where they part', async () => {
  const html = await drawPage('/runs/compare?a=r1&b=r2', [...me, [['comparison', 'r1', 'r2'], comparison]]);
  expect(words(html)).toContain('The runs part at row 2 of 3');
  expect(words(html)).toContain('Only the first 2,000 steps');
  expect(words(html).match(/No such step/g)).toHaveLength(1);
  expect(words(html)).toContain('failed on the right');
  expect(textOf(byRole(html, 'main')[0]!.node)).toContain('j<b>udge');
  expect(defects(html)).toEqual([]);
});

test('one that is not there, and none chosen', async () => {
  const gone = new Problem(404, { title: 'No such run', detail: 'It may have passed its retention.' });
  const html = await drawPage('/runs/compare?a=r1&b=r2', [...me, [['comparison', 'r1', 'r2'], gone]]);
  expect(names(html, 'alert')[0]).toContain('No such run');
  expect(names(await drawPage('/runs/compare?a=r1', me), 'heading')).toContain('Choose two runs');
});
