import { type EventReader, isJson, type Json, Malformed, objectOf, StreamError, wordOf } from '../dialect.ts';
import { completionOf } from './completion.ts';

type Block = { start: Json; text: string; json: string };
const mostBlocks = 1024;
const placeOf = (index: unknown): number => (typeof index === 'number' ? index : -1);

/** Events of a message, put together. */
export function anthropicReader(): EventReader {
  let message: { [key: string]: unknown } | null = null;
  const usage: { [key: string]: unknown } = {};
  const blocks = new Map<number, Block>();
  let isOver = false;

  const blockAt = (index: unknown): Block => {
    const block = blocks.get(placeOf(index));
    if (block === undefined) throw new Malformed('A piece came for a part that had not begun');
    return block;
  };
  function takeDelta(event: Json): boolean {
    const block = blockAt(event['index']);
    const delta = objectOf(event['delta']);
    const [text, json] = [wordOf(delta['text']) ?? '', wordOf(delta['partial_json']) ?? ''];
    block.text += text;
    block.json += json;
    return text !== '' || json !== '' || Boolean(wordOf(delta['thinking']));
  }

  return {
    take(event) {
      switch (event['type']) {
        case 'error':
          throw new StreamError(event);
        case 'message_start':
          message = { ...objectOf(event['message']) };
          Object.assign(usage, objectOf(message['usage']));
          return false;
        case 'content_block_start':
          if (blocks.size >= mostBlocks) throw new Malformed(`More than ${mostBlocks} parts came`);
          if (!isJson(event['content_block'])) throw new Malformed('A part has no content');
          blocks.set(placeOf(event['index']), { start: event['content_block'], text: '', json: '' });
          return event['content_block']['type'] === 'tool_use';
        case 'content_block_delta':
          return takeDelta(event);
        case 'message_delta':
          Object.assign((message ??= {}), objectOf(event['delta']));
          Object.assign(usage, objectOf(event['usage']));
          return false;
        case 'message_stop':
          isOver = true;
          return false;
        default:
          return false;
      }
    },
    end() {
      if (message === null || !isOver) throw new Malformed('The stream ended before the answer did');
      const content = [...blocks].toSorted(([a], [b]) => a - b).map(([, block]) => whole(block));
      return completionOf({ ...message, usage }, content);
    },
  };
}

const whole = ({ start, text, json }: Block): Json =>
  start['type'] === 'tool_use' ? { ...start, json } : { ...start, text: (wordOf(start['text']) ?? '') + text };
