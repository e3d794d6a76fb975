import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../../spine/actor.ts';
import { Conversation, ConversationListQuery } from '../../contract-conversations.ts';
import { ctxOf, hex, keyWithout, span, ten, TestTelemetry, viewer } from '../telemetry.fixture.ts';
import { steppedClock } from '../../../../spine/clock.ts';
import { getConversation, type TurnPosition } from './get-conversation.ts';
import { type ConversationPosition, listConversations } from './list-conversations.ts';

let place: TestTelemetry;
const clock = steppedClock((ten + 3600) * 1000);

type Turn = { conversation: string; minute: number; team?: string; agent?: string; user?: string; failed?: boolean };
const turns: Turn[] = [
  { conversation: 'order 7', minute: 0, user: 'u1' },
  { conversation: 'order 7', minute: 5, user: 'u1', agent: 'refunds', failed: true },
  { conversation: 'order 7', minute: 9, user: 'u2' },
  { conversation: 'order 7', minute: 3, team: 'tea_b' },
  { conversation: 'a/b?c=%20', minute: 7, user: 'u3' },
  { conversation: '', minute: 8 },
];

beforeAll(async () => {
  place = await TestTelemetry.open();
  for (const { conversation, minute, team = 'tea_a', agent = 'support', user = '', failed = false } of turns) {
    const [traceId, top] = [hex(16), hex(8)];
    const own = { team_id: team, conversation_id: conversation, user_id: user, environment: 'prod' };
    await place.spans([
      span(traceId, top, minute * 60_000, {
        ...{ ...own, kind: 'agent', agent, failed, status: failed ? 2 : 0 },
        ...{ input_preview: `asked at ${minute}`, output_preview: `answered at ${minute}` },
      }),
      span(traceId, hex(8), minute * 60_000 + 1, {
        ...{ ...own, kind: 'llm', parent_span_id: top, model: 'gpt-5-mini', usage_scope: 'self' },
        ...{ input_tokens: 1_000_000, output_tokens: 0 },
      }),
    ]);
    await place.rebuild(traceId);
  }
});
afterAll(() => place.warehouse.close());

type Asked = { actor?: Actor; after?: ConversationPosition | null; workspaceId?: string };
const list = (
  query: object = {},
  { actor = viewer(null), after = null, workspaceId = place.workspaceId }: Asked = {},
) =>
  listConversations(ctxOf(workspaceId, actor, clock), place.warehouse, {
    query: ConversationListQuery.parse(query),
    after,
  });
const names = async (...asked: Parameters<typeof list>) =>
  (await list(...asked)).items.map(({ teamId, id, runs }) => `${teamId} ${id} ${runs}`);
const get = (
  asked: { teamId?: string; id?: string; limit?: number; after?: TurnPosition | null },
  actor: Actor = viewer(null),
) =>
  getConversation(ctxOf(place.workspaceId, actor, clock), place.warehouse, {
    ...{ teamId: 'tea_a', id: 'order 7', limit: 50, after: null, ...asked },
  });

describe('the list', () => {
  test('has each conversation once, the one last taken up first, with the figures of its runs', async () => {
    expect(await names()).toEqual(['tea_a order 7 3', 'tea_a a/b?c=%20 1', 'tea_b order 7 1']);
    const [first] = (await list()).items;
    expect(Conversation.strict().parse(first)).toEqual({
      ...{ teamId: 'tea_a', id: 'order 7', runs: 3, running: 0, errors: 1, modelCalls: 3 },
      startedAt: '2026-11-22T10:00:00.000Z',
      lastAt: '2026-11-22T10:09:00.000Z',
      ...{ agents: ['refunds', 'support'], users: ['u1', 'u2'], environments: ['prod'] },
      outcomes: { completed: 2, failed: 1, passedToPerson: 0, abandoned: 0, unknown: 0 },
      ...{ inputTokens: 3_000_000, outputTokens: 0, cost: { usd: 0.75, computedUsd: 0.75, unknownCalls: 0 } },
      ...{ firstInput: 'asked at 0', lastOutput: 'answered at 9' },
    });
  });
  test('is filtered by the runs of each conversation', async () => {
    expect(await names({ agent: 'refunds' })).toEqual(['tea_a order 7 1']);
    expect(await names({ user: 'u1' })).toEqual(['tea_a order 7 2']);
    expect(await names({ teamId: 'tea_b' })).toEqual(['tea_b order 7 1']);
    expect(await names({ from: '2026-11-22T10:06:00Z' })).toEqual(['tea_a order 7 1', 'tea_a a/b?c=%20 1']);
    expect(await names({ environment: "' OR 1" })).toEqual([]);
  });
  test('pages join: every conversation once', async () => {
    const seen: string[] = [];
    let after: ConversationPosition | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: 1 }, { after });
      seen.push(...page.items.map(({ teamId, id }) => `${teamId} ${id}`));
      after = page.next;
    } while (after !== null && seen.length < 9);
    expect(seen).toEqual(['tea_a order 7', 'tea_a a/b?c=%20', 'tea_b order 7']);
  });
});

describe('one conversation', () => {
  test('has its runs in order, over pages', async () => {
    const { conversation, runs, next } = await get({});
    expect(conversation).toMatchObject({ runs: 3, lastOutput: 'answered at 9' });
    expect(runs.map((run) => run.inputPreview)).toEqual(['asked at 0', 'asked at 5', 'asked at 9']);
    expect(next).toBeNull();
    const first = await get({ limit: 2 });
    const second = await get({ limit: 2, after: first.next });
    expect([...first.runs, ...second.runs]).toEqual(runs);
    expect((await get({ id: 'a/b?c=%20' })).runs).toHaveLength(1);
  });
  test('that nobody had, or another team, is not found', async () => {
    for (const asked of [{ id: 'none' }, { id: '' }, { teamId: 'tea_c' }])
      await expect(get(asked)).rejects.toMatchObject({ code: 'monitoring.conversation_not_found' });
    await expect(get({}, viewer('tea_b'))).rejects.toMatchObject({ code: 'monitoring.conversation_not_found' });
  });
});

describe('who sees what', () => {
  const narrow = (changes: object): Actor => ({
    ...{ kind: 'person' as const, id: 'per_1', sessionId: 'ses_1' },
    grants: [{ role: 'operator', teamId: 'tea_a', agentId: null, environment: null, ...changes }],
  });
  test('the own teams and agents only, and never another workspace', async () => {
    expect(await names({}, { actor: viewer('tea_b') })).toEqual(['tea_b order 7 1']);
    expect(await names({}, { actor: narrow({ agentId: 'agt_1', agentNames: ['refunds'] }) })).toEqual([
      'tea_a order 7 1',
    ]);
    expect(await names({}, { workspaceId: 'wsp_other' })).toEqual([]);
    const guest: Actor = { kind: 'guest', id: 'guest' };
    await expect(list({}, { actor: guest })).rejects.toMatchObject({ code: 'access.denied' });
    await expect(get({}, guest)).rejects.toMatchObject({ code: 'access.denied' });
  });
  test('text only with content.read', async () => {
    for (const actor of [keyWithout('tea_a'), narrow({ role: 'viewer' })]) {
      const [first] = (await list({}, { actor })).items;
      expect(first).toMatchObject({ runs: 3, firstInput: null, lastOutput: null });
      const { conversation, runs } = await get({}, actor);
      expect(conversation).toMatchObject({ firstInput: null, lastOutput: null });
      for (const run of runs) expect([run.inputPreview, run.outputPreview]).toEqual([null, null]);
    }
  });
});
