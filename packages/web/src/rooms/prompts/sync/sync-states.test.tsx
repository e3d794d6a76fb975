import type { Sync } from 'signalbox/contract/prompts/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, words } from '../../../ui/markup.fixture.ts';
import { at } from '../model/prompts.fixture.ts';
import { draftOf, lacks, newDraft, type SyncDraft, syncOfDraft, takesCredential } from './sync-draft.ts';
import { SyncForm } from './sync-form.tsx';
import { SyncRow } from './sync-row.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const aSync = (over: Partial<Sync> = {}): Sync => ({
  ...{ id: 'psy_1', teamId: 'tea_1', folder: 'support', remote: 'https://git.example/prompts.git', branch: 'main' },
  ...{ path: 'prompts', direction: 'both', owner: 'signalbox', author: { name: 'Signalbox', email: 's@example.com' } },
  ...{ hasCredential: true, state: 'in_step', progress: null, wantedAt: null, endedAt: at, commit: '0123456789abcdef' },
  ...{ error: null, pulled: 0, pushed: 0, conflicts: [], problems: [], ...over },
});

describe('a folder that is kept in step', () => {
  type Rights = Partial<Record<'onRun' | 'onChange' | 'onRemove', () => void>>;
  const draw = (over: Partial<Sync> = {}, rights: Rights = { onRun: nothing }): Promise<string> =>
    drawPart(
      <ul>
        <SyncRow
          sync={aSync(over)}
          teamName="Support"
          {...{ onRun: null, onChange: null, onRemove: null, ...rights }}
        />
      </ul>,
    );
  const runs = async (over: Partial<Sync>): Promise<boolean> =>
    byRole(await draw(over), 'button').some(
      (one) => one.name.startsWith('Sync now') && !('disabled' in one.node.attrs),
    );

  test.each([
    ['waiting', true],
    ['working', false],
    ['in_step', true],
    ['conflicts', true],
    ['failed', true],
  ] as const)('that is %s can be asked for again: %s', async (state, again) =>
    expect(await runs({ state })).toBe(again),
  );

  test('each right shows its own verb', async () => {
    expect(names(await draw({}, {}), 'button')).toEqual([]);
    expect(names(await draw({}, { onChange: nothing }), 'button')).toEqual(['Change the sync of support']);
    expect(names(await draw({}, { onRemove: nothing }), 'button')).toEqual(['Remove the sync of support']);
  });

  test('of all folders is called so, also by its verbs', async () => {
    const html = await draw({ folder: '' });
    expect(words(html)).toContain('all folders of Support');
    expect(names(html, 'button')).toEqual(['Sync now: all folders']);
  });

  test('without a turn yet has neither time nor commit', async () => {
    const said = words(await draw({ endedAt: null, commit: null, state: 'waiting' }));
    expect(said).toContain('Waits for its turn never yet');
    expect(said).not.toContain(', at');
    expect(said).not.toContain('null');
  });

  test('without a credential nothing is said of one', async () => {
    expect(words(await draw({ hasCredential: false }))).not.toContain('credential');
  });

  test('of very many files that were not taken the first 50 are named and all are counted', async () => {
    const problems = Array.from({ length: 60 }, (_, i) => ({ path: `f${i}.md`, problem: 'Too large.' }));
    const html = await draw({ problems });
    expect(words(html)).toContain('60 files not taken');
    expect(nodesOf(parse(html)).filter((one) => one.tag === 'li')).toHaveLength(51);
  });

  test('each conflict stands by itself; who may not run it may still look', async () => {
    const conflict = { promptId: 'p', here: 4, commit: 'abcdef0123456789', by: 'Cy', isGone: false };
    const conflicts = ['a', 'b'].map((name) => ({ ...conflict, name, path: `${name}.md` }));
    const html = await draw({ state: 'conflicts', conflicts }, {});
    expect(names(html, 'button')).toEqual(['Compare', 'Compare']);
    expect(defects(html)).toEqual([]);
  });
});

