import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleTrace } from './assemble.ts';
import { sharesOf } from './by-team.ts';
import type { SpanFact, TraceFacts } from './facts.ts';
import { agent, call, fact } from './spans.fixture.ts';

const later = { teamId: 'tea_2', receivedAt: 9e15 };
const asked = call('m', 'gone', {
  inputPreview: 'what we asked',
  outputPreview: 'what we heard',
  user: 'ada',
  model: 'our-model',
});
const text = (facts: unknown): string =>
  JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
const runsOf = (facts: TraceFacts, teamId: string) => facts.runs.filter((run) => run.teamId === teamId);

describe('another team that knows the trace id', () => {
  test.each<[string, SpanFact]>([
    ['the parent that a run waits for', fact('gone', '', { ...later, at: -1 })],
    ['a root before all others', fact('x', '', { ...later, at: -3600 })],
    ['an agent before all others', agent('x', '', { ...later, at: -3600 })],
    ['a span under the same absent parent', call('x', 'gone', { ...later, at: -1 })],
    ['a failing span below ours', fact('x', 'm', { ...later, status: 2 })],
    ['a hand-off to our agent', fact('x', 'gone', { ...later, kind: 'handoff', tool: 'm-agent' })],
    ['a span that claims our id', call('m', '', { ...later, name: 'theirs' })],
  ])('by %s neither hides our run nor learns what it says', (_, theirs) => {
    for (const settled of [true, false]) {
      const facts = assembleTrace([theirs, asked], settled);
      expect(runsOf(facts, 'tea_1')).toMatchObject([{ steps: 1, inputPreview: 'what we asked', errors: 0 }]);
      const told = text(runsOf(facts, 'tea_2'));
      expect(told).not.toMatch(/we asked|we heard|ada|our-model/);
      expect(new Set(facts.runs.map((run) => run.runId)).size).toBe(facts.runs.length);
      expect(facts.steps).toHaveLength(2);
    }
  });
});

test('a span whose parent turns out to be of another team begins there, and waits for nothing', () => {
  const { runs, provisional } = assembleTrace([agent('b', 'a'), agent('a', '', { ...later, at: -1 })], false);
  expect(runs).toMatchObject([
    { teamId: 'tea_1', topSpanId: 'b', marks: [], progress: 'ended' },
    { teamId: 'tea_2', topSpanId: 'a', steps: 1 },
  ]);
  expect(provisional).toBe(false);
});

test('of an absent parent the team that named it first waits for it', () => {
  const { shares } = sharesOf([call('y', 'gone', later), asked]);
  expect(shares.map(({ rows, foreign }) => [rows[0]!.spanId, [...foreign]])).toEqual([
    ['m', []],
    ['y', ['gone']],
  ]);
});

test('one team alone is looked at as sent', () => {
  const rows = [asked, call('n', 'm')];
  expect(sharesOf(rows)).toEqual({ shares: [{ rows, foreign: new Set() }], strays: [] });
});

const anySpan = (ids: readonly string[], parents: readonly string[], teamId: string) =>
  fc
    .record({
      id: fc.constantFrom(...ids),
      parent: fc.constantFrom('', ...parents),
      kind: fc.constantFrom('agent', 'llm', 'tool', 'handoff', 'other'),
      tool: fc.constantFrom('', 'a', 'main'),
      agent: fc.constantFrom('', 'a', 'main'),
      at: fc.integer({ min: -50, max: 50 }),
      status: fc.constantFrom(0, 2),
      responseId: fc.constantFrom('', 'r'),
      receivedAt: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ id, parent, receivedAt, ...rest }) =>
      fact(id, parent, { ...rest, teamId, receivedAt: receivedAt + (teamId === 'tea_1' ? 0 : 10) }),
    );
const traceOf = (...of: Parameters<typeof anySpan>) =>
  fc.uniqueArray(anySpan(...of), { minLength: 1, maxLength: 8, selector: (span) => span.spanId });

test('whatever a team sends later under ids of its own changes nothing of what another had', () => {
  const ours = traceOf(['a', 'b', 'c', 'd'], ['a', 'b', 'gone'], 'tea_1');
  const theirs = traceOf(['x', 'y', 'z', 'a'], ['a', 'b', 'x', 'gone'], 'tea_2');
  const plain = ({ runs, invocations, steps, provisional }: TraceFacts): string =>
    text([runs, invocations, steps.filter((step) => step.counted), provisional]);
  fc.assert(
    fc.property(ours, theirs, fc.boolean(), (own, foreign, settled) => {
      // One of theirs may claim an id that is ours already; an id that we do not have would be theirs.
      const sent = foreign.filter((span) => span.spanId !== 'a' || own.some((mine) => mine.spanId === 'a'));
      const both = assembleTrace([...sent, ...own], settled);
      const mine = {
        runs: runsOf(both, 'tea_1'),
        invocations: both.invocations.filter((made) => made.span.teamId === 'tea_1'),
        steps: both.steps.filter((step) => step.span.teamId === 'tea_1'),
      };
      const alone = assembleTrace(own, settled);
      expect(plain({ ...mine, provisional: alone.provisional })).toBe(plain(alone));
    }),
    { numRuns: 500 },
  );
});
