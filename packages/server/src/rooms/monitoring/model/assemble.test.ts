import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleTrace } from './assemble.ts';
import { type SpanFact, unknownTokens } from './facts.ts';
import { agent, call, fact, tool } from './spans.fixture.ts';

const one = (rows: SpanFact[], settled = true) => {
  const { runs } = assembleTrace(rows, settled);
  expect(runs).toHaveLength(1);
  return runs[0]!;
};

describe('a run', () => {
  test('is named by its top-most agent and counts what is under it', () => {
    const run = one([
      agent('a', '', { inputPreview: 'Where is my order?', environment: 'prod', conversation: 'c-1' }),
      call('m1', 'a', { at: 1 }),
      tool('lookup', 'a', { at: 2 }),
      call('m2', 'a', { at: 3, tokens: { ...unknownTokens, input: 150, output: 20 } }),
    ]);
    expect(run).toMatchObject({
      runId: `${'t'.repeat(32)}-a`,
      agent: 'a-agent',
      steps: 4,
      modelCalls: 2,
      toolCalls: 1,
      tokens: { input: 250, output: 30, cacheRead: null },
      models: ['m-1'],
      tools: ['lookup'],
      conversation: 'c-1',
      environment: 'prod',
      progress: 'ended',
      outcome: { value: 'completed', source: 'inferred', refused: false },
    });
  });

  test('a trace without an agent is one run of its service', () => {
    expect(one([fact('root', ''), call('m', 'root')])).toMatchObject({
      agent: 'svc',
      agents: [],
      topSpanId: 'root',
      invocations: 1,
    });
  });

  test('two top-most agents are two runs; spans outside either belong to the first', () => {
    const { runs, steps } = assembleTrace(
      [fact('http', ''), agent('a', 'http', { at: 1 }), agent('b', 'http', { at: 5 }), call('m', 'b', { at: 6 })],
      true,
    );
    expect(runs.map((run) => [run.agent, run.steps])).toEqual([
      ['a-agent', 2],
      ['b-agent', 2],
    ]);
    expect(steps.filter((step) => step.isTop).map((step) => step.span.spanId)).toEqual(['a', 'b']);
  });

  test('tokens belong to the nearest agent and add up over the run', () => {
    const { runs, invocations } = assembleTrace(
      [agent('a', ''), call('m1', 'a'), agent('sub', 'a', { at: 2 }), call('m2', 'sub', { at: 3 })],
      true,
    );
    expect(runs[0]!.tokens.input).toBe(200);
    expect(
      invocations.map(({ spanId, parentInvocationId, tokens, isTop }) => ({
        spanId,
        parentInvocationId,
        input: tokens.input,
        isTop,
      })),
    ).toEqual([
      { spanId: 'a', parentInvocationId: '', input: 100, isTop: true },
      { spanId: 'sub', parentInvocationId: 'a', input: 100, isTop: false },
    ]);
  });

  test('keeps one id while its top is on its way', () => {
    const early = assembleTrace([call('m', 'root', { at: 1 })], false);
    const late = assembleTrace([call('m', 'root', { at: 1 }), agent('root', '')], false);
    expect(early.runs[0]!.runId).toBe(late.runs[0]!.runId);
    expect(early.runs[0]).toMatchObject({
      progress: 'open',
      durationNs: null,
      outcome: { value: 'unknown', source: '' },
      marks: ['orphan'],
    });
  });

  test('agents under an absent parent share a run until settled, then stand alone', () => {
    const rows = [agent('a', 'gone', { at: 1 }), agent('b', 'gone', { at: 2 })];
    expect(assembleTrace(rows, false)).toMatchObject({ provisional: true, runs: [{ topSpanId: 'a' }] });
    expect(assembleTrace(rows, true)).toMatchObject({
      provisional: false,
      runs: [{ topSpanId: 'a' }, { topSpanId: 'b' }],
    });
  });

  test('a declared outcome beats an inferred one, an unknown word does not', () => {
    expect(one([agent('a', '', { outcome: 'passed_to_person' })]).outcome).toMatchObject({
      value: 'passed_to_person',
      source: 'declared',
    });
    expect(one([agent('a', '', { outcome: 'splendid', status: 2 })]).outcome).toMatchObject({
      value: 'failed',
      source: 'inferred',
    });
  });

  test('a refusal of the last call is neither completion nor failure', () => {
    expect(one([agent('a', ''), call('m', 'a', { refused: true })]).outcome).toEqual({
      value: 'unknown',
      source: 'inferred',
      refused: true,
    });
  });
});

