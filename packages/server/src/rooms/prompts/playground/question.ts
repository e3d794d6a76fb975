import type { LlmMessage, LlmRequest } from '../../../ports/llm.ts';
import type { JsonValue, Rendered } from '../contract.ts';
import type { Turn } from '../contract-playground.ts';
import { renderContent } from '../templates/render.ts';
import type { KeptLane } from './lanes.ts';

type Row = { [name: string]: unknown };

/**
 * What a cell asks: the lane's prompt with the row's variables, then what was said since. Throws `prompts.variables_unfit` and
 * `prompts.render_failed`.
 */
export function questionOf(lane: KeptLane, row: Row, turns: readonly Turn[]): LlmRequest {
  const { settings, outputSchema } = lane.content;
  return {
    ...{ model: lane.model, stream: lane.stream, outputSchema, parameters: settings.parameters, tools: settings.tools },
    toolChoice: settings.toolChoice ?? null,
    messages: [...said(lane, row), ...turns.map(messageOf)],
  };
}

function said(lane: KeptLane, row: Row): LlmMessage[] {
  const sources = new Map(Object.entries(lane.sources));
  const body = renderContent(lane.content, sources, declaredOf(lane, row));
  const { userMessage } = lane;
  const before = typeof body === 'string' ? [textMessage(body, userMessage !== null)] : body.map(chatMessage);
  if (userMessage === null) return before;
  const properties = lane.content.variables['properties'] ?? {};
  const after = renderContent({ body: userMessage, variables: { type: 'object', properties } }, sources, values(row));
  return [...before, { role: 'user', content: after as string }];
}

const textMessage = (content: string, isSystem: boolean): LlmMessage => ({
  role: isSystem ? 'system' : 'user',
  content,
});

/** Written results of tools answer to no call, which providers refuse: they are told as what a person says. */
function chatMessage({ role, content }: Exclude<Rendered['body'], string>[number]): LlmMessage {
  if (role === 'assistant') return { role, content, toolCalls: [] };
  return { role: role === 'system' || role === 'developer' ? 'system' : 'user', content };
}

const messageOf = (turn: Turn): LlmMessage =>
  turn.role === 'tool' ? turn : { role: 'assistant', content: turn.text, toolCalls: turn.toolCalls };

/** Of a prompt that takes no others, only its own: a row may serve several lanes. */
function declaredOf({ content: { variables } }: KeptLane, row: Row): { [name: string]: JsonValue } {
  if (variables['additionalProperties'] !== false) return values(row);
  const declared = new Set(Object.keys((variables['properties'] ?? {}) as object));
  return values(Object.fromEntries(Object.entries(row).filter(([name]) => declared.has(name))));
}

/** It came as JSON. */
const values = (row: Row): { [name: string]: JsonValue } => row as { [name: string]: JsonValue };
