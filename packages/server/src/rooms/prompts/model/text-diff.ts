import type { Part, Row } from '../contract.ts';
import { diffSequences, type Step } from './sequence-diff.ts';

/** Word by word; spaces and signs count. Neighbours of one kind are one part. */
export const diffWords = (left: string, right: string): Part[] => joined(diffSequences(wordsOf(left), wordsOf(right)));

/** Side by side, line by line: a line that was changed stands beside what it became, with its words compared. */
export function sideBySide(left: string, right: string): Row[] {
  const rows: Row[] = [];
  const waiting: { removed: string[]; added: string[] } = { removed: [], added: [] };
  let [l, r] = [0, 0];
  const flush = (): void => {
    for (let at = 0; at < Math.max(waiting.removed.length, waiting.added.length); at++) {
      const [before, after] = [waiting.removed[at], waiting.added[at]];
      const parts = before === undefined || after === undefined ? null : diffWords(before, after);
      rows.push({
        left: before === undefined ? null : { line: ++l, parts: sideOf(parts, 'removed', before) },
        right: after === undefined ? null : { line: ++r, parts: sideOf(parts, 'added', after) },
      });
    }
    waiting.removed = [];
    waiting.added = [];
  };
  for (const { kind, text } of diffSequences(left.split('\n'), right.split('\n'))) {
    if (kind !== 'same') waiting[kind].push(text);
    else {
      flush();
      const parts: Part[] = [{ kind, text }];
      rows.push({ left: { line: ++l, parts }, right: { line: ++r, parts } });
    }
  }
  flush();
  return rows;
}

const sideOf = (parts: readonly Part[] | null, kind: 'removed' | 'added', text: string): Part[] =>
  parts === null ? [{ kind, text }] : parts.filter((part) => part.kind === 'same' || part.kind === kind);

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}_]+|\s+|[^\p{L}\p{M}\p{N}_\s]/gu) ?? [];

function joined(steps: readonly Step[]): Part[] {
  const parts: Part[] = [];
  for (const step of steps) {
    const last = parts.at(-1);
    if (last?.kind === step.kind) last.text += step.text;
    else parts.push({ ...step });
  }
  return parts;
}
