import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Grant, KeyScope } from '../../../spine/actor.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import { exportRun } from './export-run.ts';
import { getRun } from './get-run.ts';
import { getStep } from './get-step.ts';
import { getTranscript } from './get-transcript.ts';
import { listFacets } from './list-facets.ts';
import { listRuns } from './list-runs.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from './telemetry.fixture.ts';
import { steppedClock } from '../../../spine/clock.ts';
import { TotalsView } from './totals/get-totals.ts';

const [traceId, top, call] = [hex(16), hex(8), hex(8)];
const id = `${traceId}-${top}`;
/** Planted in every column that holds what somebody wrote. */
const text = 'PLANTED';
let telemetry: TestTelemetry;

beforeAll(async () => {
  telemetry = await TestTelemetry.open();
  const planted = {
    input_preview: text,
    output_preview: text,
    status: 2,
    failed: true,
    error_message: text,
    status_message: text,
    attributes: new Map([['a', text]]),
    resource: new Map([['a', text]]),
    events: JSON.stringify([{ time: '2026-11-22T10:00:00Z', name: 'e', attributes: { a: text } }]),
    links: JSON.stringify([{ traceId, spanId: call, attributes: { a: text } }]),
  };
  await telemetry.spans([
    span(traceId, top, 0, { kind: 'agent', agent: 'billing', environment: 'prod', ...planted }),
    span(traceId, call, 1, { kind: 'llm', parent_span_id: top, ...planted }),
  ]);
  await telemetry.say(traceId, call, { input: [`user: ${text}`], tools: [`["${text}"]`] });
  const log = { team_id: 'tea_a', trace_id: traceId, span_id: call, time: BigInt(ten) * 1_000_000_000n };
  await telemetry.insert('logs', [{ ...log, event_name: 'e', body: text }]);
  await telemetry.rebuild(traceId);
  await telemetry.rollUp([ten]);
});
afterAll(() => telemetry.warehouse.close());

const clock = steppedClock((ten + 3600) * 1000);
const ctx = (actor: Actor, workspaceId = telemetry.workspaceId): Ctx => ctxOf(workspaceId, actor, clock);
const query = { limit: 50 };

/** Totals of closed minutes, and of the same minutes while they are open. */
const totals = async (who: Ctx) => {
  const views = [ten + 3600, ten - 60].map(
    (after) => new TotalsView(telemetry.warehouse, { openMinutes: () => ({ after, also: [] }) }),
  );
  return Promise.all(views.map((view) => view.get(who, {})));
};

describe.each([
  ['a foreign team', () => ctx(viewer('tea_b'))],
  ['a key of a foreign team', () => ctx(keyWithout('tea_b'))],
  ['another workspace', () => ctx(viewer(null), 'wsp_other')],
  ['the system in another workspace', () => ctx({ kind: 'system', id: 'system' }, 'wsp_other')],
])('%s', (_, who) => {
  const missing = { code: 'monitoring.run_not_found', status: 404 };

  test('finds no run, no step, no transcript', async () => {
    await expect(getRun(who(), telemetry.warehouse, { id, after: null })).rejects.toMatchObject(missing);
    await expect(getTranscript(who(), telemetry.warehouse, { id })).rejects.toMatchObject(missing);
    await expect(getStep(who(), telemetry.warehouse, { id, spanId: call })).rejects.toMatchObject(missing);
  });

  test('lists nothing, is offered nothing, counts nothing', async () => {
    expect((await listRuns(who(), telemetry.warehouse, { query, after: null })).items).toEqual([]);
    const asked = { ...query, teamId: 'tea_a' };
    expect((await listRuns(who(), telemetry.warehouse, { query: asked, after: null })).items).toEqual([]);
    expect(await listFacets(who(), telemetry.warehouse)).toEqual({ agents: [], environments: [] });
    for (const total of await totals(who()))
      expect(total).toMatchObject({ spans: 0, runs: 0, invocations: 0, modelCalls: 0, errors: 0 });
  });
});

