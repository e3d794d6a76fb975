import { sql } from 'kysely';
import { openBare } from '../adapters/git/bare.fixture.ts';
import type { Ctx } from '../spine/ctx.ts';
import { newId } from '../spine/ids.ts';
import { contentOf } from '../rooms/prompts/world.fixture.ts';
import { archivePrompt } from '../rooms/prompts/verbs/archive-prompt.ts';
import { createPrompt } from '../rooms/prompts/verbs/create-prompt.ts';
import { saveDraft } from '../rooms/prompts/verbs/save-draft.ts';
import { saveVersion } from '../rooms/prompts/verbs/save-version.ts';
import { promptDb } from '../rooms/prompts/tables.ts';
import { setSync } from '../rooms/prompts/verbs/set-sync.ts';
import { setReviewRule } from '../rooms/prompts/verbs/set-review-rule.ts';
import type { TestEdge } from './edge.fixture.ts';

type Place = {
  edge: TestEdge;
  personId: string;
  promptId: string;
  draftedId: string;
  archivedId: string;
  syncId: string;
  syncedId: string;
  noticeId: string;
};
const byWrite = { byWrite: true } as const;
const number = { number: '1' };

/** What each mutating route of prompts is called with. */
export const promptCases = {
  'POST /api/v1/prompts': ({ edge }: Place) => ({
    ...byWrite,
    body: { name: newId('prm'), teamId: edge.first.teamId, kind: 'text' },
  }),
  'PATCH /api/v1/prompts/{id}': ({ promptId: id }: Place) => ({ ...byWrite, id, body: { name: newId('prm') } }),
  'PUT /api/v1/prompts/{id}/draft': ({ promptId: id }: Place) => ({
    ...{ ...byWrite, id, body: { base: 1, content: contentOf(newId('prm')) } },
  }),
  'DELETE /api/v1/prompts/{id}/draft': ({ draftedId: id }: Place) => ({ ...byWrite, id }),
  'POST /api/v1/prompts/{id}/versions': ({ promptId: id }: Place) => ({
    ...{ ...byWrite, id, body: { content: contentOf(newId('prm')) } },
  }),
  'PUT /api/v1/prompts/{id}/labels/{label}': ({ promptId: id }: Place) => ({
    ...{ ...byWrite, id, at: { label: 'staging' }, body: { number: 1, reason: 'r' } },
  }),
  'POST /api/v1/prompts/{id}/archive': ({ promptId: id }: Place) => ({ ...byWrite, id, body: { reason: 'r' } }),
  'POST /api/v1/prompts/{id}/restore': ({ archivedId: id }: Place) => ({ ...byWrite, id }),
  'POST /api/v1/prompts/{id}/versions/{number}/review-requests': ({ promptId: id, personId }: Place) => ({
    ...{ ...byWrite, id, at: number, body: { reviewerIds: [personId] } },
  }),
  'POST /api/v1/prompts/{id}/versions/{number}/reviews': ({ promptId: id }: Place) => ({
    ...{ id, at: number, body: { verdict: 'approved' } },
  }),
  'POST /api/v1/prompts/{id}/versions/{number}/comments': ({ promptId: id }: Place) => ({
    ...{ id, at: number, body: { text: 'Hm.' } },
  }),
  'PUT /api/v1/prompt-review-rules': ({ edge }: Place) => ({
    body: { teamId: edge.first.teamId, folder: newId('prm'), reviewerIds: [], needed: 1 },
  }),
  'DELETE /api/v1/prompt-review-rules': ({ edge }: Place) => ({ query: `?teamId=${edge.first.teamId}&folder=removed` }),
  'PUT /api/v1/prompt-syncs': ({ edge }: Place) => ({
    body: {
      ...{ teamId: edge.first.teamId, folder: newId('psy'), remote: 'https://git.example.com/p.git' },
      ...{ direction: 'both', owner: 'signalbox', author: { name: 'Bot', email: 'bot@example.com' } },
    },
  }),
  'DELETE /api/v1/prompt-syncs/{id}': ({ syncId: id }: Place) => ({ id }),
  'POST /api/v1/prompt-syncs/{id}/run': ({ syncId: id }: Place) => ({ ...byWrite, id, ledgered: false as const }),
  'POST /api/v1/prompt-syncs/{id}/resolutions': ({ syncId: id }: Place) => ({
    ...{ ...byWrite, id, body: { path: 'a.md', take: 'git', reason: 'r' } },
  }),
  'POST /api/v1/prompts/{id}/patches': ({ syncedId: id }: Place) => ({
    ...{ ...byWrite, id, body: { content: contentOf(newId('prm')) } },
  }),
  'POST /api/v1/prompt-notices/{id}/seen': ({ noticeId: id }: Place) => ({ id, ledgered: false as const }),
  'POST /api/v1/prompt-imports': ({ edge }: Place) => ({
    ...byWrite,
    body: {
      ...{ teamId: edge.first.teamId, format: 'files' },
      files: [{ path: `${newId('prm')}.md`, text: '---\n---\nHello' }],
    },
  }),
};

