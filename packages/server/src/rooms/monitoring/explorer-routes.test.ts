import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EdgeEnv } from '../../ports/edge.ts';
import type { Actor } from '../../spine/actor.ts';
import { signedCursors } from '../../spine/cursor-token.ts';
import { AppError } from '../../spine/errors.ts';
import { RunList } from './contract.ts';
import { Comparison } from './contract-comparison.ts';
import { Histogram, ListedSteps, ListedUsers, RunFacetCounts } from './contract-explorer.ts';
import { register } from './routes.ts';
import { ctxOf, hex, keyWithout, span, TestTelemetry, viewer } from './views/telemetry.fixture.ts';

let telemetry: TestTelemetry;
let ids: string[];

beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  ids = [];
  for (const [index, said] of ['user: Where is my parcel', 'user: A "late" parcel', 'user: Nothing'].entries()) {
    const [traceId, top, call] = [hex(16), hex(8), hex(8)];
    const own = { agent: `clerk ${index}`, user_id: `u${index}`, duration_ns: BigInt(index + 1) * 1_000_000_000n };
    await telemetry.spans([
      span(traceId, top, index * 1000, { kind: 'agent', ...own }),
      span(traceId, call, index * 1000 + 1, { kind: 'tool', tool: '=cmd', parent_span_id: top }),
    ]);
    await telemetry.say(traceId, call, { input: [said] });
    ids.push(...(await telemetry.rebuild(traceId)));
  }
});
afterAll(() => telemetry.warehouse.close());

/** Whose text was recorded as seen; or what recording throws. */
const listed: string[] = [];
let unrecordable: Error | null = null;
beforeEach(() => {
  listed.length = 0;
  unrecordable = null;
});

