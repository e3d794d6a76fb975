import { messageBody, toolsBody } from '../content/body.ts';
import type { ContentCache } from '../content/cache.ts';
import { contentRef, refBytes } from '../content/ref.ts';
import type { Facts, Message } from '../dialects/types.ts';
import type { ContentRow, MessageRefsRow, Sender } from '../rows.ts';
import type { Met } from '../scrub/clean.ts';

/** Where content was said. `at` in Unix nanoseconds. */
export type Place = { readonly sender: Sender; readonly traceId: string; readonly spanId: string; readonly at: bigint };
type Direction = MessageRefsRow['direction'];
type Said = Pick<Facts, 'input' | 'output' | 'systemInstructions' | 'toolDefinitions'>;

/** Rows of all content of one span or event, and its messages as cleaned (for previews). */
type StoredContent = {
  content: ContentRow[];
  refs: MessageRefsRow[];
  input: readonly Message[];
  output: readonly Message[];
};

/**
 * Bodies go out once for each trace while the cache remembers them, references always.
 * @param indexOf where the messages of a direction begin: 0 for a span, for a log event its place among its kind.
 */
export function storeContent(
  said: Said,
  place: Place,
  options: { contents: ContentCache; met: Met; indexOf?: (direction: Direction, first: Uint8Array) => number },
): StoredContent {
  const out: StoredContent = { content: [], refs: [], input: [], output: [] };
  const indexOf = options.indexOf ?? (() => 0);
  const keep = (kind: ContentRow['kind'], role: string, body: string): Uint8Array => {
    const { sender, traceId, spanId, at } = place;
    const digest = contentRef(sender.contentKey, body);
    const ref = refBytes(digest);
    if (options.contents.add(traceId, sender.teamId, digest))
      out.content.push({
        workspace_id: sender.workspaceId,
        team_id: sender.teamId,
        trace_id: traceId,
        ref,
        at,
        span_id: spanId,
        role,
        kind,
        body,
      });
    return ref;
  };
  const list = (direction: Direction, refs: readonly Uint8Array[]): void => {
    const first = refs[0];
    if (first === undefined) return;
    const { sender, traceId, spanId, at } = place;
    const index = indexOf(direction, first);
    out.refs.push({
      workspace_id: sender.workspaceId,
      team_id: sender.teamId,
      trace_id: traceId,
      span_id: spanId,
      at,
      direction,
      index,
      refs,
    });
  };
  const messages = (direction: Direction, sent: readonly Message[]): Message[] => {
    const bodies = sent.map((message) => messageBody(message, options.met));
    list(
      direction,
      bodies.map(({ message, json }) => keep(direction === 'system' ? 'system' : 'message', message.role, json)),
    );
    return bodies.map(({ message }) => message);
  };
  const { system, input } = instructionsApart(said);
  if (system.length > 0) messages('system', system);
  if (said.toolDefinitions !== undefined)
    list('tools', [keep('tools', 'tools', toolsBody(said.toolDefinitions, options.met))]);
  if (input.length > 0) out.input = messages('input', input);
  if (said.output !== undefined) out.output = messages('output', said.output);
  return out;
}

/** Half of the clients send instructions as the first messages: they are instructions all the same. */
export function instructionsApart(said: Said): { system: readonly Message[]; input: readonly Message[] } {
  const input = said.input ?? [];
  const leading = input.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const count = leading < 0 ? input.length : leading;
  if (count === 0) return { system: said.systemInstructions ?? [], input };
  return { system: said.systemInstructions ?? input.slice(0, count), input: input.slice(count) };
}