describe('model calls described twice', () => {
  const full = { ...unknownTokens, input: 812, output: 41, cacheRead: 640 };
  test('as wrapper and child: the child counts', () => {
    const run = one([
      agent('a', ''),
      call('wrapper', 'a', { dialect: 'openinference' }),
      call('native', 'wrapper', { tokens: full }),
    ]);
    expect(run).toMatchObject({ modelCalls: 1, tokens: { input: 812, output: 41, cacheRead: 640 } });
  });
  test('as siblings with one response id, in either order: the one that tells more counts', () => {
    const twins = [call('x', 'a', { responseId: 'r1' }), call('y', 'a', { responseId: 'r1', tokens: full })];
    for (const pair of [twins, twins.toReversed()])
      expect(one([agent('a', ''), ...pair])).toMatchObject({ modelCalls: 1, tokens: { input: 812 } });
  });
  test('as siblings of two conventions within one time', () => {
    const run = one([
      agent('a', ''),
      call('w', 'a', { dialect: 'openinference', at: 1, took: 3 }),
      call('n', 'a', { at: 1.1, took: 2.5, tokens: full, responseId: 'r' }),
    ]);
    expect(run).toMatchObject({ modelCalls: 1, tokens: { input: 812 } });
  });
  test('parallel calls of one convention are two calls', () => {
    expect(
      one([agent('a', ''), call('x', 'a', { at: 1, took: 3 }), call('y', 'a', { at: 1.1, took: 1 })]),
    ).toMatchObject({ modelCalls: 2, tokens: { input: 200 } });
  });
  test('a child without usage borrows from a wrapper around it alone', () => {
    expect(one([agent('a', ''), call('w', 'a'), call('n', 'w', { tokens: unknownTokens })]).tokens.input).toBe(100);
    const two = one([
      agent('a', ''),
      call('w', 'a'),
      call('n', 'w', { tokens: unknownTokens }),
      call('o', 'w', { tokens: unknownTokens }),
    ]);
    expect(two).toMatchObject({ modelCalls: 2, unknownCalls: 2, tokens: { input: null } });
  });
  test('a total on the agent counts only where no call tells its own', () => {
    const total = { usageScope: 'reported', tokens: full } as const;
    expect(one([agent('a', '', total), call('m', 'a')]).tokens.input).toBe(100);
    expect(one([agent('a', '', total), call('m', 'a', { tokens: unknownTokens })]).tokens.input).toBe(812);
    expect(one([agent('a', '', total), agent('b', 'a', total)]).tokens.input).toBe(812);
  });
});

describe('errors', () => {
  test('belong to the deepest failing span', () => {
    const { runs, steps } = assembleTrace(
      [agent('a', '', { status: 2 }), fact('s', 'a', { status: 2 }), tool('t', 's', { status: 2 })],
      true,
    );
    expect(runs[0]).toMatchObject({ errors: 1, outcome: { value: 'failed' } });
    expect(steps.filter((step) => step.isError).map((step) => step.span.spanId)).toEqual(['t']);
  });
  test('an error the agent recovered from leaves it completed', () => {
    expect(one([agent('a', ''), tool('t', 'a', { failed: true })])).toMatchObject({
      errors: 1,
      outcome: { value: 'completed' },
    });
  });
  test('two failing attempts are two; two spans of one failing call are one', () => {
    const failing = { status: 2, tokens: unknownTokens };
    expect(one([agent('a', ''), call('x', 'a', failing), call('y', 'a', { ...failing, at: 2 })]).errors).toBe(2);
    const siblings = [
      call('w', 'a', { ...failing, dialect: 'openinference', took: 3 }),
      call('n', 'a', { ...failing, at: 0.5, took: 1, responseId: 'r' }),
    ];
    expect(one([agent('a', ''), ...siblings])).toMatchObject({ errors: 1, modelCalls: 1 });
  });
});

describe('rows of one span id', () => {
  test('a later insert replaces, also with a moved start; the old key is told to count nothing', () => {
    const { runs, steps } = assembleTrace(
      [agent('a', '', { name: 'old' }), agent('a', '', { name: 'new', at: 70, ingestedAt: 9e15 })],
      true,
    );
    expect(runs[0]).toMatchObject({ steps: 1, name: 'new' });
    expect(steps.map((step) => [step.span.name, step.counted])).toEqual([
      ['new', true],
      ['old', false],
    ]);
  });
  test("another team's row of the same id is kept and never replaces", () => {
    const theirs = agent('a', '', { teamId: 'tea_2', name: 'theirs', receivedAt: 9e15, ingestedAt: 9e15 });
    const { runs, steps } = assembleTrace([theirs, agent('a', '', { name: 'ours' })], true);
    expect(runs[0]).toMatchObject({ name: 'ours', teamId: 'tea_1', steps: 1 });
    expect(steps.find((step) => !step.counted)!.span.name).toBe('theirs');
  });
});

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const anySpan = fc
  .record({
    id: fc.constantFrom(...ids),
    parent: fc.constantFrom('', 'absent', ...ids),
    kind: fc.constantFrom('agent', 'llm', 'tool', 'chain', 'other'),
    at: fc.integer({ min: 0, max: 50 }),
    status: fc.constantFrom(0, 2),
    ingestedAt: fc.integer({ min: 1, max: 1000 }),
    teamId: fc.constantFrom('tea_1', 'tea_2'),
    dialect: fc.constantFrom('genai', 'openinference'),
    responseId: fc.constantFrom('', 'r1', 'r2'),
    input: fc.option(fc.integer({ min: 0, max: 1000 })),
  })
  .map(({ id, parent, input, ...rest }) =>
    fact(id, parent, {
      ...rest,
      receivedAt: rest.ingestedAt,
      usageScope: rest.kind === 'llm' ? 'self' : 'none',
      tokens: { ...unknownTokens, input: rest.kind === 'llm' ? input : null },
    }),
  );