/** A prompt of the system's with a version, one that is archived, and a rule. */
export async function promptsWorld(edge: TestEdge): Promise<Omit<Place, 'edge' | 'personId'>> {
  const { system, first } = edge;
  const make = async (): Promise<string> => {
    const wish = { name: newId('prm'), teamId: first.teamId, kind: 'text' as const, folder: '', tags: [] };
    const { id } = await createPrompt(system, wish);
    await saveVersion(system, { id, content: contentOf('Hello'), message: '' });
    return id;
  };
  const [promptId, draftedId, archivedId] = [await make(), await make(), await make()];
  await archivePrompt(system, null, { id: archivedId, reason: 'r' });
  const rule = { teamId: first.teamId, folder: 'removed', reviewerIds: [], needed: 1, labels: ['production'] };
  await setReviewRule(system, rule);
  await draftOf(edge, draftedId);
  return { promptId, draftedId, archivedId, ...(await syncedWorld(edge)) };
}

let notices = 0;

/** A prompt in a folder that git owns, with a conflict, and a notice for the admin. */
async function syncedWorld({ system, first, setting, state, webRoot }: TestEdge) {
  const [teamId, name] = [first.teamId, newId('prm')];
  const { id: syncedId } = await createPrompt(system, { name, teamId, kind: 'text', folder: name, tags: [] });
  const { version } = await saveVersion(system, { id: syncedId, content: contentOf('Hello'), message: '' });
  const { id: syncId } = await setSync(system, setting.seal, {
    ...{
      teamId,
      folder: name,
      remote: openBare(webRoot).url,
      branch: 'main',
      path: '',
      direction: 'both',
      owner: 'git',
    },
    author: { name: 'Bot', email: 'bot@example.com' },
  });
  const conflict = {
    ...{ sync_id: syncId, path: 'a.md', prompt_id: syncedId, here: 1, here_digest: version.digest, there_digest: 'd' },
    ...{ there_blob: 'b', there_content: null, commit_id: 'c', commit_by: 'G' },
  };
  await promptDb(state.db).insertInto('ops_prompt_sync_conflicts').values(conflict).execute();
  const noticeId = newId('pno');
  const notice = {
    ...{
      id: noticeId,
      workspace_id: first.workspaceId,
      person_id: first.adminId,
      prompt_id: syncedId,
    },
    ...{ event_seq: ++notices, number: 1, label: null, agents: '[]', made_by: 'system', at: new Date() },
    kind: 'version' as const,
  } as const;
  await promptDb(state.db).insertInto('ops_prompt_notices').values(notice).execute();
  return { syncId, syncedId, noticeId };
}

/** A draft of the admin's own, which only the admin can throw away. */
async function draftOf({ system, first }: TestEdge, promptId: string): Promise<void> {
  const grants = [{ role: 'admin', teamId: null, agentId: null, environment: null } as const];
  const admin: Ctx = { ...system, actor: { kind: 'person', id: first.adminId, grants, sessionId: 'ses_1' } };
  await saveDraft(admin, { id: promptId, base: 1, content: contentOf('draft') });
}

/** Tables of the room that name a prompt and no workspace. */
export const ofPrompts = async ({ state, first }: TestEdge): Promise<unknown[]> => {
  const rows: unknown[] = [];
  for (const table of ['prompts', 'prompt_names', 'prompt_versions', 'prompt_review_rules', 'prompt_syncs'])
    rows.push(
      (
        await sql`select * from ${sql.table(table)} where workspace_id = ${first.workspaceId} order by 1, 2, 3`.execute(
          state.db,
        )
      ).rows,
    );
  for (const table of [
    'prompt_labels',
    'prompt_label_moves',
    'prompt_drafts',
    'prompt_reviews',
    'prompt_comments',
    'ops_prompt_sync_conflicts',
  ])
    rows.push(
      (
        await sql`select t.* from ${sql.table(table)} t join prompts p on p.id = t.prompt_id where p.workspace_id = ${first.workspaceId} order by 1, 2, 3`.execute(
          state.db,
        )
      ).rows,
    );
  return rows;
};
