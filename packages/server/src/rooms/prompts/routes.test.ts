import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EdgeEnv } from '../../ports/edge.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { signedCursors } from '../../spine/cursor-token.ts';
import { AppError } from '../../spine/errors.ts';
import type { PromptList, Version, VersionDiff } from './contract.ts';
import type { z } from '@hono/zod-openapi';
import { register } from './routes.ts';
import { contentOf, openPromptWorld, type PromptWorld } from './world.fixture.ts';

let world: PromptWorld;
beforeAll(async () => void (world = await openPromptWorld()));
afterAll(() => world.close());

/** Nothing here is in step with git. */
const unsynced = {
  repositories: {} as never,
  seal: {} as never,
  wakeSync: () => {},
  warehouse: {} as never,
  rollups: {} as never,
};

type Answer = { status: number; body: never };
async function call(method: string, path: string, body?: object, by: Ctx = world.ada): Promise<Answer> {
  const app = new OpenAPIHono<EdgeEnv>();
  app.use(async (c, next) => {
    c.set('ctx', by);
    await next();
  });
  app.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json({ code: error.code, detail: error.message, fields: error.fields }, error.status as 400);
  });
  register(app, { cursors: signedCursors(new Uint8Array(32).fill(7)), ...unsynced });
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const answer = await app.request(`/api/v1${path}`, { method, ...sent });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as never };
}
const names = ({ body }: Answer): string[] => (body as z.infer<typeof PromptList>).items.map((one) => one.name);

describe('a prompt’s way', () => {
  test('made, written, checked, saved, labelled, rendered, compared, archived', async () => {
    const made = await call('POST', '/prompts', { name: 'way/of all', teamId: 'tea_1', kind: 'text', folder: 'way' });
    expect(made).toMatchObject({ status: 201, body: { name: 'way/of all', latest: null, tags: [] } });
    const id = encodeURIComponent('way/of all');
    const bad = { body: 'Hi {{ name }}' };
    expect((await call('PUT', `/prompts/${id}/draft`, { base: null, content: bad })).status).toBe(204);
    expect(await call('POST', `/prompts/${id}/check`, { content: bad })).toMatchObject({
      body: { issues: [{ severity: 'error', code: 'variable_undeclared', line: 1 }], estimatedTokens: 4 },
    });
    expect(await call('POST', `/prompts/${id}/versions`, { content: bad })).toMatchObject({
      ...{ status: 422, body: { code: 'prompts.invalid', fields: [{ path: 'body:1' }] } },
    });
    for (const text of ['Hi {{ name }}', 'Hello {{ name }}'])
      expect(await call('POST', `/prompts/${id}/versions`, { content: contentOf(text), message: 'm' })).toMatchObject({
        ...{ status: 201, body: { saved: true } },
      });
    expect((await call('PUT', `/prompts/${id}/labels/production`, { number: 1, reason: 'go' })).status).toBe(204);
    expect(await call('POST', `/prompts/${id}/render`, { at: 'production', variables: { name: 'Ada' } })).toMatchObject(
      {
        ...{ status: 200, body: { number: 1, body: 'Hi Ada', name: 'way/of all' } },
      },
    );
    expect(await call('POST', `/prompts/${id}/render`, { variables: { name: 7 } })).toMatchObject({
      ...{ status: 422, body: { code: 'prompts.variables_unfit', fields: [{ path: 'variables.name' }] } },
    });
    const version = (await call('GET', `/prompts/${id}/versions/production`)).body as z.infer<typeof Version>;
    expect(version).toMatchObject({ number: 1, labels: ['production'], message: 'm' });
    const diff = (await call('GET', `/prompts/${id}/diff?from=1&to=2`)).body as z.infer<typeof VersionDiff>;
    expect(diff.bodies[0]!.rows[0]!.left!.parts[0]).toEqual({ kind: 'removed', text: 'Hi' });
    const content = { body: 'Hi' };
    expect(await call('POST', `/prompts/${id}/diff`, { from: 1, content })).toMatchObject({ body: { to: null } });
    expect(await call('GET', `/prompts/${id}/label-moves`)).toMatchObject({
      body: { items: [{ to: 1, reason: 'go' }] },
    });
    expect(await call('PATCH', `/prompts/${id}`, { tags: ['x'], name: 'ways' })).toMatchObject({
      body: { tags: ['x'] },
    });
    expect((await call('POST', '/prompts/ways/archive', { reason: 'done' })).status).toBe(204);
    expect((await call('POST', '/prompts/ways/restore')).status).toBe(204);
    expect((await call('DELETE', '/prompts/ways/draft')).status).toBe(204);
    expect(await call('GET', `/prompts/${id}`)).toMatchObject({ body: { name: 'ways', latest: 2, draft: null } });
  });

  test('reviews, comments and rules', async () => {
    await world.prompt('seen', 'one');
    expect(await call('POST', '/prompts/seen/versions/1/review-requests', { reviewerIds: ['per_Ben'] })).toMatchObject({
      ...{ status: 200, body: { reviewerIds: ['per_Ben'] } },
    });
    const verdict = { verdict: 'approved' };
    expect((await call('POST', '/prompts/seen/versions/1/reviews', verdict, world.ben)).status).toBe(204);
    expect(await call('POST', '/prompts/seen/versions/1/comments', { text: 'Good.' }, world.ben)).toMatchObject({
      ...{ status: 201, body: { text: 'Good.', authorId: 'per_Ben' } },
    });
    const manager = world.person('Cy', 'release_manager');
    const rule = { teamId: 'tea_1', folder: 'f', reviewerIds: [], needed: 2 };
    expect((await call('PUT', '/prompt-review-rules', rule, manager)).status).toBe(204);
    expect(await call('GET', '/prompt-review-rules')).toMatchObject({
      body: { items: [{ ...rule, labels: ['production'] }] },
    });
    expect((await call('DELETE', '/prompt-review-rules?teamId=tea_1&folder=f', undefined, manager)).status).toBe(204);
  });

  test('in and out as files', async () => {
    const files = [{ path: 'in/a.md', text: '---\n---\nHello' }];
    expect(await call('POST', '/prompt-imports', { teamId: 'tea_1', format: 'files', files })).toMatchObject({
      ...{ status: 200, body: { items: [{ name: 'a', outcome: 'created', number: 1 }] } },
    });
    expect(await call('GET', '/prompt-export?folder=in')).toMatchObject({
      body: { files: [{ path: 'in/a.md', text: expect.stringContaining('Hello') as string }] },
    });
  });
});