/** On one agent or environment only, as sign-in would make them. */
const narrow = (place: Partial<Grant>): Ctx =>
  ctx({
    ...{ kind: 'person', id: 'per_n', sessionId: 'ses_n' },
    grants: [{ role: 'operator', teamId: 'tea_a', agentId: null, environment: null, ...place }],
  });
const bound = (place: { agent?: string; environment?: string }, scopes: KeyScope[] = ['read', 'content']): Ctx =>
  ctx({ kind: 'key', id: 'key_n', teamId: 'tea_a', agent: null, environment: null, ...place, scopes });

describe('one agent or environment', () => {
  test.each([
    ['a grant on it', () => narrow({ agentId: 'agt_1', agentNames: ['clerk', 'billing'] })],
    ['a grant on its environment', () => narrow({ environment: 'prod' })],
    ['both', () => narrow({ agentId: 'agt_1', agentNames: ['billing'], environment: 'prod', teamId: null })],
    ['a key bound to it', () => bound({ agent: 'billing' })],
    ['a key of its environment', () => bound({ agent: 'billing', environment: 'prod' })],
  ])('%s sees and reads its runs; of totals it is told that they are of teams', async (_, make) => {
    const who = make();
    const { items } = await listRuns(who, telemetry.warehouse, { query, after: null });
    expect(items).toMatchObject([{ id, inputPreview: text }]);
    expect((await getTranscript(who, telemetry.warehouse, { id })).turns).toHaveLength(1);
    expect((await getStep(who, telemetry.warehouse, { id, spanId: call })).attributes).toEqual({ a: text });
    expect(await listFacets(who, telemetry.warehouse)).toEqual({ agents: ['billing'], environments: ['prod'] });
    await expect(totals(who)).rejects.toMatchObject({ code: 'monitoring.totals_of_teams' });
  });

  test.each([
    ['another agent', () => narrow({ agentId: 'agt_2', agentNames: ['triage'] })],
    ['an agent nobody named', () => narrow({ agentId: 'agt_2' })],
    ['another environment', () => narrow({ environment: 'dev' })],
    ['a key of another agent', () => bound({ agent: 'triage' })],
    ['a key of another environment', () => bound({ agent: 'billing', environment: 'dev' })],
  ])('%s finds nothing of it', async (_, make) => {
    const who = make();
    expect((await listRuns(who, telemetry.warehouse, { query, after: null })).items).toEqual([]);
    await expect(getRun(who, telemetry.warehouse, { id, after: null })).rejects.toMatchObject({ status: 404 });
    expect(await listFacets(who, telemetry.warehouse)).toEqual({ agents: [], environments: [] });
  });

  test('reading one agent and seeing the team: text of that agent alone', async () => {
    const grants: Grant[] = [
      { role: 'viewer', teamId: 'tea_a', agentId: null, environment: null },
      { role: 'operator', teamId: 'tea_a', agentId: 'agt_2', agentNames: ['triage'], environment: null },
    ];
    const who = ctx({ kind: 'person', id: 'per_n', sessionId: 'ses_n', grants });
    const { items } = await listRuns(who, telemetry.warehouse, { query, after: null });
    expect(items).toMatchObject([{ id, inputPreview: null }]);
    expect((await getTranscript(who, telemetry.warehouse, { id })).turns).toEqual([]);
  });
});

