import { decoded, isObject, type JsonObject } from '../content/json.ts';
import { type Attributes, type RunBuilder, saidAs } from './run-builder.ts';
import { objectOf, RefusedRecord } from './refused-record.ts';

type Part = { type: string; [field: string]: unknown };
type ChatMessage = { role: string; parts: Part[] };
type Call = { id: string; name: string; arguments: unknown };

/**
 * OpenAI chat messages as steps: an answer of the assistant is a model call with all that was said before it, a message of a tool is the
 * call of it. Returns the span of each message that is a step, by the place of the message.
 */
export function chatSteps(run: RunBuilder, messages: readonly unknown[]): Map<number, string> {
  const spans = new Map<number, string>();
  const before: ChatMessage[] = [];
  const asked = new Open();
  const input = messages.map((one, index) => objectOf(one, `Message ${index}`));
  const system = input.filter(({ role }) => role === 'system').map((one) => contentOf(one));
  const instructions =
    system.length === 0 ? undefined : JSON.stringify(system.map((content) => ({ type: 'text', content })));
  for (const [index, message] of input.entries()) {
    const { role } = message;
    if (role === 'system') continue;
    if (role === 'user') before.push({ role, parts: textParts(contentOf(message)) });
    else if (role === 'assistant') {
      const calls = callsOf(message);
      asked.add(calls);
      const answer = {
        role,
        parts: [...textParts(contentOf(message)), ...calls.map((call) => ({ type: 'tool_call', ...call }))],
      };
      spans.set(index, run.step('chat', callAttributes(instructions, before, answer)));
      before.push(answer);
    } else if (role === 'tool') {
      const id = typeof message['tool_call_id'] === 'string' ? message['tool_call_id'] : '';
      const call = asked.take(id) ?? { id, name: nameOf(message), arguments: undefined };
      const result = contentOf(message);
      spans.set(index, toolStep(run, call, result));
      before.push({ role, parts: [{ type: 'tool_call_response', id, name: call.name, response: result }] });
    } else throw new RefusedRecord(`Message ${index} has the role ${JSON.stringify(role)}, which nobody speaks in`);
  }
  // Said after the last answer: nobody was asked with it, and it would be lost.
  const last = input.findLastIndex(({ role }) => role === 'assistant' || role === 'tool');
  for (const [index, message] of input.entries())
    if (index > last && message['role'] === 'user')
      spans.set(index, run.step('user', saidAs('input', 'user', contentOf(message))));
  // Asked for, and never answered: it still was a step.
  for (const call of asked.left()) toolStep(run, call, undefined);
  return spans;
}

/** Calls without a result yet. Ids may be missing or used again: a result is of the last answer that has its id, in order. */
class Open {
  #rounds: Call[][] = [];

  add(calls: readonly Call[]): void {
    this.#rounds.push([...calls]);
  }

  take(id: string): Call | undefined {
    const round = this.#rounds.findLast((calls) => calls.some((call) => call.id === id)) ?? [];
    const at = round.findIndex((call) => call.id === id);
    return at === -1 ? undefined : round.splice(at, 1)[0];
  }

  left(): Call[] {
    return this.#rounds.flat();
  }
}

/** First words of the user and last of the assistant. */
export function endsOf(messages: readonly unknown[]): [first: string | undefined, last: string | undefined] {
  const words = (role: string) =>
    // Beside a call some write null, others an empty text: neither is a word.
    messages.filter((one): one is JsonObject => isObject(one) && one['role'] === role && contentOf(one) !== '');
  const [first, last] = [words('user')[0], words('assistant').at(-1)];
  return [first && contentOf(first), last && contentOf(last)];
}

function callAttributes(
  instructions: string | undefined,
  before: readonly ChatMessage[],
  answer: ChatMessage,
): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.system_instructions': instructions,
    'gen_ai.input.messages': JSON.stringify(before),
    'gen_ai.output.messages': JSON.stringify([answer]),
  };
}

function toolStep(run: RunBuilder, { id, name, arguments: given }: Call, result: string | undefined): string {
  const attributes = {
    ...{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, 'gen_ai.tool.call.id': id },
    'gen_ai.tool.call.arguments': given === undefined ? undefined : JSON.stringify(given),
    'gen_ai.tool.call.result': result,
  };
  // Both benchmarks answer so where a tool threw, and never else.
  const failed = result?.startsWith('Error') === true;
  const error = failed ? { 'error.type': 'tool_error' } : {};
  return run.step(`execute_tool ${name}`, { ...attributes, ...error }, failed ? { error: result } : {});
}

function callsOf({ tool_calls: calls }: JsonObject): Call[] {
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw new RefusedRecord('"tool_calls" must be a list');
  return calls.map((one) => {
    const call = objectOf(one, 'A tool call');
    const called = objectOf(call['function'], '"function" of a tool call');
    return { id: String(call['id'] ?? ''), name: nameOf(called), arguments: decoded(called['arguments']) };
  });
}

function nameOf({ name }: JsonObject): string {
  if (typeof name !== 'string' || name === '') throw new RefusedRecord('A tool has no "name"');
  return name;
}

function contentOf({ content }: JsonObject): string {
  if (content === undefined || content === null) return '';
  if (typeof content !== 'string') throw new RefusedRecord('"content" of a message must be a text');
  return content;
}

const textParts = (content: string): Part[] => (content === '' ? [] : [{ type: 'text', content }]);