describe('a sync as it is written', () => {
  const slashes = fc.stringMatching(/^\/{0,2}[a-z]{0,3}(\/[a-z]{1,3}){0,2}\/{0,2}$/);
  const draft = fc.record({
    ...{ folder: slashes, path: slashes, user: fc.constantFrom('', ' ', 'bot'), secret: fc.constantFrom('', 's', ' ') },
    remote: fc.constantFrom('', ' ', 'https://h/p.git', ' https://h/p.git ', 'ssh://git@h/p.git', '/srv/p.git'),
    credential: fc.constantFrom('keep' as const, 'none' as const, 'new' as const),
    direction: fc.constantFrom('pull' as const, 'push' as const, 'both' as const),
    owner: fc.constantFrom('signalbox' as const, 'git' as const),
    authorEmail: fc.constantFrom('', 'a@b.c'),
  });
  const whole = (over: Partial<SyncDraft>): SyncDraft => ({ ...newDraft('tea_1'), ...over });

  test('a secret is sent only where one was typed for https, and never beside another wish', () => {
    fc.assert(
      fc.property(draft, (over) => {
        const one = whole(over);
        const { credential } = syncOfDraft(one);
        const takes = takesCredential(one) && one.credential === 'new';
        expect(credential != null).toBe(takes);
        if (!takesCredential(one)) expect(credential).toBeNull();
        if (takesCredential(one) && one.credential === 'keep')
          expect(syncOfDraft(one)).not.toHaveProperty('credential');
      }),
    );
  });

  test('what lacks nothing has an address, an author, and a whole credential', () => {
    fc.assert(
      fc.property(draft, (over) => {
        const one = whole(over);
        if (lacks(one) !== null) return;
        const sent = syncOfDraft(one);
        expect([sent.remote, sent.author.name, sent.author.email]).not.toContain('');
        expect(sent.owner === 'git' && sent.direction === 'push').toBe(false);
        if (sent.credential != null) expect([sent.credential.user, sent.credential.secret]).not.toContain('');
      }),
    );
  });

  test('folders are sent without slashes at their ends, and sent again as the same', () => {
    fc.assert(
      fc.property(draft, (over) => {
        const sent = syncOfDraft(whole(over));
        for (const path of [sent.folder, sent.path]) expect(path).not.toMatch(/^\/|\/$/);
        expect(syncOfDraft(whole({ ...over, folder: sent.folder, path: sent.path }))).toEqual(sent);
      }),
    );
  });

  test('what stands is never read with a secret, whatever it is', () => {
    for (const hasCredential of [true, false]) {
      const one = draftOf(aSync({ hasCredential }));
      expect([one.user, one.secret]).toEqual(['', '']);
      expect(lacks(one)).toBeNull();
    }
  });
});

describe('the form of one that stands', () => {
  const draw = (over: Partial<Sync> = {}): Promise<string> =>
    drawPart(<SyncForm teams={aMe().teams} sync={aSync(over)} onDone={nothing} />);

  test('keeps its folder and team: those are what it is', async () => {
    const html = await draw();
    expect(names(html, 'textbox')).not.toContain('Folder here');
    expect(names(html, 'combobox')).toEqual(['Direction', 'Written']);
    expect(byRole(html, 'textbox').find((one) => one.name === 'Repository')?.node.attrs['value']).toBe(
      'https://git.example/prompts.git',
    );
    expect(defects(html)).toEqual([]);
  });

  test('can be sent as it stands; what git may not do with what is written there is said', async () => {
    const submit = async (over: Partial<Sync>): Promise<boolean> =>
      byRole(await draw(over), 'button').some((one) => one.name === 'Change sync' && !('disabled' in one.node.attrs));
    expect(await submit({})).toBe(true);
    expect(await submit({ owner: 'git', direction: 'push' })).toBe(false);
    expect(words(await draw({ owner: 'git', direction: 'push' }))).toContain('is not pushed');
  });
});