describe('its own team', () => {
  test.each([
    ['one team', 'tea_a'],
    ['all teams', null],
  ])('sees it with a grant on %s', async (_, team) => {
    const who = ctx(viewer(team));
    expect((await listRuns(who, telemetry.warehouse, { query, after: null })).items).toMatchObject([
      { id, inputPreview: text },
    ]);
    expect((await getTranscript(who, telemetry.warehouse, { id })).turns).toHaveLength(1);
    expect((await getStep(who, telemetry.warehouse, { id, spanId: call })).attributes).toEqual({ a: text });
    expect(await listFacets(who, telemetry.warehouse)).toEqual({ agents: ['billing'], environments: ['prod'] });
    for (const total of await totals(who))
      expect(total).toMatchObject({ spans: 2, runs: 1, invocations: 1, modelCalls: 1, errors: 1 });
  });

  test('without the right to content: every number, and no text anywhere', async () => {
    const who = ctx(keyWithout('tea_a'));
    const list = await listRuns(who, telemetry.warehouse, { query, after: null });
    const page = await getRun(who, telemetry.warehouse, { id, after: null });
    const transcript = await getTranscript(who, telemetry.warehouse, { id });
    const step = await getStep(who, telemetry.warehouse, { id, spanId: call });
    expect(list.items).toMatchObject([{ id, errors: 1, inputPreview: null }]);
    expect(page.steps).toHaveLength(2);
    expect(step.events).toEqual([{ time: '2026-11-22T10:00:00Z', name: 'e', attributes: {} }]);
    expect(JSON.stringify([list, page, transcript, step])).not.toContain(text);
  });
});

test('only who may take content out gets the file, also of those who read it', async () => {
  const as = (role: Grant['role'], teamId: string | null): Ctx =>
    ctx({ kind: 'person', id: 'per_e', sessionId: 's', grants: [{ role, teamId, agentId: null, environment: null }] });
  const file = await exportRun(as('compliance', 'tea_a'), telemetry.warehouse, { id });
  expect(file.turns).toHaveLength(1);
  for (const role of ['operator', 'auditor', 'viewer'] as const)
    await expect(exportRun(as(role, null), telemetry.warehouse, { id })).rejects.toMatchObject({
      code: 'access.denied',
    });
  const both: Ctx = ctx({
    ...{ kind: 'person', id: 'per_e', sessionId: 's' },
    grants: [
      { role: 'operator', teamId: 'tea_a', agentId: null, environment: null },
      { role: 'compliance', teamId: 'tea_b', agentId: null, environment: null },
    ],
  });
  await expect(exportRun(both, telemetry.warehouse, { id })).rejects.toMatchObject({ code: 'access.denied' });
  const foreign = exportRun(as('compliance', 'tea_b'), telemetry.warehouse, { id });
  await expect(foreign).rejects.toMatchObject({ code: 'monitoring.run_not_found' });
});

test('a run says whether one may read and take out what was said in it', async () => {
  const may = async (who: Ctx) => (await getRun(who, telemetry.warehouse, { id, after: null })).may;
  const as = (role: Grant['role'], teamId: string): Grant => ({ role, teamId, agentId: null, environment: null });
  const person = (...grants: Grant[]): Ctx => ctx({ kind: 'person', id: 'per_e', sessionId: 's', grants });
  expect(await may(person(as('compliance', 'tea_a')))).toEqual({ readContent: true, exportContent: true });
  expect(await may(person(as('operator', 'tea_a'), as('compliance', 'tea_b')))).toEqual({
    ...{ readContent: true, exportContent: false },
  });
  expect(await may(person(as('viewer', 'tea_a'), as('admin', 'tea_b')))).toEqual({
    ...{ readContent: false, exportContent: false },
  });
  expect(await may(narrow({ role: 'compliance', environment: 'prod' }))).toMatchObject({ exportContent: true });
  expect(await may(ctx(keyWithout('tea_a')))).toEqual({ readContent: false, exportContent: false });
});

test('nobody gets in without the right to read runs', async () => {
  const guest = ctx({ ...keyWithout('tea_a'), scopes: ['content', 'ingest'] } as Actor);
  const denied = { code: 'access.denied', status: 403 };
  await expect(listRuns(guest, telemetry.warehouse, { query, after: null })).rejects.toMatchObject(denied);
  await expect(getRun(guest, telemetry.warehouse, { id, after: null })).rejects.toMatchObject(denied);
  await expect(getTranscript(guest, telemetry.warehouse, { id })).rejects.toMatchObject(denied);
  await expect(getStep(guest, telemetry.warehouse, { id, spanId: call })).rejects.toMatchObject(denied);
  await expect(listFacets(guest, telemetry.warehouse)).rejects.toMatchObject(denied);
  await expect(totals(guest)).rejects.toMatchObject(denied);
});
