import { createRoute, z } from '@hono/zod-openapi';
import { answers, body, type EdgeApp, type EdgeDeps, MutationHeaders, noContent } from '../../ports/edge.ts';
import {
  ArchivePrompt,
  At,
  ChangePrompt,
  CheckContent,
  Checked,
  CreatePrompt,
  DiffContent,
  DiffQuery,
  FolderList,
  LabelHistory,
  MoveLabel,
  Prompt,
  PromptDetail,
  PromptList,
  PromptListQuery,
  Rendered,
  RenderPrompt,
  SavedVersion,
  SaveDraft,
  SaveVersion,
  Version,
  VersionDiff,
} from './contract.ts';
import { Label } from './contract-names.ts';
import type { FollowersOf } from './followers.ts';
import { registerFiles } from './routes-files.ts';
import { registerReviews } from './routes-reviews.ts';
import { registerSync, type SyncDeps } from './routes-sync.ts';
import { registerHistory } from './routes-history.ts';
import { registerUse } from './routes-use.ts';
import type { ToolsOf } from './tools-of.ts';
import type { CountUses } from './uses.ts';
import { archivePrompt } from './verbs/archive-prompt.ts';
import { changePrompt } from './verbs/change-prompt.ts';
import { createPrompt } from './verbs/create-prompt.ts';
import { discardDraft } from './verbs/discard-draft.ts';
import { moveLabel } from './verbs/move-label.ts';
import { restorePrompt } from './verbs/restore-prompt.ts';
import { saveDraft } from './verbs/save-draft.ts';
import { saveVersion } from './verbs/save-version.ts';
import { checkPrompt } from './views/check-prompt.ts';
import { diffContent, diffVersions } from './views/diff-versions.ts';
import { getPrompt } from './views/get-prompt.ts';
import { getVersion } from './views/get-version.ts';
import { labelHistory } from './views/label-history.ts';
import { listFolders, listPrompts } from './views/list-prompts.ts';
import type { UseStores } from './views/prompt-use.ts';
import { renderPrompt } from './views/render-prompt.ts';

/** `followersOf`: left out until lifecycle deploys agents that follow labels. */
export type PromptDeps = EdgeDeps &
  SyncDeps &
  UseStores & { followersOf?: FollowersOf; toolsOf?: ToolsOf; countUses?: CountUses };

const tags = ['Prompts'];
const headers = MutationHeaders;
const Address = z.object({ id: z.string().max(200).describe('An id, a name, or a name it had; / as %2F.') });
const Labelled = Address.extend({ label: Label });
const path = '/api/v1/prompts/{id}';

