import fc from 'fast-check';
import type { Step } from 'signalbox/contract/monitoring';
import { expect, test } from 'vitest';
import { agentGraph, type AgentGraph } from './agent-graph.ts';
import { aStep } from './monitoring.fixture.ts';
import { stepTree } from './step-tree.ts';

const graphOf = (steps: readonly Step[]): AgentGraph => agentGraph(stepTree(steps, 'top'));
const nodes = (g: AgentGraph): string[] => g.nodes.map((n) => `${n.id} ${n.steps}`);
const edges = (g: AgentGraph): string[] => g.edges.map((e) => `${e.from} ${e.kind} ${e.to} ${e.count}`);
const loops = (g: AgentGraph): string[] => g.loops.map((l) => `${l.kind} ${l.through.join(' > ')} ${l.times}`);

const agent = (spanId: string, parentSpanId: string | null, name: string, over: Partial<Step> = {}): Step =>
  aStep({ spanId, parentSpanId, kind: 'agent', agent: name, name: `invoke_agent ${name}`, ...over });
const llm = (spanId: string, parentSpanId: string, over: Partial<Step> = {}): Step =>
  aStep({ spanId, parentSpanId, kind: 'llm', model: 'gpt', name: 'chat gpt', ...over });
const tool = (spanId: string, parentSpanId: string, name: string, over: Partial<Step> = {}): Step =>
  aStep({ spanId, parentSpanId, kind: 'tool', tool: name, name: `execute_tool ${name}`, ...over });

test('one agent asks a model, a tool, the model again: calls are counted, and the round', () => {
  const g = graphOf([
    agent('top', null, 'clerk', { durationMs: 100 }),
    llm('a', 'top', { offsetMs: 1, durationMs: 20 }),
    tool('b', 'top', 'lookup', { offsetMs: 30, isError: true }),
    llm('c', 'top', { offsetMs: 50, durationMs: null }),
  ]);
  expect(nodes(g)).toEqual(['agent clerk 1', 'model gpt 2', 'tool lookup 1']);
  expect(edges(g)).toEqual(['agent clerk call model gpt 2', 'agent clerk call tool lookup 1']);
  expect(loops(g)).toEqual(['rounds agent clerk 1']);
  expect(g.nodes.map((n) => n.durationMs)).toEqual([100, 20, 10]);
  expect(g.nodes.map((n) => n.stepId)).toEqual(['top', 'a', 'b']);
  expect([g.nodes[2]!.errors, g.edges[1]!.errors, g.edges[0]!.errors]).toEqual([1, 1, 0]);
});

test('what stands between does not matter: chains, guardrails and wrappers pass the caller on', () => {
  const g = graphOf([
    agent('top', null, 'clerk'),
    aStep({ spanId: 'turn', parentSpanId: 'top' }),
    llm('wrap', 'turn', { countsTokens: false }),
    llm('call', 'wrap'),
    tool('mine', 'turn', 'desk_lookup', { offsetMs: 5 }),
    tool('server', 'mine', 'lookup'),
    llm('inside', 'server', { kind: 'embedding', model: 'embed' }),
  ]);
  expect(edges(g)).toEqual([
    'agent clerk call model gpt 1',
    'agent clerk call tool desk_lookup 1',
    'tool desk_lookup call model embed 1',
  ]);
});

test('an agent below an agent is called and returns; one that has not ended has not returned', () => {
  const g = graphOf([
    agent('top', null, 'lead'),
    agent('a', 'top', 'writer', { offsetMs: 1 }),
    agent('b', 'top', 'writer', { offsetMs: 20 }),
    agent('c', 'top', 'critic', { offsetMs: 40, durationMs: null }),
  ]);
  expect(nodes(g)).toEqual(['agent lead 1', 'agent writer 2', 'agent critic 1']);
  expect(edges(g)).toEqual([
    'agent lead call agent writer 2',
    'agent writer return agent lead 2',
    'agent lead call agent critic 1',
  ]);
});