describe('what does not fit is refused at the door', () => {
  test.each([
    [{ name: 'a@b' }],
    [{ name: '' }],
    [{ name: 'a/../b' }],
    [{ name: ' a' }],
    [{ folder: '/a' }],
    [{ folder: 'a//b' }],
    [{ folder: '..' }],
    [{ tags: ['A b'] }],
    [{ kind: 'audio' }],
  ])('%j', async (wrong) => {
    const fine = { name: 'fine', teamId: 'tea_1', kind: 'text' };
    expect((await call('POST', '/prompts', { ...fine, ...wrong })).status).toBe(400);
  });

  test('content of other shapes, labels of other words, values without end', async () => {
    await world.prompt('strict', 'x');
    let deep: object = {};
    for (let n = 0; n < 60; n++) deep = { deep };
    for (const content of [
      { body: 7 },
      { body: 'x', extra: 1 },
      { body: [{ role: 'robot', content: 'x' }] },
      { body: 'x', variables: deep },
    ])
      expect((await call('POST', '/prompts/strict/versions', { content })).status).toBe(400);
    for (const label of ['latest', 'Production', '1'])
      expect((await call('PUT', `/prompts/strict/labels/${label}`, { number: 1, reason: 'r' })).status).toBe(400);
    expect((await call('PUT', '/prompts/strict/labels/ok', { number: 1 })).status).toBe(400);
  });
});

describe('the list', () => {
  beforeAll(async () => {
    for (const [name, folder, tags] of [
      ['l 1', 'list', ['red']],
      ['l 2', 'list/below', ['red', 'blue']],
      ['l 3', 'listing', ['re']],
      ['l 4', 'list', []],
    ] as const) {
      await call('POST', '/prompts', { name, folder, tags, teamId: 'tea_1', kind: 'text' });
      await world.save(name, `text of ${name} 100% "quoted"`);
    }
    await call('PUT', '/prompts/l%201/labels/canary', { number: 1, reason: 'r' });
  });

  test.each([
    ['folder=list', ['l 1', 'l 2', 'l 4']],
    ['folder=list%2Fbelow', ['l 2']],
    ['folder=lis_', []],
    ['tag=red', ['l 1', 'l 2']],
    ['tag=re', ['l 3']],
    ['label=canary', ['l 1']],
    ['q=OF%20L%203', ['l 3']],
    ['q=l%20', ['l 1', 'l 2', 'l 3', 'l 4']],
    ['q=100%25%20%22quoted%22&folder=listing', ['l 3']],
    ['q=10__', []],
    ['teamId=tea_2', []],
  ])('%s', async (query, found) => {
    expect(names(await call('GET', `/prompts?${query}`))).toEqual(found);
  });

  test('page by page is all of it, once', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await call('GET', `/prompts?folder=list&limit=2${cursor}`);
      seen.push(...names(page));
      const { nextCursor } = page.body as z.infer<typeof PromptList>;
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(['l 1', 'l 2', 'l 4']);
    expect(await call('GET', '/prompts?cursor=xyz')).toMatchObject({ body: { code: 'request.cursor_invalid' } });
  });

  test('folders with their prompts; archived ones in a list of their own', async () => {
    await call('POST', '/prompts/l%204/archive', { reason: 'r' });
    expect(await call('GET', '/prompt-folders')).toMatchObject({
      body: {
        items: expect.arrayContaining([
          { folder: 'list', prompts: 1 },
          { folder: 'list/below', prompts: 1 },
        ]) as object,
      },
    });
    expect(names(await call('GET', '/prompts?archived=true&folder=list'))).toEqual(['l 4']);
  });

  test('another team sees none of it', async () => {
    const stranger = world.person('Cy', 'prompt_engineer', 'tea_2');
    expect(names(await call('GET', '/prompts', undefined, stranger))).toEqual([]);
    expect(await call('GET', '/prompt-folders', undefined, stranger)).toMatchObject({ body: { items: [] } });
  });
});
