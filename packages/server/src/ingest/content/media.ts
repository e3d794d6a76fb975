import { createHash } from 'node:crypto';
import type { MessagePart } from '../dialects/types.ts';

/** What is kept of an image, a sound or a file: type, size in bytes and SHA-256 (hex) of the bytes, never the bytes. */
type MediaPart = Extract<MessagePart, { type: 'media' }>;

/** Shortest run of base64 characters that is taken for media: no sentence, id, hash or key comes near it. */
const shortestRun = 1024;
/** `data:a/b;base64,` and a little more. */
const shortestText = 20;
const dataUrlHead = /data:([\w.+-]{1,80}\/[\w.+-]{1,80})?(?:;[\w=.+-]{1,80}){0,4};base64,/y;

export function mediaPart(mimeType: string | null, data: string | Uint8Array): MediaPart {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : data;
  return { type: 'media', mimeType, bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** A string that is media as a whole: a base64 data URL, or nothing but a long run of base64. */
export function wholeMedia(text: string): MediaPart | null {
  if (text.startsWith('data:')) {
    dataUrlHead.lastIndex = 0;
    const head = dataUrlHead.exec(text);
    if (head !== null && runEnd(text, head[0].length) === text.length)
      return mediaPart(head[1] ?? null, text.slice(head[0].length));
  }
  return text.length >= shortestRun && runEnd(text, 0) === text.length ? mediaPart(null, text) : null;
}

/** The text with media inside it replaced by a note; the same string (by identity) when there is none. */
export function replaceMedia(text: string): string {
  if (text.length < shortestText) return text;
  let out = '';
  let from = 0;
  let url = nextDataUrl(text, 0);
  for (;;) {
    if (url !== null && url.start < from) url = nextDataUrl(text, from);
    const found = nextRun(text, from, url?.start ?? text.length) ?? url;
    if (found === null) return from === 0 ? text : out + text.slice(from);
    const part = mediaPart(found.mimeType, text.slice(found.data, found.end));
    out += `${text.slice(from, found.start)}[media ${part.mimeType ?? 'base64'}, ${part.bytes} bytes, sha256 ${part.sha256}]`;
    from = found.end;
  }
}

type Span = { start: number; data: number; end: number; mimeType: string | null };

function nextDataUrl(text: string, from: number): Span | null {
  for (let comma = text.indexOf(';base', from); comma >= 0; comma = text.indexOf(';base', comma + 1)) {
    // Only so far back as a head can be long: looking back to the start of the text each time is quadratic.
    const back = Math.max(from, comma - 400);
    const start = back + text.slice(back, comma).lastIndexOf('data:');
    if (start < back) continue;
    dataUrlHead.lastIndex = start;
    const head = dataUrlHead.exec(text);
    if (head === null) continue;
    const data = start + head[0].length;
    return { start, data, end: runEnd(text, data), mimeType: head[1] ?? null };
  }
  return null;
}

/** Looks at each window from its end: in prose a blank is soon met, and the whole window before it is skipped unread. */
function nextRun(text: string, from: number, to: number): Span | null {
  let start = from;
  while (start + shortestRun <= to) {
    let at = start + shortestRun - 1;
    while (at >= start && isBase64(text.charCodeAt(at))) at--;
    if (at < start) return { start, data: start, end: runEnd(text, start), mimeType: null };
    start = at + 1;
  }
  return null;
}

function runEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBase64(text.charCodeAt(at))) at++;
  while (at < text.length && text.charCodeAt(at) === 61) at++;
  return at;
}

const alphabet = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  alphabet[char.charCodeAt(0)] = 1;
const isBase64 = (code: number): boolean => code < 128 && alphabet[code] === 1;
