import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ctx } from '../../../spine/ctx.ts';
import type { LedgerEventType } from '../../../spine/events.ts';
import { sealWith } from '../../../spine/seal.ts';
import { SetSync } from '../contract-sync.ts';
import { contentOf, openPromptWorld, type PromptWorld } from '../world.fixture.ts';
import { archivePrompt } from './archive-prompt.ts';
import { changePrompt } from './change-prompt.ts';
import { createPrompt } from './create-prompt.ts';
import { decideReview } from './decide-review.ts';
import { discardDraft } from './discard-draft.ts';
import { importPrompts } from './import-prompts.ts';
import { moveLabel } from './move-label.ts';
import { removeReviewRule } from './remove-review-rule.ts';
import { requestReview } from './request-review.ts';
import { restorePrompt } from './restore-prompt.ts';
import { removeSync } from './remove-sync.ts';
import { saveDraft } from './save-draft.ts';
import { saveVersion } from './save-version.ts';
import { setSync } from './set-sync.ts';
import { setReviewRule } from './set-review-rule.ts';
import { writeComment } from './write-comment.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

const rule = { teamId: 'tea_1', folder: 'every', reviewerIds: [], needed: 1, labels: ['production'] };
const comment = { text: 'Hm.', message: null, fromLine: null, toLine: null };
let id = '';
let made = 0;
let syncId = '';
const seal = sealWith(new Uint8Array(32).fill(3));
const sync = SetSync.parse({
  ...{
    teamId: 'tea_1',
    folder: 'every sync',
    remote: 'https://git.example.com/p',
    direction: 'both',
    owner: 'signalbox',
  },
  author: { name: 'Bot', email: 'bot@example.com' },
});

type Verb = { by: () => Ctx; run: (ctx: Ctx) => Promise<unknown>; leaves: LedgerEventType[] };
/** In an order in which each has something to do. */
const verbs: { [name: string]: Verb } = {
  createPrompt: {
    by: () => world.ada,
    run: async (ctx) =>
      void ({ id } = await createPrompt(ctx, {
        ...{ name: `every ${++made}`, teamId: 'tea_1', folder: '' },
        kind: 'text',
        tags: [],
      })),
    leaves: ['prompt.created'],
  },
  saveDraft: {
    by: () => world.ada,
    run: (ctx) => saveDraft(ctx, { id, base: null, content: contentOf('draft') }),
    leaves: ['prompt.draft_begun'],
  },
  discardDraft: { by: () => world.ada, run: (ctx) => discardDraft(ctx, { id }), leaves: ['prompt.draft_discarded'] },
  saveVersion: {
    by: () => world.ada,
    run: (ctx) => saveVersion(ctx, { id, content: contentOf('text'), message: 'why' }),
    leaves: ['prompt.version_saved'],
  },
  changePrompt: {
    by: () => world.ada,
    run: (ctx) => changePrompt(ctx, { id, tags: ['t'] }),
    leaves: ['prompt.changed'],
  },
  requestReview: {
    by: () => world.ada,
    run: (ctx) => requestReview(ctx, { id, number: 1, reviewerIds: ['per_Ben'] }),
    leaves: ['prompt.review_requested'],
  },
  decideReview: {
    by: () => world.ben,
    run: (ctx) => decideReview(ctx, { id, number: 1, verdict: 'approved', comment: '' }),
    leaves: ['prompt.reviewed'],
  },
  writeComment: {
    by: () => world.ben,
    run: (ctx) => writeComment(ctx, { id, number: 1, ...comment }),
    leaves: ['prompt.commented'],
  },
  moveLabel: {
    by: () => world.ada,
    run: (ctx) => moveLabel(ctx, null, { id, label: 'staging', number: 1, reason: 'r' }),
    leaves: ['prompt.label_moved'],
  },
  archivePrompt: {
    by: () => world.ada,
    run: (ctx) => archivePrompt(ctx, null, { id, reason: 'r' }),
    leaves: ['prompt.archived'],
  },
  restorePrompt: { by: () => world.ada, run: (ctx) => restorePrompt(ctx, { id }), leaves: ['prompt.restored'] },
  setReviewRule: {
    by: () => world.person('Cy', 'release_manager'),
    run: (ctx) => setReviewRule(ctx, rule),
    leaves: ['prompt_review_rule.set'],
  },
  removeReviewRule: {
    by: () => world.person('Cy', 'release_manager'),
    run: (ctx) => removeReviewRule(ctx, rule),
    leaves: ['prompt_review_rule.set'],
  },
  setSync: {
    by: () => world.person('Cy', 'release_manager'),
    run: async (ctx) => void (syncId = (await setSync(ctx, seal, sync)).id),
    leaves: ['prompt_sync.set'],
  },
  removeSync: {
    by: () => world.person('Cy', 'release_manager'),
    run: (ctx) => removeSync(ctx, { using: async () => Promise.reject(), forget: async () => {} }, { id: syncId }),
    leaves: ['prompt_sync.set'],
  },
  importPrompts: {
    by: () => world.ada,
    run: (ctx) =>
      importPrompts(ctx, { teamId: 'tea_1', format: 'files', files: [{ path: 'every.md', text: '---\n---\nx' }] }),
    leaves: ['prompt.created', 'prompt.version_saved'],
  },
};

describe.each(Object.entries(verbs))('%s', (_, { by, run, leaves }) => {
  test('is refused to who may only look, to another team, to another workspace, and to guests', async () => {
    const before = (await world.events()).length;
    const others = [
      world.person('Cy', 'viewer'),
      world.person('Cy', 'auditor', null),
      world.person('Cy', 'admin', 'tea_2'),
      world.ctx({ kind: 'person', id: 'per_X', sessionId: 's', grants: [] }),
      world.ctx({ kind: 'guest', id: 'guest' }),
      world.ctx({ ...{ kind: 'key', id: 'key_1', teamId: 'tea_1', agent: null, environment: null }, scopes: ['read'] }),
    ];
    for (const other of others)
      await expect(run(other)).rejects.toMatchObject({
        code: expect.stringMatching(/^(access\.denied|prompts\.not_found)$/) as string,
      });
    expect((await world.events()).length).toBe(before);
  });

  test('leaves its events, named after who did it', async () => {
    const before = (await world.events()).length;
    await run(by());
    const after = (await world.events()).slice(before);
    expect(after.map((one) => one.type)).toEqual(leaves);
    expect(after.every((one) => one.actor === by().actor.id)).toBe(true);
    expect(after.every((one) => (one.payload as { teamId: string }).teamId === 'tea_1')).toBe(true);
  });
});

test('no event holds the text of a prompt', async () => {
  await world.prompt('quiet', 'a very particular sentence');
  expect(JSON.stringify(await world.events())).not.toContain('particular');
});