test('an agent as a tool is asked by the tool', () => {
  const g = graphOf([agent('top', null, 'lead'), tool('t', 'top', 'ask_writer'), agent('w', 't', 'writer')]);
  expect(edges(g)).toEqual([
    'agent lead call tool ask_writer 1',
    'tool ask_writer call agent writer 1',
    'agent writer return tool ask_writer 1',
  ]);
});

const handoff = (spanId: string, parentSpanId: string, giver: string, to: string | null, at: number): Step =>
  aStep({ spanId, parentSpanId, kind: 'handoff', agent: giver, tool: to, name: `handoff to ${to}`, offsetMs: at });

test('work that is handed on goes on there, and comes back as a return: a loop of two', () => {
  const g = graphOf([
    aStep({ spanId: 'top', durationMs: 200 }),
    agent('a', 'top', 'triage', { offsetMs: 0 }),
    handoff('h1', 'a', 'triage', 'billing', 9),
    agent('b', 'top', 'billing', { offsetMs: 10 }),
    handoff('h2', 'b', 'billing', 'triage', 19),
    agent('c', 'top', 'triage', { offsetMs: 20 }),
    handoff('h3', 'c', 'triage', 'billing', 29),
    agent('d', 'top', 'billing', { offsetMs: 30 }),
  ]);
  expect(nodes(g)).toEqual(['agent triage 2', 'agent billing 2']);
  expect(edges(g)).toEqual(['agent triage handoff agent billing 2', 'agent billing return agent triage 1']);
  expect(loops(g)).toEqual(['handoffs agent triage > agent billing 1']);
});

test('who took the work was not called by the agent above; one without a name goes to the next beside', () => {
  const g = graphOf([
    agent('top', null, 'flow'),
    agent('a', 'top', 'triage', { offsetMs: 1 }),
    handoff('h', 'a', 'triage', null, 5),
    agent('b', 'top', 'billing', { offsetMs: 6 }),
  ]);
  expect(edges(g)).toEqual([
    'agent flow call agent triage 1',
    'agent triage return agent flow 1',
    'agent triage handoff agent billing 1',
  ]);
});

test('a hand-off to one who never began is told all the same; one to nobody known is not', () => {
  const steps = [agent('top', null, 'triage'), handoff('h', 'top', 'triage', 'ghost', 5)];
  expect(edges(graphOf(steps))).toEqual(['agent triage handoff agent ghost 1']);
  expect(nodes(graphOf(steps))).toEqual(['agent triage 1', 'agent ghost 0']);
  expect(edges(graphOf([agent('top', null, 'triage'), handoff('h', 'top', 'triage', null, 5)]))).toEqual([]);
});

test('what is called while it is at work is a loop, once a way', () => {
  const g = graphOf([
    agent('top', null, 'lead'),
    agent('a', 'top', 'writer'),
    agent('b', 'a', 'lead'),
    agent('c', 'b', 'writer'),
    agent('d', 'c', 'writer'),
  ]);
  expect(loops(g)).toEqual([
    'recursion agent lead > agent writer 1',
    'recursion agent writer > agent lead 1',
    'recursion agent writer 1',
  ]);
});

test('without an agent step the agent that is named asks; a model without a name is one node', () => {
  const g = graphOf([
    aStep({ spanId: 'top', agent: 'service' }),
    llm('a', 'top', { model: null, agent: 'service' }),
    aStep({ spanId: 'r', parentSpanId: 'top', kind: 'retrieval', name: 'orders index', agent: 'service' }),
  ]);
  expect(nodes(g)).toEqual(['agent service 0', 'model  1', 'tool orders index 1']);
  expect(g.nodes[1]!.name).toBeNull();
  expect(edges(g)).toEqual(['agent service call model  1', 'agent service call tool orders index 1']);
});

test('names are text: one that looks like a node of another kind, or like a property, is its own', () => {
  const g = graphOf([agent('top', null, 'tool x'), tool('a', 'top', 'x'), tool('b', 'top', 'constructor')]);
  expect(g.nodes.map((n) => [n.kind, n.name])).toEqual([
    ['agent', 'tool x'],
    ['tool', 'x'],
    ['tool', 'constructor'],
  ]);
});

