import { expect, test } from 'vitest';
import { foreignOf, resolverOf } from '../../../spine/catalog/agent-names.ts';
import { assembleTrace } from './assemble.ts';
import { nameAgents } from './name-agents.ts';
import { fact } from './spans.fixture.ts';

const names = (name: string, key: string | null) => [{ teamId: 'tea_1', name, service: '', key }];
const trace = () => [
  fact('1', '', { agent: 'main', kind: 'agent' }),
  fact('2', '1', { agent: 'AgentExecutor', kind: 'agent' }),
  fact('3', '2', { kind: 'llm' }),
];
const agentsOf = (list: ReturnType<typeof names>) => {
  const facts = assembleTrace(nameAgents(trace(), resolverOf(list)), true);
  return facts.steps.map((step) => step.agent).concat(`${facts.invocations.length} invocations`);
};

test('rows that stand for themselves stay as they are', () => {
  const rows = trace();
  expect(nameAgents(rows, resolverOf([]))).toEqual(rows);
  expect(nameAgents(rows, resolverOf(names('main', 'main')))[0]).toBe(rows[0]);
});

test('an alias becomes its agent, on the agent span and all under it', () => {
  expect(agentsOf(names('AgentExecutor', 'runner'))).toEqual(['main', 'runner', 'runner', '2 invocations']);
});

test('an ignored name is a step of the agent above it', () => {
  expect(agentsOf(names('AgentExecutor', null))).toEqual(['main', 'main', 'main', '1 invocations']);
});

test('a service that runs as an agent goes by its agent; ignored it keeps its name', () => {
  const alone = () => [fact('1', '', { service: 'worker', kind: 'llm' }), fact('2', '1', { service: 'worker' })];
  const runs = (key: string | null) =>
    assembleTrace(nameAgents(alone(), resolverOf(names('worker', key))), true).runs.map((run) => run.agent);
  expect(runs('runner')).toEqual(['runner']);
  expect(runs(null)).toEqual(['worker']);
  const named = [fact('1', '', { agent: 'main', kind: 'agent', service: 'worker' })];
  expect(nameAgents(named, resolverOf(names('worker', 'runner')))[0]).toBe(named[0]);
});

test("a name of another team's agent is kept and marked on the run, in that team alone", () => {
  const list = [{ teamId: 'tea_1', name: 'main', service: '', key: 'main', foreign: true as const }];
  const facts = assembleTrace(nameAgents(trace(), resolverOf(list), foreignOf(list)), true);
  expect(facts.runs.map((run) => [run.agent, run.marks])).toEqual([['main', ['foreign_agent']]]);
  const elsewhere = list.map((one) => ({ ...one, teamId: 'tea_2' }));
  const other = assembleTrace(nameAgents(trace(), resolverOf(elsewhere), foreignOf(elsewhere)), true);
  expect(other.runs[0]!.marks).toEqual([]);
});