/** The room's routes behind a caller that is signed in already. */
function app(actor: Actor = viewer(null), workspaceId = telemetry.workspaceId) {
  const edge = new OpenAPIHono<EdgeEnv>();
  edge.use(async (c, next) => {
    c.set('ctx', ctxOf(workspaceId, actor));
    await next();
  });
  edge.onError((error, c) => {
    if (!(error instanceof AppError)) throw error;
    return c.json({ code: error.code }, error.status as 400);
  });
  register(edge, {
    cursors: signedCursors(new Uint8Array(32).fill(7)),
    warehouse: telemetry.warehouse,
    rollups: { openMinutes: () => ({ after: -60, also: [] }) },
    recordContent: async () => {},
    recordListed: async (_ctx, agents) => {
      if (unrecordable !== null && agents.length > 0) throw unrecordable;
      listed.push(...agents.map(({ agent }) => agent));
    },
    putAwayDemo: async () => {},
  } as Parameters<typeof register>[1]);
  return edge;
}
const range = 'from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z';
const get = async (path: string, actor?: Actor, workspaceId?: string) => {
  const answer = await app(actor, workspaceId).request(`/api/v1${path}`);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const json = async (path: string, actor?: Actor): Promise<unknown> => JSON.parse((await get(path, actor)).text);
const filter = (value: unknown): string => `filter=${encodeURIComponent(JSON.stringify(value))}`;

test('every answer is what the contract says', async () => {
  const answers = [
    [RunList, `/runs?${range}&q=parcel&${filter([{ by: 'durationMs', min: 1 }])}`],
    [Histogram, `/runs/histogram?${range}`],
    [RunFacetCounts, `/runs/facet-counts?${range}&q=parcel`],
    [ListedSteps, `/steps?${range}`],
    [ListedUsers, `/users?${range}`],
    [Comparison, `/runs/compare?a=${ids[0]}&b=${ids[1]}`],
  ] as const;
  for (const [schema, path] of answers) {
    const body = await json(path);
    expect(schema.strict().parse(body), path).toEqual(body);
  }
});

describe('pages', () => {
  const walk = async (path: string, key: (item: never) => string): Promise<string[]> => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = (await json(`${path}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)) as {
        items: never[];
        nextCursor: string | null;
      };
      seen.push(...page.items.map(key));
      cursor = page.nextCursor;
    }
    return seen;
  };

  test('lead through every list once, in its order', async () => {
    const run = (item: { id: string }): string => item.id;
    expect(await walk(`/runs?${range}&sort=duration&order=asc`, run)).toEqual(ids);
    expect(await walk(`/runs?${range}&sort=duration`, run)).toEqual(ids.toReversed());
    expect(await walk(`/runs?${range}&q=parcel`, run)).toEqual([ids[1], ids[0]]);
    expect(await walk(`/users?${range}`, (item: { user: string }) => item.user)).toEqual(['u2', 'u1', 'u0']);
    expect(new Set(await walk(`/steps?${range}`, (item: { spanId: string }) => item.spanId)).size).toBe(6);
  });

  test('a cursor of one list, order or workspace opens no other', async () => {
    const { nextCursor } = (await json(`/runs?${range}&limit=1&sort=duration`)) as RunList;
    for (const path of ['/runs?', '/runs?sort=cost&', '/runs?sort=duration&order=asc&', '/steps?', '/users?'])
      expect((await get(`${path}cursor=${nextCursor}`)).status, path).toBe(400);
    const elsewhere = await get(`/runs?sort=duration&cursor=${nextCursor}`, viewer(null), 'wsp_other');
    expect(elsewhere.status).toBe(400);
  });
});

test.each([
  '/runs?filter=%7B',
  `/runs?${filter([{ by: 'nothing', values: ['x'] }])}`,
  `/runs?${filter(Array.from({ length: 21 }, () => ({ by: 'agent', values: ['x'] })))}`,
  `/runs/histogram?buckets=0`,
  `/runs/histogram?${filter([{ by: 'agent', values: [] }])}`,
  '/runs?q=x',
  '/runs?sort=name',
  '/runs/export?format=xlsx',
  '/runs/compare?a=x',
])('%s is refused as it stands', async (path) => expect((await get(path)).status).toBe(400));

describe('what is recorded', () => {
  test('words found tell of text: whose, before they are shown', async () => {
    await json(`/runs?${range}&q=late`);
    expect(listed).toEqual(['clerk 1']);
    unrecordable = new AppError('access.not_recorded');
    const refused = await get(`/runs?${range}&q=late`);
    expect(refused).toMatchObject({ status: 503 });
    expect(refused.text).not.toContain('late');
  });

  test('who may not read content finds nothing, and nothing is recorded', async () => {
    const found = (await json(`/runs?${range}&q=late`, keyWithout('tea_a'))) as RunList;
    expect(found).toMatchObject({ items: [], hits: [] });
    expect(listed).toEqual([]);
  });
});

describe('files', () => {
  test('CSV and JSON lines, under a name, with the filter', async () => {
    const csv = await get(`/runs/export?${range}&q=parcel`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="runs.csv"');
    expect(csv.text.trim().split('\r\n')).toHaveLength(3);
    expect(csv.text).toContain("'=cmd");
    const lines = await get(`/runs/export?${range}&format=jsonl&ids=${ids[2]},nothing`);
    expect(lines.headers.get('content-type')).toContain('application/x-ndjson');
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual([ids[2]]);
  });

  test('who sees no runs gets an error, not an empty file', async () => {
    const guest = { ...keyWithout('tea_a'), scopes: ['ingest'] } as Actor;
    expect((await get('/runs/export', guest)).status).toBe(403);
    expect((await get('/runs/export?format=jsonl', viewer('tea_b'))).text).toBe('');
  });
});

test('addresses of the explorer are none of runs', async () => {
  for (const path of ['/runs/histogram', '/runs/facet-counts', '/runs/export'])
    expect((await get(path)).status, path).toBe(200);
  expect((await get('/runs/nothing')).status).toBe(404);
});
