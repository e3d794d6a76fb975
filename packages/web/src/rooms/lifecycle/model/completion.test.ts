import { expect, test } from 'vitest';
import { completionOf } from './completion.ts';
import { outcomes } from './lifecycle.fixture.ts';

test('completion is of known outcomes; what is inferred and what is unknown stands beside it', () => {
  expect(completionOf({ outcomes: outcomes({ completed: [90, 60], failed: [10, 0], unknown: [100, 0] }) })).toEqual({
    main: '90 %',
    inferred: '~60 %',
    unknown: '?50 %',
    words:
      '90 of 100 with a known outcome completed. 60 of these outcomes are inferred from spans, not declared (~). ' +
      '100 of 200 invocations have an unknown outcome (?).',
  });
});

test('a handful is counted, not made a percent of', () => {
  const told = completionOf({ outcomes: outcomes({ completed: [7, 3], failed: [1, 0], unknown: [2, 0] }) })!;
  expect([told.main, told.inferred, told.unknown]).toEqual(['7 of 8', '~3', '?2']);
});

test('nothing known is not 0 %', () => {
  expect(completionOf({ outcomes: outcomes({ unknown: [50, 0] }) })!).toMatchObject({ main: '—', unknown: '?100 %' });
  expect(completionOf({ outcomes: outcomes({}) })).toBeNull();
});

test('100 % is all of them, and 0 % none', () => {
  expect(completionOf({ outcomes: outcomes({ completed: [999, 0], failed: [1, 0] }) })!.main).toBe('99 %');
  expect(completionOf({ outcomes: outcomes({ completed: [1, 0], failed: [999, 0] }) })!.main).toBe('1 %');
  expect(completionOf({ outcomes: outcomes({ completed: [100, 0] }) })!.main).toBe('100 %');
});

test('passed on and abandoned are outcomes too', () => {
  const told = completionOf({
    outcomes: outcomes({ completed: [10, 0], passedToPerson: [10, 0], abandoned: [20, 0] }),
  })!;
  expect(told.main).toBe('25 %');
});
