import { firstChunkHeader, latencyHeader, paceHeader, planHeader, planText } from '../provider/plan.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import { type ModelClient, ModelFailure, type Reply, type Request } from './talk.ts';

export const modelClients = {
  chat: openaiChat,
  responses: openaiResponses,
  messages: anthropicMessages,
} as const satisfies Record<string, ModelClient>;
export type ModelApi = keyof typeof modelClients;

/**
 * One call over HTTP, in no time: the provider tells how long it would have taken, and the agent's own clock passes that.
 * Throws a `ModelFailure` for whatever an agent would meet.
 */
export async function askModel(baseUrl: string, api: ModelApi, request: Request): Promise<Reply> {
  const client: ModelClient = modelClients[api];
  const response = await fetch(baseUrl + client.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [planHeader]: planText(request.plan), [paceHeader]: 'told' },
    body: JSON.stringify(client.body(request)),
  });
  const told = (header: string): number => Number(response.headers.get(header) ?? 0);
  const elapsedMs = told(latencyHeader);
  const status = response.status;
  const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000;
  const fail = (message: string, type: string): never => {
    throw new ModelFailure(message, { type, status, retryAfterMs, elapsedMs });
  };
  let text;
  try {
    text = await response.text();
  } catch {
    return fail('The connection ended before the answer did.', 'connection_error');
  }
  if (!response.ok) {
    const { error } = JSON.parse(text) as { error: { message: string } };
    return fail(error.message, String(status));
  }
  try {
    const whole = request.stream ? client.joined(eventsOf(text)) : JSON.parse(text);
    return { ...client.read(whole), elapsedMs, firstChunkMs: request.stream ? told(firstChunkHeader) : null };
  } catch {
    return fail('The answer is not valid JSON.', 'invalid_json');
  }
}

/** The data of server-sent events; throws where one is not JSON. */
const eventsOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice(6)) as unknown);
