import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EdgeEnv } from '../../ports/edge.ts';
import { signedCursors } from '../../spine/cursor-token.ts';
import { AppError } from '../../spine/errors.ts';
import { Facets, RunExport, RunList, RunPage, StepDetail, Totals, Transcript } from './contract.ts';
import { ConversationList } from './contract-conversations.ts';
import { Costs } from './contract-costs.ts';
import { RunOtlp } from './contract-otlp.ts';
import { type LinksOf, register } from './routes.ts';
import { ctxOf, hex, span, TestTelemetry } from './views/telemetry.fixture.ts';

let telemetry: TestTelemetry;
const [traceId, top, call] = [hex(16), hex(8), hex(8)];
const id = `${traceId}-${top}`;

beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  await telemetry.spans([
    span(traceId, top, 0, {
      ...{ kind: 'agent', agent: 'billing', environment: 'prod', conversation_id: 'c/1' },
      input_preview: 'Hi',
    }),
    span(traceId, call, 1, { kind: 'llm', parent_span_id: top, attributes: new Map([['a', 'b']]) }),
  ]);
  await telemetry.say(traceId, call, {
    input: ['user: Hi'],
    output: ['assistant: Hello'],
    tools: ['[{"name":"refund"}]'],
  });
  await telemetry.rebuild(traceId);
  for (let index = 0; index < 4; index++) {
    const other = hex(16);
    await telemetry.spans([span(other, hex(8), -1000 * (index + 1), { kind: 'agent' })]);
    await telemetry.rebuild(other);
  }
});
afterAll(() => telemetry.warehouse.close());

/** What was recorded as read; or what recording throws. */
const recorded: { runId: string; how: string }[] = [];
let unrecordable: Error | null = null;
const recordContent = async (_ctx: unknown, access: { runId: string; how: string }): Promise<void> => {
  if (unrecordable !== null) throw unrecordable;
  recorded.push(access);
};
/** Whose first lines were recorded as seen. */
const listed: { teamId: string; agent: string }[] = [];
const recordListed = async (_ctx: unknown, agents: readonly { teamId: string; agent: string }[]): Promise<void> => {
  if (unrecordable !== null && agents.length > 0) throw unrecordable;
  listed.push(...agents);
};

/** The room's routes behind a caller that is signed in already. */
function app(workspaceId = telemetry.workspaceId, linksOf?: LinksOf) {
  const edge = new OpenAPIHono<EdgeEnv>();
  edge.use(async (c, next) => {
    c.set('ctx', ctxOf(workspaceId));
    await next();
  });
  edge.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json({ code: error.code }, error.status as 400);
  });
  const rollups = { openMinutes: () => ({ after: -60, also: [] }) };
  register(edge, {
    cursors: signedCursors(new Uint8Array(32).fill(7)),
    warehouse: telemetry.warehouse,
    rollups,
    recordContent,
    recordListed,
    putAwayDemo: async () => {},
    ...(linksOf !== undefined && { linksOf }),
  });
  return edge;
}
async function get(path: string, workspaceId?: string): Promise<{ status: number; body: unknown }> {
  const answer = await app(workspaceId).request(path);
  return { status: answer.status, body: await answer.json() };
}

test('every answer is what the contract says', async () => {
  const answers = [
    [RunList, '/api/v1/runs?limit=2&agent=billing&from=2026-11-22T10:00:00Z'],
    [Facets, '/api/v1/runs/facets'],
    [RunPage, `/api/v1/runs/${id}`],
    [Transcript, `/api/v1/runs/${id}/transcript`],
    [StepDetail, `/api/v1/runs/${id}/steps/${call}`],
    [RunOtlp, `/api/v1/runs/${id}/otlp`],
    [Totals, '/api/v1/totals?from=2026-11-22T10:00:00Z'],
    [ConversationList, '/api/v1/conversations?from=2026-11-22T09:00:00Z'],
    [Costs, '/api/v1/costs?by=model&from=2026-11-22T10:00:00Z&to=2026-11-23T00:00:00Z'],
  ] as const;
  for (const [schema, path] of answers) {
    const { status, body } = await get(path);
    expect(status, path).toBe(200);
    expect(schema.strict().parse(body), path).toEqual(body);
  }
  expect((await get('/api/v1/runs/facets')).body).toEqual({ agents: ['billing'], environments: ['prod'] });
});

test('a conversation is found by whatever id its client made up', async () => {
  const { items } = (await get('/api/v1/conversations?from=2026-11-22T09:00:00Z')).body as { items: { id: string }[] };
  expect(items).toMatchObject([{ teamId: 'tea_a', id: 'c/1', runs: 1 }]);
  const path = `/api/v1/conversations/tea_a/${encodeURIComponent('c/1')}`;
  expect(await get(path)).toMatchObject({
    status: 200,
    body: { conversation: { id: 'c/1' }, runs: [{ id }], nextCursor: null },
  });
  expect(await get(`${path}?cursor=${'x'.repeat(30)}`)).toMatchObject({ status: 400 });
  expect(await get('/api/v1/conversations/tea_a/c')).toMatchObject({
    status: 404,
    body: { code: 'monitoring.conversation_not_found' },
  });
});

