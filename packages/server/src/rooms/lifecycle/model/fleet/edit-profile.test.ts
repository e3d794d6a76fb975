import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentProfile } from '../../contract-agents.ts';
import type { BulkAct } from '../../contract-fleet.ts';
import { profileChanges } from '../registry/profile-changes.ts';
import { edited } from './edit-profile.ts';

const profile: AgentProfile = { purpose: 'Bills', tags: ['eu', 'money'], risk: { data: 'low', spend: 'high' } };

describe('what a change names', () => {
  test.each<[BulkAct, AgentProfile]>([
    [
      { kind: 'add_tags', tags: ['eu', 'us'] },
      { ...profile, tags: ['eu', 'money', 'us'] },
    ],
    [
      { kind: 'remove_tags', tags: ['eu', 'us'] },
      { ...profile, tags: ['money'] },
    ],
    [
      { kind: 'remove_tags', tags: ['eu', 'money'] },
      { purpose: 'Bills', risk: profile.risk },
    ],
    [
      { kind: 'risk', risk: { data: 'medium', reach: 'low' } },
      { ...profile, risk: { data: 'medium', spend: 'high', reach: 'low' } },
    ],
    [
      { kind: 'describe', onCall: '#bills' },
      { ...profile, onCall: '#bills' },
    ],
    [
      { kind: 'describe', purpose: 'Bills and dues', budget: 'B-7' },
      { ...profile, purpose: 'Bills and dues', budget: 'B-7' },
    ],
    [{ kind: 'claim' }, profile],
    [{ kind: 'owner', person: null }, profile],
    [{ kind: 'promote', from: 'a', to: 'b', reason: 'r' }, profile],
  ])('%j', (act, after) => {
    expect(edited(profile, act)).toEqual(after);
  });

  test('is said of a profile of which nothing was known, too', () => {
    expect(edited({}, { kind: 'add_tags', tags: ['a', 'a'] })).toEqual({ tags: ['a'] });
    expect(edited({}, { kind: 'remove_tags', tags: ['a'] })).toEqual({});
    expect(edited({}, { kind: 'risk', risk: { data: 'low' } })).toEqual({ risk: { data: 'low' } });
    expect(edited({}, { kind: 'describe' })).toEqual({});
  });
});

const word: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd');
const level = fc.constantFrom('low' as const, 'medium' as const, 'high' as const);
const tags = fc.uniqueArray(word, { minLength: 1 });
const anyProfile: fc.Arbitrary<AgentProfile> = fc.record(
  {
    purpose: word,
    onCall: word,
    tags,
    risk: fc.record({ data: level, spend: level }, { requiredKeys: [] }),
    calls: tags,
  },
  { requiredKeys: [] },
);
const anyAct: fc.Arbitrary<BulkAct> = fc.oneof(
  tags.map((all) => ({ kind: 'add_tags' as const, tags: all })),
  tags.map((all) => ({ kind: 'remove_tags' as const, tags: all })),
  fc.record({ data: level, reach: level }, { requiredKeys: [] }).map((risk) => ({ kind: 'risk' as const, risk })),
  fc
    .record({ purpose: word, budget: word }, { requiredKeys: [] })
    .map((said) => ({ kind: 'describe' as const, ...said })),
);

test('whatever is done to whatever profile: it is one, the given one is as it was, and twice is once', () => {
  fc.assert(
    fc.property(anyProfile, anyAct, (before, act) => {
      const copy = structuredClone(before);
      const after = edited(before, act);
      expect(AgentProfile.safeParse(after).success).toBe(true);
      expect(before).toEqual(copy);
      expect(edited(after, act)).toEqual(after);
    }),
  );
});

test('whatever is done, only the field that it names changes', () => {
  const named: Record<string, string[]> = {
    ...{ add_tags: ['tags'], remove_tags: ['tags'], risk: ['risk'], describe: ['purpose', 'budget'] },
  };
  fc.assert(
    fc.property(anyProfile, anyAct, (before, act) => {
      const fields = profileChanges(before, edited(before, act)).map((one) => one.field);
      expect(fields.filter((field) => !named[act.kind]!.includes(field))).toEqual([]);
    }),
  );
});

test('tags that are added and taken away again are gone, and no others', () => {
  fc.assert(
    fc.property(anyProfile, tags, (before, all) => {
      const after = edited(edited(before, { kind: 'add_tags', tags: all }), { kind: 'remove_tags', tags: all });
      const kept = (before.tags ?? []).filter((one) => !all.includes(one));
      expect(after.tags ?? []).toEqual(kept);
    }),
  );
});
