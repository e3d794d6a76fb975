import { useState } from 'react';
import { count } from '../format/number.ts';
import { SafeText } from './safe-text.tsx';

const foldAt = 1200;
const foldLines = 16;
/** Beyond this even the unfolded text is cut on the screen; copying still gives all of it. */
const most = 200_000;

/** Long text shows its beginning; the rest on demand. `mono` for code and JSON. */
export function FoldedText({
  text,
  mono = false,
  lines = foldLines,
}: {
  text: string;
  mono?: boolean;
  lines?: number | undefined;
}) {
  const [open, setOpen] = useState(false);
  const cut = cutAt(text, lines);
  const shown = open ? text.slice(0, most) : text.slice(0, cut);
  return (
    <div className="min-w-0">
      <div
        className={`whitespace-pre-wrap break-words [overflow-wrap:anywhere] ${mono ? 'mono leading-[18px]' : 'text-prose'}`}
      >
        <SafeText text={shown} />
        {!open && cut < text.length && text[cut] !== '\n' ? '…' : ''}
      </div>
      {cut < text.length ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1 min-h-11 rounded-control text-meta text-accent hover:underline desk:min-h-6"
        >
          {open ? 'Fold' : `Show all, ${count(text.length)} characters`}
        </button>
      ) : null}
      {open && text.length > most ? (
        <p className="text-meta text-muted">Cut here after {count(most)} characters; copy the JSON for the whole.</p>
      ) : null}
    </div>
  );
}

function cutAt(text: string, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const next = text.indexOf('\n', at);
    if (next === -1) return text.length <= foldAt ? text.length : betweenWords(text);
    at = next + 1;
  }
  const end = at <= foldAt ? at - 1 : betweenWords(text);
  // Folding a last line or two away saves nothing.
  return text.length - end < 120 ? text.length : end;
}

/** The last space before the fold, unless it is far away. */
const betweenWords = (text: string): number => Math.max(text.lastIndexOf(' ', foldAt), foldAt - 80);
