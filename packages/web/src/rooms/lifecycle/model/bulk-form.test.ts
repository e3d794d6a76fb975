import type { BulkAct } from 'signalbox/contract/lifecycle';
import { expect, test } from 'vitest';
import { actOf, type BulkForm, emptyBulkForm } from './bulk-form.ts';

const act = (kind: BulkAct['kind'], over: Partial<BulkForm> = {}): BulkAct | null =>
  actOf(kind, { ...emptyBulkForm, ...over });

test('claiming needs nothing more', () => expect(act('claim')).toEqual({ kind: 'claim' }));

test.each<[BulkAct['kind'], Partial<BulkForm>, object]>([
  ['owner', { person: 'per_1' }, { person: 'per_1' }],
  ['add_tags', { tags: 'eu, b ,eu,' }, { tags: ['eu', 'b'] }],
  ['remove_tags', { tags: 'eu' }, { tags: ['eu'] }],
  ['risk', { spend: 'high', tags: 'not mine' }, { risk: { spend: 'high' } }],
  ['describe', { runbook: ' https://x.example ', onCall: ' ' }, { runbook: 'https://x.example' }],
  ['promote', { from: 'qa', to: 'production', reason: 'ok' }, { from: 'qa', to: 'production', reason: 'ok' }],
])('%s takes what it needs and nothing else', (kind, form, said) => {
  expect(act(kind, form)).toEqual({ kind, ...said });
});

test.each(['owner', 'add_tags', 'remove_tags', 'risk', 'describe', 'promote'] as const)(
  '%s waits until it is said what is to change',
  (kind) => expect([act(kind), act(kind, { tags: ' , ', purpose: ' ', from: 'qa', to: 'x' })]).toEqual([null, null]),
);
