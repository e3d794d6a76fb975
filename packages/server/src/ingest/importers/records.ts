import type { SourceRecord } from './imported.ts';

/**
 * The records of one file, each read alone, so that a bad one does not take the others with it: lines of a `.jsonl`, elements of a JSON
 * list, else the whole file.
 */
export function* recordsOf(file: string, written: string): Generator<SourceRecord> {
  let nth = 0;
  // A mark of the byte order, as some editors write it, is no JSON.
  const text = written.replace(/^\uFEFF/, '');
  for (const { line, source } of isLines(file, text) ? linesOf(text) : elementsOf(text)) {
    nth++;
    try {
      yield { file, line, nth, value: JSON.parse(source) as unknown };
    } catch (error) {
      yield { file, line, nth, broken: `It is no JSON: ${(error as Error).message}` };
    }
  }
}

/** By its name, or as the collector writes it: an object a line, in a `.json`. */
function isLines(file: string, text: string): boolean {
  if (file.endsWith('.jsonl')) return true;
  const first = text.slice(0, text.indexOf('\n') + 1).trim();
  if (!first.startsWith('{')) return false;
  try {
    return JSON.parse(first) !== null;
  } catch {
    return false;
  }
}

type Piece = { line: number; source: string };

function* linesOf(text: string): Generator<Piece> {
  let line = 0;
  for (const source of text.split('\n')) {
    line++;
    if (source.trim() !== '') yield { line, source };
  }
}

const [newline, quote, comma, backslash] = [10, 34, 44, 92];
const opening = new Set([91, 123]);
const closing = new Set([93, 125]);

/** Elements of a list by their brackets; what is no list is one piece. An element that never closes takes the rest of the file. */
function* elementsOf(text: string): Generator<Piece> {
  const first = /\S/.exec(text)?.index ?? 0;
  if (text[first] !== '[') {
    yield { line: lineAt(text, first), source: text };
    return;
  }
  let [depth, line, inText, from, fromLine] = [0, lineAt(text, first), false, first + 1, 1];
  for (let at = first; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === newline) line++;
    if (inText) {
      if (code === backslash) at++;
      else if (code === quote) inText = false;
      continue;
    }
    if (depth === 1 && from === at && code <= 32) from++;
    else if (from === at) fromLine = line;
    const ends = depth === 1 && (code === comma || closing.has(code));
    if (ends && (from < at || code === comma)) yield { line: fromLine, source: text.slice(from, at) };
    if (ends) from = at + 1;
    if (code === quote) inText = true;
    else if (opening.has(code)) depth++;
    else if (closing.has(code) && --depth === 0) return;
  }
  yield { line: fromLine, source: text.slice(from) };
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
