import type { Content, JsonValue, Message, Row, VersionDiff } from '../contract.ts';
import { roleOf } from './body.ts';
import { diffSequences } from './sequence-diff.ts';
import { sideBySide } from './text-diff.ts';
import { diffValues } from './value-diff.ts';

/** Two contents of one prompt. Messages are paired by their place, once those that are equal have been. */
export function diffContents(left: Content, right: Content): Pick<VersionDiff, 'bodies' | 'values'> {
  const rest = ({ variables, settings, outputSchema }: Content): JsonValue =>
    ({ variables, settings, outputSchema }) as JsonValue;
  return { bodies: diffBodies(left.body, right.body), values: diffValues(rest(left), rest(right)) };
}

function diffBodies(left: Content['body'], right: Content['body']): VersionDiff['bodies'] {
  if (typeof left === 'string' && typeof right === 'string')
    return [{ message: null, leftRole: null, rightRole: null, rows: sideBySide(left, right) }];
  const [before, after] = [messagesOf(left), messagesOf(right)];
  return paired(before, after).map(([from, to], message) => ({
    message,
    leftRole: from === null ? null : roleOf(from),
    rightRole: to === null ? null : roleOf(to),
    rows: rowsOf(from, to),
  }));
}

/** A text against a chat: as if it were one message of a user. */
const messagesOf = (body: Content['body']): readonly Message[] =>
  typeof body === 'string' ? [{ role: 'user', content: body }] : body;

type Pair = [Message | null, Message | null];
function paired(left: readonly Message[], right: readonly Message[]): Pair[] {
  const pairs: Pair[] = [];
  let [l, r] = [0, 0];
  // Between two equal messages, what was removed stands beside what was added in its place.
  let open: number[] = [];
  for (const { kind } of diffSequences(left.map(keyOf), right.map(keyOf))) {
    if (kind === 'same') {
      pairs.push([left[l++]!, right[r++]!]);
      open = [];
    } else if (kind === 'removed') {
      const at = open.find((one) => pairs[one]![0] === null);
      if (at === undefined) open.push(pairs.push([left[l++]!, null]) - 1);
      else pairs[at]![0] = left[l++]!;
    } else {
      const at = open.find((one) => pairs[one]![1] === null);
      if (at === undefined) open.push(pairs.push([null, right[r++]!]) - 1);
      else pairs[at]![1] = right[r++]!;
    }
  }
  return pairs;
}

const keyOf = (message: Message): string => JSON.stringify([roleOf(message), textOf(message)]);
const textOf = (message: Message): string => ('content' in message ? message.content : '');

function rowsOf(left: Message | null, right: Message | null): Row[] {
  if (left !== null && right !== null) return sideBySide(textOf(left), textOf(right));
  const lines = textOf((left ?? right)!).split('\n');
  const kind = left === null ? 'added' : 'removed';
  return lines.map((text, at) => {
    const side = { line: at + 1, parts: [{ kind, text } as const] };
    return left === null ? { left: null, right: side } : { left: side, right: null };
  });
}
