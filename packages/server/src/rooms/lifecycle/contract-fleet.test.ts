import { describe, expect, test } from 'vitest';
import { ImportFreezes } from './contract-calendar.ts';
import { BulkAgents, FleetQuery, MapQuery, NamingRule } from './contract-fleet.ts';
import { MoveFollowedLabel } from './contract-labels.ts';
import { Prompt } from './contract-releases.ts';

type Schema = { safeParse(value: unknown): { success: boolean; error?: { issues: { path: PropertyKey[] }[] } } };
/** Where a value is wrong; null = it is not. */
const wrongAt = (schema: Schema, value: unknown): string | null =>
  schema.safeParse(value).error?.issues[0]?.path.join('.') ?? null;

describe('a bulk change', () => {
  const bulk = (act: object, agents: unknown = ['agt_1']) => wrongAt(BulkAgents, { agents, act });

  test.each([
    [{ kind: 'claim' }],
    [{ kind: 'claim', personId: 'per_1' }],
    [{ kind: 'owner', person: null }],
    [{ kind: 'owner', person: 'ada@example.com' }],
    [{ kind: 'add_tags', tags: ['a'] }],
    [{ kind: 'risk', risk: {} }],
    [{ kind: 'describe' }],
    [{ kind: 'describe', runbook: 'https://example.com/a' }],
    [{ kind: 'promote', from: 'staging', to: 'production', reason: 'r' }],
  ])('may be %j', (act) => {
    expect(bulk(act)).toBeNull();
  });

  test.each<[object, string]>([
    [{ kind: 'retire' }, 'act.kind'],
    [{ kind: 'owner' }, 'act.person'],
    [{ kind: 'add_tags', tags: [] }, 'act.tags'],
    [{ kind: 'add_tags', tags: ['a', 'a'] }, 'act.tags'],
    [{ kind: 'remove_tags' }, 'act.tags'],
    [{ kind: 'risk', risk: { data: 'none' } }, 'act.risk.data'],
    [{ kind: 'risk', risk: { money: 'low' } }, 'act.risk'],
    [{ kind: 'describe', runbook: 'javascript:alert(1)' }, 'act.runbook'],
    [{ kind: 'describe', tags: ['a'] }, 'act'],
    [{ kind: 'promote', from: 'a', to: 'b' }, 'act.reason'],
    [{ kind: 'promote', from: 'a', to: 'b', reason: ' ' }, 'act.reason'],
  ])('may not be %j', (act, where) => {
    expect(bulk(act)).toBe(where);
  });

  test('is of one to five hundred agents', () => {
    const many = (n: number): string[] => Array.from({ length: n }, (_, at) => `agt_${at}`);
    expect(bulk({ kind: 'claim' }, many(500))).toBeNull();
    expect(bulk({ kind: 'claim' }, many(501))).toBe('agents');
    expect(bulk({ kind: 'claim' }, [])).toBe('agents');
  });
});

test.each<[string, Schema, object, string | null]>([
  ['a rule of names', NamingRule, { pattern: 'a', reason: 'r' }, null],
  ['one without a reason', NamingRule, { pattern: 'a', reason: ' ' }, 'reason'],
  ['one without a pattern', NamingRule, { pattern: '', reason: 'r' }, 'pattern'],
  ['one of a thousand letters', NamingRule, { pattern: 'a'.repeat(1000), reason: 'r' }, 'pattern'],
  ['an environment of spaces', FleetQuery, { environment: '  ' }, 'environment'],
  ['a map since no time', MapQuery, { from: 'yesterday' }, 'from'],
  ['a map since a day', MapQuery, { from: '2026-11-22' }, 'from'],
  ['a label that moves', MoveFollowedLabel, { prompt: 'p', label: 'l', number: 1, reason: 'r' }, null],
  ['one to no version', MoveFollowedLabel, { prompt: 'p', label: 'l', number: 0, reason: 'r' }, 'number'],
  ['one that is taken away', MoveFollowedLabel, { prompt: 'p', label: 'l', number: null, reason: 'r' }, 'number'],
  ['one for no reason', MoveFollowedLabel, { prompt: 'p', label: 'l', number: 1 }, 'reason'],
  ['a calendar', ImportFreezes, { ics: 'x' }, null],
  ['one of a zone that is none', ImportFreezes, { ics: 'x', timeZone: 'Mars' }, 'timeZone'],
  ['one of half a megabyte and more', ImportFreezes, { ics: 'x'.repeat(500_001) }, 'ics'],
  ['one of nothing', ImportFreezes, { ics: '' }, 'ics'],
])('%s is wrong at what it is', (_, schema, value, where) => {
  expect(wrongAt(schema, value)).toBe(where);
});

test('what is left out is production, and UTC', () => {
  expect(FleetQuery.parse({})).toEqual({ environment: 'production' });
  expect(ImportFreezes.parse({ ics: 'x' }).timeZone).toBe('UTC');
});

test('a slot of a release may follow a label, and then keeps number and digest too', () => {
  const slot = { slot: 's', prompt: 'p', version: 1, digest: `sha256:${'0'.repeat(64)}` };
  expect(wrongAt(Prompt, { ...slot, label: 'production' })).toBeNull();
  expect(wrongAt(Prompt, { slot: 's', prompt: 'p', label: 'production' })).toBe('version');
  expect(wrongAt(Prompt, { ...slot, label: '' })).toBe('label');
  expect(Prompt.parse(slot)).not.toHaveProperty('label');
});
