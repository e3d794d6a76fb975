import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClusterWarehouse } from '../../adapters/clickhouse/cluster/cluster-warehouse.fixture.ts';
import { openTestDatabase } from '../../adapters/postgres/state-database.fixture.ts';
import { openTestWarehouse } from '../../adapters/clickhouse/test-warehouse.fixture.ts';
import type { SpanRow } from '../../ingest/rows.ts';
import type { Warehouse } from '../../ports/warehouse.ts';
import type { Ctx } from '../../spine/ctx.ts';
import { steppedClock } from '../../spine/clock.ts';
import { spineMigrations } from '../../spine/migrations/index.ts';
import { ConversationListQuery } from './contract-conversations.ts';
import { CostsQuery } from './contract-costs.ts';
import { RunListQuery } from './contract.ts';
import { monitoringMigrations } from './migrations/index.ts';
import { RebuildRig, span, traceId, whole } from './rebuild/rig.fixture.ts';
import type { OpenMinutes } from './views/totals/tiers.ts';
import { agentFigures } from './views/agents/agent-figures.ts';
import { getConversation } from './views/conversations/get-conversation.ts';
import { listConversations } from './views/conversations/list-conversations.ts';
import { getCosts } from './views/costs/get-costs.ts';
import { changedRuns } from './views/feed/changed-runs.ts';
import { getRun } from './views/get-run.ts';
import { getStep } from './views/get-step.ts';
import { getTranscript } from './views/get-transcript.ts';
import { listFacets } from './views/list-facets.ts';
import { listRuns } from './views/list-runs.ts';
import { ctxOf, ten, TestTelemetry } from './views/telemetry.fixture.ts';
import { TotalsView } from './views/totals/get-totals.ts';

/*
 * The same telemetry, rebuilt and asked for on one node, on a cluster of one shard, and on one of two: every answer must be the same.
 * In full (the tests of all views and the rebuild, on two shards): `TEST_WAREHOUSE_SHARDS=2`, in conformance.
 */

const workspace = 'wsp_1';
const later = (n: number, more: Partial<SpanRow>): Partial<SpanRow> => ({
  bucket: ten + 60 * n,
  start_time: BigInt(ten + 60 * n + 1) * 1_000_000_000n,
  ...more,
});

/** Forty traces over ten minutes and three agents; some sent again, moved, late, of another team, with a sub-agent. */
const sent: SpanRow[][] = [
  Array.from({ length: 40 }, (_, n) =>
    whole(n + 1).map((row) => ({
      ...row,
      ...later(n % 10, {
        conversation_id: `conv-${n % 7}`,
        user_id: `user-${n % 5}`,
        environment: n % 3 === 0 ? 'staging' : 'production',
      }),
      ...(row.kind === 'agent'
        ? { agent: `agent-${n % 3}`, failed: n % 4 === 0, status: (n % 4 === 0 ? 2 : 0) as 0 | 2 }
        : {}),
    })),
  ).flat(),
  [
    ...whole(3),
    span(5, 'a', '', later(9, {})),
    span(6, 'd', 'b', later(5, { kind: 'tool', tool: 'late', agent: '' })),
    span(7, 'e', 'a', later(6, { kind: 'agent', agent: 'sub' })),
    span(8, 'a', '', later(7, { team_id: 'tea_2' })),
    span(99, 'f', 'd0d0', later(2, { kind: 'llm', agent: '' })),
  ],
];

type Node = { rig: RebuildRig; open: OpenMinutes };
const nodes: Record<string, Node> = {};
const warehouses: Record<string, () => Promise<Warehouse>> = {
  'one node': openTestWarehouse,
  'one shard': () => openClusterWarehouse(1),
  'two shards': () => openClusterWarehouse(2),
};

beforeAll(async () => {
  for (const [name, open] of Object.entries(warehouses)) await fill(name, open);
}, 180_000);

async function fill(name: string, open: () => Promise<Warehouse>): Promise<void> {
  const rig = new RebuildRig(await open(), await openTestDatabase([...spineMigrations, ...monitoringMigrations]));
  const node: Node = { rig, open: { after: 0, also: [] } };
  nodes[name] = node;
  const clock = steppedClock((ten + 1500) * 1000);
  const distinct = new Set<string>();
  for (const rows of sent) {
    await rig.insert(rows, clock.now());
    for (const row of rows) distinct.add(`${row.trace_id} ${row.span_id}`);
  }
  // Long enough for runs whose top never comes to settle as well.
  clock.advance(35 * 60_000);
  // Steps are there before the runs that name them: quiet is what stays so over some cycles.
  let quiet = 0;
  await rig.until(async (job) => {
    node.open = job.openMinutes(workspace);
    const { n } = await rig.one<{ n: string }>('SELECT uniqExact(trace_id, span_id) AS n FROM steps');
    const { moving } = await rig.one<{ moving: string }>(
      "SELECT countIf(state = 'running' AND is_deleted = 0) AS moving FROM runs FINAL",
    );
    const whole = Number(n) === distinct.size && moving === '0' && (await rig.rolledUp(workspace)(job));
    quiet = whole ? quiet + 1 : 0;
    return quiet >= 12;
  }, clock);
  const telemetry = Object.assign(new TestTelemetry(rig.warehouse), { workspaceId: workspace });
  for (const n of [1, 2, 6])
    await telemetry.say(
      traceId(n),
      'b000000000000000',
      { system: ['system: Be kind'], input: [`user: hello ${n}`], output: ['assistant: hi'] },
      'tea_1',
    );
}
afterAll(async () => {
  for (const { rig } of Object.values(nodes)) await rig.close();
});

