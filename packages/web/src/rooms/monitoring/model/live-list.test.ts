import fc from 'fast-check';
import type { RunList } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { mergeLive, rowsOf } from './live-list.ts';
import { aRun } from './monitoring.fixture.ts';

const page = (ids: string, version = '1', nextCursor: string | null = null): RunList => ({
  items: [...ids].map((id) => aRun({ id, version })),
  nextCursor,
});

test('new runs wait; nothing on the screen moves', () => {
  const pages = [page('abc'), page('def')];
  const live = mergeLive(pages, page('xyab'));
  expect(live.waiting).toBe(2);
  expect(
    rowsOf(live.pages)
      .map((r) => r.id)
      .join(''),
  ).toBe('abcdef');
});

test('known runs change in place, untouched pages stay the same object', () => {
  const pages = [page('abc'), page('def')];
  const live = mergeLive(pages, page('ab', '2'));
  expect(live.pages[0]!.items.map((r) => r.version)).toEqual(['2', '2', '1']);
  expect(live.pages[1]).toBe(pages[1]);
  expect(live.waiting).toBe(0);
});

test('when the fresh page reaches nothing known, there are at least that many', () => {
  expect(mergeLive([page('abc')], page('vwx', '1', 'more'))).toMatchObject({ waiting: 3, atLeast: true });
  expect(mergeLive([page('')], page('vwx'))).toMatchObject({ waiting: 3, atLeast: false });
});

test('a late run below the first known one is no reason to call', () => {
  expect(mergeLive([page('abd')], page('abc')).waiting).toBe(0);
});

test('a run on two pages is one row', () => {
  expect(rowsOf([page('abc'), page('cd')]).map((r) => r.id)).toEqual(['a', 'b', 'c', 'd']);
});

test('whatever comes, rows keep their order and none goes away', () => {
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 10 });
  fc.assert(
    fc.property(ids, ids, fc.nat(10), fc.constantFrom('1', '2'), (shown, fresh, cut, version) => {
      const pages = [page(shown.slice(0, cut).join('')), page(shown.slice(cut).join(''))];
      const live = mergeLive(pages, page(fresh.join(''), version));
      expect(rowsOf(live.pages).map((r) => r.id)).toEqual(shown);
      for (const run of rowsOf(live.pages)) expect(run.version).toBe(fresh.includes(run.id) ? version : '1');
      expect(live.waiting).toBeLessThanOrEqual(fresh.filter((id) => !shown.includes(id)).length);
    }),
  );
});

test('asking twice with the same page changes nothing more', () => {
  const once = mergeLive([page('abc')], page('xab', '2'));
  const twice = mergeLive(once.pages, page('xab', '2'));
  expect(twice.waiting).toBe(once.waiting);
  expect(twice.pages[0]).toBe(once.pages[0]);
});