describe('content', () => {
  test('first lines in lists and on the page of a run are recorded by agent, and only of those that have any', async () => {
    for (const path of ['runs', `runs/${id}`, 'conversations?from=2026-11-22T09:00:00Z', 'conversations/tea_a/c%2F1']) {
      listed.length = 0;
      await get(`/api/v1/${path}`);
      expect(new Set(listed.map((one) => `${one.teamId}/${one.agent}`)), path).toEqual(new Set(['tea_a/billing']));
    }
    listed.length = 0;
    expect((await get('/api/v1/runs?agent=none')).body).toMatchObject({ items: [] });
    expect(listed).toEqual([]);
  });

  test('shown is content recorded: transcript and step, and neither run nor list', async () => {
    recorded.length = 0;
    for (const path of ['', `/${id}`]) await get(`/api/v1/runs${path}`);
    expect(recorded).toEqual([]);
    await get(`/api/v1/runs/${id}/transcript`);
    await get(`/api/v1/runs/${id}/steps/${call}`);
    expect(recorded).toEqual([
      { runId: id, how: 'read' },
      { runId: id, how: 'read' },
    ]);
  });

  test('taken out as a file is recorded as that, under the run’s present id', async () => {
    recorded.length = 0;
    const answer = await app().request(`/api/v1/runs/${id}/export`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="run-${id}.json"`);
    const file = RunExport.strict().parse(await answer.json());
    expect([file.run.id, file.steps.length, file.turns.length, file.truncated]).toEqual([id, 2, 2, false]);
    expect(recorded).toEqual([{ runId: id, how: 'exported' }]);
  });

  test('of a run taken out as OTLP is recorded as exported', async () => {
    recorded.length = 0;
    const answer = await app().request(`/api/v1/runs/${id}/otlp`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="run-${id}.otlp.json"`);
    expect(recorded).toEqual([{ runId: id, how: 'exported' }]);
  });

  test('that cannot be recorded is not shown', async () => {
    unrecordable = new AppError('access.not_recorded', { params: { seconds: 5 } });
    try {
      const page = `/api/v1/runs/${id}`;
      for (const path of [
        `${page}/transcript`,
        `${page}/steps/${call}`,
        `${page}/export`,
        `${page}/otlp`,
        page,
        '/api/v1/runs',
      ]) {
        const { status, body } = await get(path);
        expect({ status, body }).toEqual({ status: 503, body: { code: 'access.not_recorded' } });
      }
      expect((await get('/api/v1/runs/facets')).status).toBe(200);
    } finally {
      unrecordable = null;
    }
  });
});

describe('cursors', () => {
  test('lead through the list', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await get(`/api/v1/runs?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = RunList.parse(body);
      seen.push(...page.items.map((run) => run.id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test('are refused when forged, cut, of another list or of another workspace', async () => {
    const { body } = await get('/api/v1/runs?limit=1');
    const cursor = RunList.parse(body).nextCursor!;
    const forged = Buffer.from(cursor, 'base64url');
    forged[20]! ^= 1;
    for (const path of [
      `/api/v1/runs?cursor=${forged.toString('base64url')}`,
      `/api/v1/runs?cursor=${cursor.slice(0, 10)}`,
      `/api/v1/runs/${id}?cursor=${cursor}`,
    ]) {
      expect(await get(path)).toEqual({ status: 400, body: { code: 'request.cursor_invalid' } });
    }
    expect((await get(`/api/v1/runs?cursor=${cursor}`, 'wsp_other')).status).toBe(400);
    expect((await get(`/api/v1/runs?cursor=${cursor}`)).status).toBe(200);
  });
});

test('hostile ids are not found, and harm nothing', async () => {
  for (const hostile of [
    "'",
    "' OR 1=1 --",
    '; DROP TABLE runs',
    '{run:String}',
    '../facets',
    '%00',
    `${traceId}-${top}'`,
  ]) {
    const path = encodeURIComponent(hostile);
    for (const rest of ['', '/transcript', `/steps/${call}`]) {
      expect(await get(`/api/v1/runs/${path}${rest}`), hostile).toMatchObject({ status: 404 });
    }
    expect(await get(`/api/v1/runs/${id}/steps/${path}`), hostile).toMatchObject({ status: 404 });
  }
  expect((await get(`/api/v1/runs/${id}`)).status).toBe(200);
});

test.each(['limit=0', 'limit=201', 'limit=x', 'from=yesterday', 'state=odd', `agent=${'x'.repeat(401)}`])(
  'refuses %s',
  async (query) => {
    expect((await get(`/api/v1/runs?${query}`)).status).toBe(400);
  },
);

test('a run page links what the run names as whoever knows it says; without anybody, names are names', async () => {
  const [linked, head] = [hex(16), hex(8)];
  const named = { release: 'e'.repeat(64), prompt_name: 'refund', prompt_version: '3' };
  await telemetry.spans([span(linked, head, 0, { kind: 'agent', agent: 'billing', ...named })]);
  await telemetry.rebuild(linked);
  const asked: unknown[] = [];
  const links = {
    release: { id: 'rel_1', agentId: 'agt_1', version: '1.2.0' },
    prompts: [{ name: 'refund', version: '3', promptId: 'prm_1', number: 3 }],
  };
  const linksOf: LinksOf = async (_, names) => (asked.push(names), links);
  const path = `/api/v1/runs/${linked}-${head}`;
  const page = (await (await app(telemetry.workspaceId, linksOf).request(path)).json()) as unknown;
  expect(RunPage.strict().parse(page).links).toEqual(links);
  expect(asked).toMatchObject([
    { agent: 'billing', release: 'e'.repeat(64), prompts: [{ name: 'refund', version: '3' }] },
  ]);
  const { body } = await get(path);
  expect((body as { links: unknown }).links).toEqual({
    release: null,
    prompts: [{ name: 'refund', version: '3', promptId: null, number: null }],
  });
});