const list = createRoute({
  ...{ method: 'get', path: '/api/v1/prompts', operationId: 'listPrompts', tags },
  summary: 'Prompts, by name',
  request: { query: PromptListQuery },
  responses: answers(PromptList, 'A page of prompts that the caller may see.'),
});
const folders = createRoute({
  ...{ method: 'get', path: '/api/v1/prompt-folders', operationId: 'listPromptFolders', tags },
  summary: 'Folders of prompts',
  responses: answers(FolderList, 'Folders with prompts of their own.'),
});
const create = createRoute({
  ...{ method: 'post', path: '/api/v1/prompts', operationId: 'createPrompt', tags },
  summary: 'Make a prompt, without a version yet',
  request: { headers, body: body(CreatePrompt) },
  responses: answers(Prompt, 'The prompt.', 201),
});
const get = createRoute({
  ...{ method: 'get', path, operationId: 'getPrompt', tags },
  summary: 'One prompt with its versions and labels',
  request: { params: Address },
  responses: answers(PromptDetail, 'The prompt, the caller’s draft, and who refers to it.'),
});
const alter = createRoute({
  ...{ method: 'patch', path, operationId: 'changePrompt', tags },
  summary: 'Rename, move or tag a prompt',
  request: { headers, params: Address, body: body(ChangePrompt) },
  responses: answers(Prompt, 'The prompt as it is now.'),
});
const draft = createRoute({
  ...{ method: 'put', path: `${path}/draft`, operationId: 'savePromptDraft', tags },
  summary: 'Keep what one is writing',
  request: { headers, params: Address, body: body(SaveDraft) },
  responses: noContent('Kept.'),
});
const discard = createRoute({
  ...{ method: 'delete', path: `${path}/draft`, operationId: 'discardPromptDraft', tags },
  summary: 'Throw one’s draft away',
  request: { headers, params: Address },
  responses: noContent('There is none any more.'),
});
const check = createRoute({
  ...{ method: 'post', path: `${path}/check`, operationId: 'checkPrompt', tags },
  summary: 'What saving a content would say',
  request: { params: Address, body: body(CheckContent) },
  responses: answers(Checked, 'Errors, which stand in the way of saving, then warnings.'),
});
const save = createRoute({
  ...{ method: 'post', path: `${path}/versions`, operationId: 'savePromptVersion', tags },
  summary: 'Save a version',
  request: { headers, params: Address, body: body(SaveVersion) },
  responses: answers(SavedVersion, 'The new version, or the newest where nothing had changed.', 201),
});
const version = createRoute({
  ...{ method: 'get', path: `${path}/versions/{at}`, operationId: 'getPromptVersion', tags },
  summary: 'One version whole',
  request: { params: Address.extend({ at: At }) },
  responses: answers(Version, 'Content, references, labels, reviews and comments.'),
});
const diff = createRoute({
  ...{ method: 'get', path: `${path}/diff`, operationId: 'diffPromptVersions', tags },
  summary: 'Two versions side by side',
  request: { params: Address, query: DiffQuery },
  responses: answers(VersionDiff, 'Lines with their words compared, and changed values.'),
});
const diffOfContent = createRoute({
  ...{ method: 'post', path: `${path}/diff`, operationId: 'diffPromptContent', tags },
  summary: 'What saving a content would change of a version',
  request: { params: Address, body: body(DiffContent) },
  responses: answers(VersionDiff, 'As two versions; `to` is null.'),
});
const label = createRoute({
  ...{ method: 'put', path: `${path}/labels/{label}`, operationId: 'movePromptLabel', tags },
  summary: 'Point a label at a version, or take it away',
  request: { headers, params: Labelled, body: body(MoveLabel) },
  responses: noContent('It stands there.'),
});
const history = createRoute({
  ...{ method: 'get', path: `${path}/label-moves`, operationId: 'listPromptLabelMoves', tags },
  summary: 'Where labels stood',
  request: { params: Address },
  responses: answers(LabelHistory, 'Moves, newest first.'),
});
const render = createRoute({
  ...{ method: 'post', path: `${path}/render`, operationId: 'renderPrompt', tags },
  summary: 'A version with its variables filled in',
  request: { params: Address, body: body(RenderPrompt) },
  responses: answers(Rendered, 'Text or messages, settings and output schema.'),
});
const archive = createRoute({
  ...{ method: 'post', path: `${path}/archive`, operationId: 'archivePrompt', tags },
  summary: 'Put a prompt away',
  request: { headers, params: Address, body: body(ArchivePrompt) },
  responses: noContent('Archived.'),
});
const restore = createRoute({
  ...{ method: 'post', path: `${path}/restore`, operationId: 'restorePrompt', tags },
  summary: 'Take a prompt out of the archive',
  request: { headers, params: Address },
  responses: noContent('Restored.'),
});

export function register(app: EdgeApp, deps: PromptDeps): void {
  const { cursors, followersOf } = deps;
  app.openapi(list, async (c) => {
    const { cursor, limit, ...filter } = c.req.valid('query');
    const name = `prompts:${c.get('ctx').workspaceId}`;
    const after = cursor === undefined ? null : String(cursors.decode(name, cursor)[0]);
    const { items, next } = await listPrompts(c.get('ctx'), { filter, limit, after });
    return c.json({ items, nextCursor: next === null ? null : cursors.encode(name, [next]) }, 200);
  });
  app.openapi(folders, async (c) => c.json({ items: await listFolders(c.get('ctx')) }, 200));
  app.openapi(create, async (c) => c.json(await createPrompt(c.get('ctx'), c.req.valid('json')), 201));
  app.openapi(get, async (c) => c.json(await getPrompt(c.get('ctx'), c.req.valid('param').id), 200));
  app.openapi(alter, async (c) => {
    return c.json(await changePrompt(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  });
  app.openapi(draft, async (c) => {
    await saveDraft(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(discard, async (c) => {
    await discardDraft(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
  app.openapi(check, async (c) => {
    return c.json(
      await checkPrompt(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }, deps.toolsOf),
      200,
    );
  });
  app.openapi(save, async (c) => {
    return c.json(await saveVersion(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 201);
  });
  app.openapi(version, async (c) => c.json(await getVersion(c.get('ctx'), c.req.valid('param')), 200));
  app.openapi(diff, async (c) => {
    return c.json(await diffVersions(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('query') }), 200);
  });
  app.openapi(diffOfContent, async (c) => {
    return c.json(await diffContent(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  });
  app.openapi(label, async (c) => {
    await moveLabel(c.get('ctx'), followersOf ?? null, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(history, async (c) => c.json(await labelHistory(c.get('ctx'), c.req.valid('param').id), 200));
  app.openapi(render, async (c) => {
    return c.json(await renderPrompt(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  });
  app.openapi(archive, async (c) => {
    await archivePrompt(c.get('ctx'), followersOf ?? null, { ...c.req.valid('param'), ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(restore, async (c) => {
    await restorePrompt(c.get('ctx'), c.req.valid('param'));
    return c.body(null, 204);
  });
  registerReviews(app, deps.usesOf ?? null);
  registerFiles(app, { followersOf });
  registerSync(app, deps);
  registerUse(app, deps);
  registerHistory(app, deps);
}
