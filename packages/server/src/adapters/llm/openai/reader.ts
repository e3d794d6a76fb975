import { type EventReader, isJson, type Json, listOf, Malformed, objectOf, StreamError, wordOf } from '../dialect.ts';
import { callOf, completionOf, textOf } from './completion.ts';

type Call = { id: unknown; name: string; text: string };
const mostCalls = 128;

/** Chunks of a chat completion, put together. */
export function openaiReader(): EventReader {
  let text: string | null = null;
  let refusal: string | null = null;
  let finish: string | null = null;
  const calls = new Map<number, Call>();
  const facts: { [key: string]: unknown } = {};

  function takeCall(piece: Json, position: number): void {
    const index = typeof piece['index'] === 'number' ? piece['index'] : position;
    const made = objectOf(piece['function']);
    const call = calls.get(index) ?? { id: null, name: '', text: '' };
    call.id ??= piece['id'];
    call.name += wordOf(made['name']) ?? '';
    call.text += wordOf(made['arguments']) ?? '';
    if (!calls.has(index) && calls.size >= mostCalls) throw new Malformed(`More than ${mostCalls} tool calls came`);
    calls.set(index, call);
  }

  return {
    take(event) {
      if (isJson(event['error'])) throw new StreamError(event);
      facts['model'] ??= event['model'];
      if (isJson(event['usage'])) facts['usage'] = event['usage'];
      // The last chunk tells the usage and has no choice.
      const [choice] = listOf(event['choices']);
      if (choice === undefined) return false;
      const delta = objectOf(choice['delta']);
      const [said, refused] = [textOf(delta['content']), wordOf(delta['refusal'])];
      if (said !== null) text = (text ?? '') + said;
      if (refused !== null) refusal = (refusal ?? '') + refused;
      const pieces = listOf(delta['tool_calls']);
      pieces.forEach(takeCall);
      finish = wordOf(choice['finish_reason']) ?? finish;
      return Boolean(said) || Boolean(refused) || pieces.length > 0 || Boolean(wordOf(delta['reasoning_content']));
    },
    end() {
      if (finish === null) throw new Malformed('The stream ended before the answer did');
      const toolCalls = [...calls]
        .toSorted(([a], [b]) => a - b)
        .map(([, call], index) => callOf(call.id, call.name, { text: call.text, index }));
      return completionOf(facts, { text, refusal, toolCalls, finish });
    },
  };
}
