import { describe, expect, test } from 'vitest';
import type { Sync } from '../contract-sync.ts';
import { syncOf } from './rows.ts';
import type { ConflictRow, SyncRow } from './store.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 22, 10, minute));
const row: SyncRow = {
  ...{
    id: 'psy_1',
    workspace_id: 'wsp_1',
    team_id: 'tea_1',
    folder: 'f',
    remote: 'https://g/p',
    branch: 'main',
    path: '',
  },
  ...{
    direction: 'both',
    owner: 'signalbox',
    author_name: 'Bot',
    author_email: 'bot@example.com',
    credential: 'sealed',
  },
  ...{ set_by: 'per_1', set_at: at(0) },
};
type State = NonNullable<Parameters<typeof syncOf>[1]>;
const state = (more: Partial<State> = {}): State => ({
  ...{ sync_id: 'psy_1', wanted_at: null, began_at: at(1), ended_at: at(2), done: 0, total: 0, pulled: 1, pushed: 2 },
  ...{ commit_id: 'c1', error: null, problems: '[{"path":"a.md","problem":"p"}]' },
  ...more,
});
const conflict: ConflictRow = {
  ...{
    sync_id: 'psy_1',
    path: 'a.md',
    prompt_id: 'prm_1',
    here: 3,
    here_digest: 'h',
    there_digest: 't',
    there_blob: 'b',
  },
  ...{ there_content: '{}', commit_id: 'c2', commit_by: 'Grace' },
};
const shown = (given: State | undefined, conflicts: ConflictRow[] = []): Sync =>
  syncOf(row, given, { conflicts, names: new Map([['prm_1', 'refund']]) });

test('a sync is told with its setting, and without its secret', () => {
  const sync = shown(state());
  expect(sync).toMatchObject({
    id: 'psy_1',
    teamId: 'tea_1',
    folder: 'f',
    hasCredential: true,
    commit: 'c1',
    pulled: 1,
  });
  expect(sync.problems).toEqual([{ path: 'a.md', problem: 'p' }]);
  expect(JSON.stringify(sync)).not.toContain('sealed');
  expect(sync.endedAt).toBe(at(2).toISOString());
});

describe('its state', () => {
  test.each<[string, State | undefined, ConflictRow[], Sync['state']]>([
    ['never looked at', undefined, [], 'waiting'],
    ['not yet', state({ began_at: null, ended_at: null }), [], 'waiting'],
    ['the first turn', state({ ended_at: null }), [], 'working'],
    ['a later turn', state({ began_at: at(3) }), [], 'working'],
    ['a later turn after a failure', state({ began_at: at(3), error: 'x' }), [], 'working'],
    ['all is well', state(), [], 'in_step'],
    ['both sides changed', state(), [conflict], 'conflicts'],
    ['it failed', state({ error: 'x' }), [conflict], 'failed'],
  ])('%s', (_, given, conflicts, expected) => expect(shown(given, conflicts).state).toBe(expected));
});

test('progress is shown while it works, and where there is any', () => {
  const working = { began_at: at(3), done: 4, total: 9 };
  expect(shown(state(working)).progress).toEqual({ done: 4, total: 9 });
  expect(shown(state({ ...working, total: 0 })).progress).toBeNull();
  expect(shown(state({ done: 9, total: 9 })).progress).toBeNull();
});

test('conflicts name the prompt, what stands here, and whether the file is gone', () => {
  const gone = { ...conflict, path: 'b.md', prompt_id: 'prm_2', here: null, there_content: null };
  expect(shown(state(), [conflict, gone]).conflicts).toEqual([
    { path: 'a.md', promptId: 'prm_1', name: 'refund', here: 3, commit: 'c2', by: 'Grace', isGone: false },
    { path: 'b.md', promptId: 'prm_2', name: 'b.md', here: null, commit: 'c2', by: 'Grace', isGone: true },
  ]);
});
