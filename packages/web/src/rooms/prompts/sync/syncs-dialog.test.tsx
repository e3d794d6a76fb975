import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPart } from '../../../app/house.fixture.tsx';
import { defects, names, words } from '../../../ui/markup.fixture.ts';
import { CredentialFields } from './credential-fields.tsx';
import { newDraft, type SyncDraft } from './sync-draft.ts';
import { SyncForm } from './sync-form.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const teams = aMe().teams;
const nothing = (): void => undefined;

test('a new folder asks where, how and in whose name; incomplete it is not sent', async () => {
  const html = await drawPart(<SyncForm teams={teams} sync={null} onDone={nothing} />);
  expect(names(html, 'textbox')).toEqual([
    ...['Folder here', 'Repository', 'Branch', 'Folder in the repository', 'Author of commits'],
    'E-mail address of the author',
  ]);
  expect(names(html, 'combobox')).toEqual(['Team', 'Direction', 'Written']);
  expect(words(html)).toContain('The address of the repository is missing.');
  expect(defects(html)).toEqual([]);
});

const fields = (over: Partial<SyncDraft>, isKept: boolean): Promise<string> => {
  const draft = { ...newDraft('tea_1'), remote: 'https://git.example/p.git', ...over };
  return drawPart(<CredentialFields draft={draft} isKept={isKept} error={undefined} put={nothing} />);
};

test('a credential that is kept is not shown: it stays, goes, or another is given', async () => {
  const html = await fields({ credential: 'keep' }, true);
  for (const choice of ['Keep the one that is sealed here', 'None: the repository is public', 'Another one'])
    expect(words(html)).toContain(choice);
  expect(names(html, 'textbox')).not.toContain('User');
  expect(words(await fields({ credential: 'none' }, false))).not.toContain('Keep the one');
});

test('a new one is typed into a field that shows nothing', async () => {
  const html = await fields({ credential: 'new' }, false);
  expect(html).toMatch(/type="password"/);
  expect(words(html)).toContain('never shown again');
});

test('over ssh there is none to give', async () => {
  const html = await fields({ remote: 'ssh://git@git.example/p.git' }, false);
  expect(html).not.toContain('type="radio"');
  expect(words(html)).toContain('only for https');
});