/** Asks all three and expects one answer; versions are the clock's, and say how often was rebuilt. */
async function alike<T>(ask: (ctx: Ctx, warehouse: Warehouse, node: Node) => Promise<T>): Promise<T> {
  const answers: [string, T][] = [];
  for (const [name, node] of Object.entries(nodes)) {
    const ctx = ctxOf(workspace, undefined, steppedClock((ten + 5400) * 1000));
    answers.push([name, plain(await ask({ ...ctx, state: node.rig.state }, node.rig.warehouse, node))]);
  }
  const [[, wanted], ...others] = answers as [[string, T], ...[string, T][]];
  for (const [name, answer] of others) expect({ [name]: answer }).toEqual({ [name]: wanted });
  return wanted;
}
const volatile = new Set(['version', 'asOf', 'closedThrough']);
const plain = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (volatile.has(key) ? undefined : inner))) as T;

const runs = (ctx: Ctx, warehouse: Warehouse, query: object = {}) =>
  listRuns(ctx, warehouse, { query: RunListQuery.parse({ limit: 200, ...query }), after: null });
const window = {
  from: new Date((ten - 60) * 1000).toISOString(),
  to: new Date((ten + 3600) * 1000).toISOString(),
};

test('lists of runs, filtered, and page by page', async () => {
  const all = await alike((ctx, warehouse) => runs(ctx, warehouse));
  expect(all.items.length).toBeGreaterThan(38);
  for (const query of [
    { agent: 'agent-1' },
    { outcome: 'failed' },
    { conversation: 'conv-3' },
    { user: 'user-2', environment: 'staging' },
    window,
  ])
    expect((await alike((ctx, warehouse) => runs(ctx, warehouse, query))).items.length).toBeGreaterThan(0);
  const paged = await alike(async (ctx, warehouse) => {
    const ids: string[] = [];
    for (let after: Awaited<ReturnType<typeof listRuns>>['next'] = null; ;) {
      const page = await listRuns(ctx, warehouse, { query: RunListQuery.parse({ limit: 7 }), after });
      ids.push(...page.items.map((run) => run.id));
      if (page.next === null) return ids;
      after = page.next;
    }
  });
  expect(paged).toEqual(all.items.map((run) => run.id));
});

test('every run with its steps, a step, a transcript', async () => {
  const { items } = await alike((ctx, warehouse) => runs(ctx, warehouse));
  // What was sent again, moved, late, of another team, with a sub-agent, without its top; and an ordinary one.
  const odd = new Set([1, 3, 5, 6, 7, 8, 99].map(traceId));
  const some = items.filter((run) => odd.has(run.traceId));
  expect(some).toHaveLength(7);
  for (const { id } of some)
    expect((await alike((ctx, warehouse) => getRun(ctx, warehouse, { id, after: null }))).steps.length).toBeGreaterThan(
      0,
    );
  const [said] = items.filter((run) => run.traceId === traceId(2));
  const id = said!.id;
  const { turns } = await alike((ctx, warehouse) => getTranscript(ctx, warehouse, { id }));
  expect(turns).toHaveLength(3);
  const step = await alike((ctx, warehouse) => getStep(ctx, warehouse, { id, spanId: 'b000000000000000' }));
  expect(step.messages).toHaveLength(3);
});

test('facets, the feed of changed runs', async () => {
  expect((await alike((ctx, warehouse) => listFacets(ctx, warehouse))).agents.length).toBeGreaterThan(2);
  const changed = await alike(async (_ctx, warehouse) =>
    (await changedRuns(warehouse, workspace, null, 1000)).toSorted((a, b) => (a.runId < b.runId ? -1 : 1)),
  );
  expect(changed.length).toBeGreaterThan(38);
});

test('totals and figures of agents, closed and live', async () => {
  for (const closed of [true, false]) {
    const rollups = (node: Node) => ({ openMinutes: () => (closed ? node.open : { after: 0, also: [] }) });
    const totals = await alike((ctx, warehouse, node) => new TotalsView(warehouse, rollups(node)).get(ctx, window));
    // 123 in all, of which those of trace 3 moved out of the window.
    expect(totals.spans).toBe(120);
    for (const by of [undefined, 'environment'] as const) {
      const query = { ...window, ...(by === undefined ? {} : { by }) };
      const figures = await alike((ctx, warehouse, node) =>
        agentFigures(ctx, { warehouse, rollups: rollups(node) }, query),
      );
      expect(figures.items.length).toBeGreaterThan(3);
    }
  }
});

test('conversations and costs', async () => {
  const query = ConversationListQuery.parse(window);
  const { items } = await alike((ctx, warehouse) => listConversations(ctx, warehouse, { query, after: null }));
  expect(items.length).toBeGreaterThan(6);
  const found = await alike((ctx, warehouse) =>
    getConversation(ctx, warehouse, { teamId: 'tea_1', id: 'conv-3', limit: 50, after: null }),
  );
  expect(found.runs.length).toBeGreaterThan(3);
  for (const by of ['agent', 'model', 'user'] as const) {
    const costs = await alike((ctx, warehouse, node) =>
      getCosts(
        ctx,
        { warehouse, rollups: { openMinutes: () => node.open } },
        { query: CostsQuery.parse({ by, ...window }), after: null },
      ),
    );
    expect(costs.items.length).toBeGreaterThan(0);
  }
});