test('a ring of parents, and parents that never came, count each step once', () => {
  const g = graphOf([
    agent('x', 'y', 'ping', { offsetMs: 0 }),
    agent('y', 'x', 'pong', { offsetMs: 1 }),
    tool('t', 'gone', 'lookup', { agent: 'pong', offsetMs: 2 }),
  ]);
  expect(nodes(g)).toEqual(['agent ping 1', 'agent pong 1', 'tool lookup 1']);
  expect(edges(g)).toEqual([
    'agent ping call agent pong 1',
    'agent pong return agent ping 1',
    'agent pong call tool lookup 1',
  ]);
});

// Quadratic in any of its steps it takes minutes: then its time is up.
test('thirty thousand steps: exact, and quick however deep', () => {
  const wide = Array.from({ length: 29_999 }, (_, i) =>
    i % 2 === 0 ? llm(`s${i}`, 'top', { offsetMs: i }) : tool(`s${i}`, 'top', `t${i % 5}`, { offsetMs: i }),
  );
  const g = graphOf([agent('top', null, 'hauler'), ...wide]);
  expect(edges(g)[0]).toBe('agent hauler call model gpt 15000');
  expect(g.edges.slice(1).map((e) => e.count)).toEqual([3000, 3000, 3000, 3000, 2999]);
  expect(loops(g)).toEqual(['rounds agent hauler 14999']);
  const deep = Array.from({ length: 30_000 }, (_, i) =>
    agent(i === 0 ? 'top' : `d${i}`, i === 0 ? null : i === 1 ? 'top' : `d${i - 1}`, `a${i % 15_000}`),
  );
  const down = graphOf(deep);
  expect([down.nodes.length, down.loops.length, down.loops[0]!.through.length]).toEqual([15_000, 15_000, 12]);
  const passed = Array.from({ length: 15_000 }, (_, i) => [
    agent(`p${i}`, 'top', `b${i}`, { offsetMs: i }),
    handoff(`q${i}`, `p${i}`, `b${i}`, `b${i + 1}`, i + 0.5),
  ]).flat();
  const along = graphOf([aStep({ spanId: 'top' }), ...passed]);
  expect([along.edges.length, along.edges.every((e) => e.kind === 'handoff' && e.count === 1)]).toEqual([15_000, true]);
}, 20_000);

test('whatever the tree: each counted step is one of a node, each call of an edge', () => {
  const any = fc.array(
    fc.record({
      kind: fc.constantFrom('agent', 'llm', 'tool', 'chain', 'handoff'),
      parent: fc.integer({ min: 0, max: 12 }),
      name: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: -5, max: 50 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(any, (rows) => {
      const steps = rows.map(({ kind, parent, name, at }, i) =>
        aStep({
          spanId: `s${i}`,
          parentSpanId: `s${parent}`,
          kind: kind as Step['kind'],
          agent: name,
          model: name,
          // No name ends with another, so that no tool repeats the one above.
          tool: kind === 'tool' ? `${i} ${name}${i}` : name,
          offsetMs: at,
        }),
      );
      const g = graphOf(steps);
      const counted = steps.filter((s) => ['agent', 'llm', 'tool'].includes(s.kind)).length;
      expect(g.nodes.reduce((sum, n) => sum + n.steps, 0)).toBe(counted);
      const known = new Set(g.nodes.map((n) => n.id));
      for (const { from, to } of g.edges) expect([known.has(from), known.has(to)]).toEqual([true, true]);
      const calls = g.edges.filter((e) => e.kind === 'call').reduce((sum, e) => sum + e.count, 0);
      const others = steps.filter((s) => s.kind === 'llm' || s.kind === 'tool').length;
      expect(calls).toBeGreaterThanOrEqual(others);
      expect(calls).toBeLessThanOrEqual(counted);
    }),
    { numRuns: 300 },
  );
});
