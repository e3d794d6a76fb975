import type { Message, MessagePart } from '../../contract.ts';
import { messageOf, parsed } from '../rows/message.ts';
import { type RefsRow, settledRefs } from '../rows/refs.ts';

/** Where OpenTelemetry's conventions for generative AI (1.37 and later) put what was said. */
const names = {
  system: 'gen_ai.system_instructions',
  input: 'gen_ai.input.messages',
  output: 'gen_ai.output.messages',
  tools: 'gen_ai.tool.definitions',
} as const;

/**
 * What was said in a span as attributes of it, by direction: messages left its attributes when they were stored. Text that is not here
 * any more is left out.
 */
export function saidIn(
  rows: readonly RefsRow[],
  startNs: string,
  bodies: ReadonlyMap<string, string>,
): Record<string, string> {
  const said: Record<string, unknown[]> = {};
  for (const { direction, refs } of settledRefs(rows, startNs)) {
    for (const ref of refs) {
      const body = bodies.get(ref);
      if (body === undefined) continue;
      const list = (said[names[direction]] ??= []);
      if (direction === 'tools') list.push(...[parsed(body)].flat());
      else list.push(sent(messageOf(body)));
    }
  }
  return Object.fromEntries(Object.entries(said).map(([name, list]) => [name, JSON.stringify(list)]));
}

/** As conventions write it. A part of a shape that nobody knows was kept as it came, and goes out as that. */
const sent = ({ role, parts, finishReason }: Message): object => ({
  role,
  parts: parts.map((part: MessagePart) => (part.type === 'data' ? part.content : part)),
  ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
});