/** Two rows of one key and one insert do not happen: the engine keeps one. */
const anyTrace = fc.uniqueArray(anySpan, {
  minLength: 1,
  maxLength: 12,
  selector: (span) => `${span.spanId} ${span.teamId} ${span.ingestedAt}`,
});

describe('any trace, however wrong', () => {
  test('every span id is counted exactly once, in exactly one run', () => {
    fc.assert(
      fc.property(anyTrace, fc.boolean(), (rows, settled) => {
        const { runs, steps } = assembleTrace(rows, settled);
        const counted = steps.filter((step) => step.counted).map((step) => step.span.spanId);
        expect(counted.toSorted()).toEqual([...new Set(rows.map((row) => row.spanId))].toSorted());
        expect(runs.reduce((sum, run) => sum + run.steps, 0)).toBe(counted.length);
        expect(new Set(runs.map((run) => run.runId)).size).toBe(runs.length);
        expect(steps.every((step) => runs.some((run) => run.runId === step.runId))).toBe(true);
        expect(steps.filter((step) => step.isTop)).toHaveLength(runs.length);
      }),
      { numRuns: 500 },
    );
  });

  test('the order of rows does not matter, nor does a row sent twice', () => {
    const plain = (facts: unknown): string =>
      JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
    fc.assert(
      fc.property(
        anyTrace.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, mixed]) => {
          const { runs, invocations } = assembleTrace(rows, true);
          const again = assembleTrace([...mixed, ...rows], true);
          expect(plain([again.runs, again.invocations])).toBe(plain([runs, invocations]));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('unknown tokens never become 0', () => {
    fc.assert(
      fc.property(anyTrace, (rows) => {
        const silent = rows.map((row) => ({ ...row, tokens: unknownTokens }));
        return assembleTrace(silent, true).runs.every((run) =>
          Object.values(run.tokens).every((value) => value === null),
        );
      }),
    );
  });

  test('a chain 20,000 spans deep and a circle are taken in stride', () => {
    const deep = Array.from({ length: 20_000 }, (_, index) =>
      fact(`s${index}`, index === 0 ? '' : `s${index - 1}`, { at: index / 1000, status: 2 }),
    );
    expect(one(deep)).toMatchObject({ steps: 20_000, errors: 1 });
    expect(one([fact('x', 'z'), fact('y', 'x', { at: 1 }), fact('z', 'y', { at: 2 })])).toMatchObject({
      steps: 3,
      marks: ['orphan'],
    });
  });
});

describe('hand-offs', () => {
  const handoff = (id: string, parent: string, to: string, at: number) =>
    fact(id, parent, { kind: 'handoff', tool: to, at });
  const relay = [
    fact('root', '', { took: 30 }),
    agent('triage', 'root', { inputPreview: 'where is it?', outputPreview: '' }),
    call('m1', 'triage', { at: 1 }),
    handoff('h', 'triage', 'refunds-agent', 9),
    agent('refunds', 'root', { at: 10, outputPreview: 'refunded' }),
    call('m2', 'refunds', { at: 11 }),
  ];

  test('the agent that takes over works on the same run, to its end', () => {
    const run = one(relay);
    expect(run).toMatchObject({
      runId: `${'t'.repeat(32)}-triage`,
      agents: ['triage-agent', 'refunds-agent'],
      invocations: 2,
      modelCalls: 2,
      durationNs: 20_000_000_000n,
      inputPreview: 'where is it?',
      outputPreview: 'refunded',
      outcome: { value: 'completed' },
    });
    const { invocations } = assembleTrace(relay, true);
    expect(invocations.map((made) => [made.spanId, made.parentInvocationId, made.isTop])).toEqual([
      ['triage', '', true],
      ['refunds', 'triage', false],
    ]);
  });

  test('its failure is the run’s, and its missing end leaves it open', () => {
    const failing = relay.map((span) => (span.spanId === 'refunds' ? { ...span, failed: true } : span));
    expect(one(failing)).toMatchObject({ outcome: { value: 'failed' }, errors: 1 });
    const open = relay.map((span) =>
      span.spanId === 'refunds' ? { ...span, durationNs: null, marks: ['no_end'] } : span,
    );
    expect(one(open)).toMatchObject({ progress: 'open', durationNs: null });
  });

  test('back and forth is one run; an agent of that name before, elsewhere, or not named is not joined', () => {
    const back = [
      ...relay,
      handoff('h2', 'refunds', 'triage-agent', 15),
      agent('again', 'root', { at: 21, agent: 'triage-agent' }),
    ];
    expect(one(back)).toMatchObject({ invocations: 3, agents: ['triage-agent', 'refunds-agent'] });
    const alone = (changes: Partial<SpanFact>): number =>
      assembleTrace(
        relay.map((span) => (span.spanId === 'refunds' ? { ...span, ...changes } : span)),
        true,
      ).runs.length;
    expect(alone({ agent: 'billing' })).toBe(2);
    expect(alone({ parentSpanId: '' })).toBe(2);
    expect(alone({ startNs: relay[1]!.startNs })).toBe(2);
  });
});

test('ten thousand hand-offs among ten thousand agents are taken in stride', () => {
  const agents = Array.from({ length: 10_000 }, (_, at) => agent(`a${at}`, 'root', { at, agent: `n${at % 50}` }));
  const handed = agents.map((from, at) =>
    fact(`h${at}`, from.spanId, { kind: 'handoff', tool: `n${(at + 1) % 50}`, at }),
  );
  expect(one([fact('root', ''), ...agents, ...handed])).toMatchObject({ invocations: 10_000 });
});

describe('tools described more than once', () => {
  test('the agent’s, the client’s and the server’s span of one call count once', () => {
    const spans = [
      agent('a', ''),
      tool('t', 'a', { tool: 'orders_lookup' }),
      fact('session', 't'),
      tool('client', 'session', { tool: 'lookup', dialect: 'mcp' }),
      tool('server', 'client', { tool: 'lookup', dialect: 'mcp', failed: true }),
    ];
    expect(one(spans)).toMatchObject({ toolCalls: 1, errors: 1 });
  });
  test('other tools below a tool, and its like under another agent, are calls of their own', () => {
    expect(one([agent('a', ''), tool('outer', 'a'), tool('inner', 'outer')]).toolCalls).toBe(2);
    const nested = [agent('a', ''), tool('x', 'a', { tool: 'ask' }), agent('b', 'x'), tool('y', 'b', { tool: 'ask' })];
    expect(one(nested).toolCalls).toBe(2);
  });
});

describe('what is left of a run', () => {
  test('is told by who its spans say they work for, once no agent’s span came', () => {
    const orphans = [
      call('w', 'gone', { agent: 'support', status: 2 }),
      call('n', 'w', { agent: 'support', status: 2 }),
    ];
    expect(one(orphans)).toMatchObject({ agent: 'support', agents: ['support'], progress: 'open', marks: ['orphan'] });
    expect(one([agent('a', ''), call('m', 'a', { agent: 'other' })]).agents).toEqual(['a-agent']);
    expect(one([call('e', '', { kind: 'embedding', agent: 'f' })]).agents).toEqual([]);
  });
  test('failed where its highest span did, but not while the top may still come', () => {
    const failing = call('m', 'gone', { status: 2 });
    expect(one([failing]).outcome).toEqual({ value: 'failed', source: 'inferred', refused: false });
    expect(one([failing], false).outcome.value).toBe('unknown');
    expect(one([failing, call('retry', 'gone', { at: 2 })]).outcome.value).toBe('unknown');
  });
  test('an agent below what never came is marked as such', () => {
    expect(one([fact('flow', 'gone'), agent('a', 'flow')]).marks).toEqual(['orphan']);
  });
});

test('a guardrail that stopped the agent is a refusal, one that let it go on is not', () => {
  const guardrail = fact('g', 'a', { kind: 'guardrail', refused: true });
  expect(one([agent('a', '', { status: 2 }), guardrail]).outcome).toEqual({
    value: 'unknown',
    source: 'inferred',
    refused: true,
  });
  expect(one([agent('a', ''), guardrail]).outcome).toMatchObject({ value: 'completed', refused: false });
});

test('a copied error status fails neither step nor run', () => {
  const copied = { status: 2, failed: false };
  const spans = [agent('a', '', copied), tool('t', 'a', { status: 2 }), call('m', 'a', { at: 2, ...copied })];
  expect(one(spans)).toMatchObject({ errors: 1, outcome: { value: 'completed' } });
});
