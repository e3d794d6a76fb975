import type { Sync } from 'signalbox/contract/prompts/sync';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { PatchShown } from '../editor/make-patch.tsx';
import { at } from '../model/prompts.fixture.ts';
import { SyncRow } from './sync-row.tsx';
import { placeWords, stateWords } from './sync-words.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const conflict: Sync['conflicts'][number] = {
  ...{ path: 'support/clerk.md', promptId: 'prm_1', name: 'clerk', here: 4, commit: 'abcdef0123456789' },
  ...{ by: 'Cy Young', isGone: false },
};
const aSync = (over: Partial<Sync> = {}): Sync => ({
  ...{ id: 'psy_1', teamId: 'tea_1', folder: 'support', remote: 'https://git.example/prompts.git', branch: 'main' },
  ...{ path: 'prompts', direction: 'both', owner: 'signalbox', author: { name: 'Signalbox', email: 's@example.com' } },
  ...{ hasCredential: true, state: 'in_step', progress: null, wantedAt: null, endedAt: at, commit: '0123456789abcdef' },
  ...{ error: null, pulled: 0, pushed: 0, conflicts: [], problems: [] },
  ...over,
});
const rights = (may: boolean) => {
  const act = may ? (): void => undefined : null;
  return { onRun: act, onChange: act, onRemove: act };
};
const draw = (over: Partial<Sync> = {}, mayRun = true): Promise<string> =>
  drawPart(
    <ul>
      <SyncRow sync={aSync(over)} teamName="Support" {...rights(mayRun)} />
    </ul>,
  );

test.each([
  [{ state: 'in_step', progress: null }, 'In step'],
  [{ state: 'working', progress: { done: 3, total: 40 } }, 'Working, 3 of 40'],
  [{ state: 'failed', progress: null }, 'Failed'],
] as const)('%j is %s', (of, said) => {
  expect(stateWords(of)).toBe(said);
});

test.each([
  [{ branch: 'main', path: '', direction: 'pull', owner: 'git' }, 'main, from git to here, written in git'],
  [{ branch: 'main', path: 'a/b', direction: 'both', owner: 'signalbox' }, 'main/a/b, both ways, written here'],
] as const)('%j: %s', (of, said) => {
  expect(placeWords(of)).toBe(said);
});

test('a folder: where, how it stands, up to which commit; who may asks for it now', async () => {
  const html = await draw();
  for (const part of ['support of Support', 'https://git.example/prompts.git', 'In step', ', at 0123456789'])
    expect(words(html)).toContain(part);
  expect(names(html, 'button')).toEqual([
    ...['Sync now: support', 'Change the sync of support', 'Remove the sync of support'],
  ]);
  expect(words(html)).toContain('credential sealed');
  expect(names(await draw({}, false), 'button')).toEqual([]);
  expect(defects(html)).toEqual([]);
});

test('why it failed, and files that were not taken', async () => {
  const problems = [{ path: 'big.md', problem: 'It is larger than a megabyte.' }];
  const said = words(await draw({ state: 'failed', error: 'The host refuses the key.', problems, endedAt: null }));
  for (const part of ['The host refuses the key.', '1 file not taken', 'big.md', 'never yet'])
    expect(said).toContain(part);
});

describe('a conflict', () => {
  test('tells both sides, and waits for who compares', async () => {
    const html = await draw({ state: 'conflicts', conflicts: [conflict] });
    expect(words(html)).toContain(
      'clerk is at version 4 here ; in git it was changed by Cy Young, abcdef0123'.replace(' ;', ';'),
    );
    expect(names(html, 'button')).toContain('Compare');
    expect(names(html, 'button')).not.toContain('Take what git has');
  });

  test('in which one side is gone', async () => {
    const said = words(await draw({ conflicts: [{ ...conflict, here: null, isGone: true }] }));
    expect(said).toContain('is archived here');
    expect(said).toContain('in git it is gone since abcdef0123');
  });
});

test.each(hostile)('%s from a repository hides and breaks nothing', async (_, text) => {
  const html = await draw({
    ...{ remote: text, branch: text, path: text, error: text, problems: [{ path: text, problem: text }] },
    conflicts: [{ ...conflict, name: text, by: text }],
  });
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});

test('a patch says where it was pushed, or how it is taken in', async () => {
  const patch = { patch: 'From abc\n---\n', commit: 'abcdef0123456789', branch: 'signalbox/clerk' };
  const pushed = words(await drawPart(<PatchShown patch={patch} />));
  expect(pushed).toContain('Pushed to the branch signalbox/clerk as abcdef012345');
  expect(words(await drawPart(<PatchShown patch={{ ...patch, branch: null }} />))).toContain('git am');
});
