import { expect, test } from 'vitest';
import { resolverOf } from '../../../spine/catalog/agent-names.ts';
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
