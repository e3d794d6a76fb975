import { expect, it } from 'vitest';
import { type Given, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';

const read = (given: Given, name = 'tools/call lookup_order') => readSpan(spanWith(given, { name }));

it('a call of a tool, with GenAI’s names or its own alone', () => {
  const call = { 'mcp.method.name': 'tools/call' };
  const genai = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'lookup_order' };
  expect(read({ ...call, ...genai })).toMatchObject({ dialect: 'genai+mcp', kind: 'tool', tool: 'lookup_order' });
  expect(read(call)).toMatchObject({ dialect: 'mcp', kind: 'tool', tool: 'lookup_order' });
  expect(read(call, 'anything')).toMatchObject({ kind: 'tool' });
});

it('a result marked as an error fails, whatever the status', () => {
  expect(read({ 'mcp.method.name': 'tools/call', 'error.type': 'tool_error' })).toMatchObject({
    failed: true,
    errorType: 'tool_error',
  });
});

it.each(['initialize', 'tools/list', 'resources/read', 'prompts/get'])('%s is a step, no tool', (method) => {
  expect(read({ 'mcp.method.name': method, 'mcp.session.id': 's' }, method)).toMatchObject({ kind: 'other' });
});
