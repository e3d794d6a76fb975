import { mediaPart, replaceMedia, wholeMedia } from '../content/media.ts';
import type { Mark } from '../rows.ts';
import { scrubSecrets } from '../../detect/secrets.ts';
import { ruleOf } from './fields.ts';

/** What cleaning met on its way; becomes the row's marks. */
export type Met = Set<Mark>;
/** Field names mean nothing inside a JSON schema: `properties.password` describes a password and holds none. */
type CleanOptions = { readonly schema?: boolean };

/** Deeper values become null (mark `truncated`): JSON.stringify is recursive and what is stored must be readable again. */
const deepest = 24;
const secretValue = '[secret:field]';
const stackLines = 20;

/** Text as it may be stored: well-formed, without secrets and media. The same string (by identity) when it was clean. */
export function cleanText(text: string, met: Met): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  const light = replaceMedia(formed);
  if (light !== formed) met.add('media');
  const out = scrubSecrets(light);
  if (out !== light) met.add('secret');
  return looksLikeJson(out) && suspectName.test(out) ? cleanJsonText(out, met) : out;
}

/** Any JSON-like value as it may be stored: named fields and key formats scrubbed, media replaced, keys in stable order. */
export function cleanValue(value: unknown, met: Met, options: CleanOptions = {}, depth = 0): unknown {
  if (typeof value === 'string') return cleanString(value, met);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value === null || typeof value !== 'object') return value ?? null;
  if (depth >= deepest) {
    met.add('truncated');
    return null;
  }
  if (value instanceof Uint8Array) {
    met.add('media');
    return mediaPart(null, value);
  }
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, met, options, depth + 1));
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const field = (value as Record<string, unknown>)[key];
    setOwn(
      out,
      cleanText(key, met),
      options.schema ? cleanValue(field, met, options, depth + 1) : cleanField(key, field, met, depth),
    );
  }
  return out;
}

/** One named value: what its name forbids is replaced, the rest cleaned. */
export function cleanField(name: string, value: unknown, met: Met, depth = 0): unknown {
  const rule = ruleOf(name);
  if (rule === 'keep' || value === null || value === undefined || value === '' || typeof value === 'boolean')
    return cleanValue(value, met, {}, depth + 1);
  if (rule === 'machine') return '[secret:machine]';
  if (rule === 'headers') return '[secret:headers]';
  if (rule === 'stack')
    return typeof value === 'string'
      ? cleanText(firstLines(value, stackLines), met)
      : cleanValue(value, met, {}, depth + 1);
  if (rule === 'token' && !isTokenText(value)) return cleanValue(value, met, {}, depth + 1);
  met.add('secret');
  return secretValue;
}

const cleanString = (text: string, met: Met): unknown => {
  const media = wholeMedia(text);
  if (media === null) return cleanText(text, met);
  met.add('media');
  return media;
};

/** A count in a string is a count. */
const isTokenText = (value: unknown): boolean => typeof value === 'string' && !/^[\d.]{1,20}$/.test(value);

const looksLikeJson = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return first === 123 || first === 91;
};
const suspectName =
  /auth|cookie|passw|passphrase|pwd|secret|token|api.?key|accesskey|private|signing|headers|credential|clientInit|process\.|host\.|metadata\.body/i;
/** For JSON that cannot be read, mostly because it was cut: bounded pieces, so that it stays linear. */
const namedString = /"((?:[^"\\]|\\.){1,80})"\s{0,8}:\s{0,8}"(?:[^"\\]|\\.)*"?/g;

function cleanJsonText(text: string, met: Met): string {
  const own: Met = new Set();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text.replace(namedString, (whole, name: string) => {
      const rule = ruleOf(name);
      if (rule !== 'secret' && rule !== 'token') return whole;
      met.add('secret');
      return `"${name}":"${secretValue}"`;
    });
  }
  const json = JSON.stringify(cleanValue(parsed, own, {}, 1));
  for (const mark of own) met.add(mark);
  // Left as sent unless something was taken out: the order of keys in a text is the text's own.
  return own.size === 0 && !json.includes('[secret:') ? text : json;
}

function firstLines(text: string, count: number): string {
  let end = -1;
  for (let line = 0; line < count; line++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

/** `__proto__` from a JSON text must become a key, not a prototype. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
