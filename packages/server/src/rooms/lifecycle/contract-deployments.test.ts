import { describe, expect, test } from 'vitest';
import { BeginFreeze, DeployRelease, EnvironmentRule, PromoteRelease, RollBack } from './contract-deployments.ts';
import { DeliveryQuery } from './contract-delivery.ts';

const wrong = (
  schema: { safeParse(input: unknown): { error?: { issues: { path: PropertyKey[] }[] } } },
  input: unknown,
) => (schema.safeParse(input).error?.issues ?? []).map((one) => one.path.join('.'));

describe('deploying', () => {
  const good = { releaseId: 'rel_1', reason: 'because' };

  test('is for everybody unless a share is said', () => {
    expect(DeployRelease.parse(good)).toEqual({ ...good, percent: 100 });
    expect(DeployRelease.parse({ ...good, percent: 0.001, expectedVersion: 0 })).toMatchObject({ expectedVersion: 0 });
  });

  test.each([
    ['no reason', { reason: '  ' }, 'reason'],
    ['no release', { releaseId: undefined }, 'releaseId'],
    ['a share of nothing', { percent: 0 }, 'percent'],
    ['more than all', { percent: 100.1 }, 'percent'],
    ['a version that cannot be', { expectedVersion: -1 }, 'expectedVersion'],
    ['half a version', { expectedVersion: 1.5 }, 'expectedVersion'],
  ])('%s is refused', (_, change, where) => {
    expect(wrong(DeployRelease, { ...good, ...change })).toEqual([where]);
  });
});

test('rolling back and promoting are due a reason', () => {
  expect(wrong(RollBack, { to: 'rel_1' })).toEqual(['reason']);
  expect(wrong(RollBack, { reason: 'because' })).toEqual([]);
  expect(wrong(PromoteRelease, { from: ' ', reason: 'because' })).toEqual(['from']);
});

describe('a freeze', () => {
  const good = { from: '2026-12-24T00:00:00+01:00', until: '2027-01-02T00:00:00+01:00', reason: 'holidays' };

  test('is said with an offset, and in a zone that people know', () => {
    expect(BeginFreeze.parse({ ...good, timeZone: 'Europe/Berlin' })).toMatchObject({ timeZone: 'Europe/Berlin' });
    expect(BeginFreeze.parse(good).timeZone).toBe('UTC');
  });

  test.each([
    ['ends before it begins', { until: good.from }, 'until'],
    ['ends before it begins, across offsets', { until: '2026-12-23T23:59:59Z', from: '2026-12-24T00:00:00Z' }, 'until'],
    ['in a zone that is none', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['at no time', { from: 'tomorrow' }, 'from'],
    ['in local time without an offset', { from: '2026-12-24T00:00:00' }, 'from'],
    ['for no reason', { reason: '' }, 'reason'],
  ])('that %s is refused', (_, change, where) => {
    expect(wrong(BeginFreeze, { ...good, ...change })).toEqual([where]);
  });
});

test('a rule asks for a number of people, and for a role that there is', () => {
  const good = { people: 2, role: 'compliance', notAuthor: true };
  expect(wrong(EnvironmentRule, good)).toEqual([]);
  expect(wrong(EnvironmentRule, { ...good, role: null })).toEqual([]);
  expect(wrong(EnvironmentRule, { ...good, role: 'king' })).toEqual(['role']);
  expect(wrong(EnvironmentRule, { ...good, people: 11 })).toEqual(['people']);
});

test('a question for a release says how long it waits, in seconds, at most a minute', () => {
  expect(DeliveryQuery.parse({ wait: '30', after: '7' })).toEqual({ wait: 30, after: 7 });
  expect(wrong(DeliveryQuery, { wait: '61' })).toEqual(['wait']);
  expect(wrong(DeliveryQuery, { after: '1.5' })).toEqual(['after']);
  expect(wrong(DeliveryQuery, { user: 'u'.repeat(401) })).toEqual(['user']);
});
