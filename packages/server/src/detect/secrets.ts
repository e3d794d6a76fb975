/** Key formats that give themselves away. Pure, linear in the length of the text. */
export type SecretKind =
  | 'anthropic_key'
  | 'openai_key'
  | 'aws_key'
  | 'github_token'
  | 'google_key'
  | 'slack_token'
  | 'stripe_key'
  | 'signalbox_key'
  | 'jwt'
  | 'private_key'
  | 'bearer'
  | 'basic'
  | 'url_password';

type Detector = {
  readonly kind: SecretKind;
  /**
   * One of these stands in every hit. V8 looks for the first character first and uses a slower search from seven
   * characters on, so needles are short and begin with a rare letter: clean text costs well under 1 µs per kB.
   */
  readonly needles: readonly string[];
  readonly pattern: RegExp;
  /** The last word on a match: words joined by dashes look like keys to a pattern. */
  readonly accept?: (match: string) => boolean;
  /** What stays in front of the replacement. */
  readonly keep?: RegExp;
};

/** Not in the middle of a word (`task-…` is no `sk-…`), but an escaped line break, `\n` in JSON text, ends a word. */
const word = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))`;
const hasDigit = (text: string): boolean => /\d/.test(text);

/** The order matters where one format begins like another: Anthropic before OpenAI. */
const detectors: readonly Detector[] = [
  { kind: 'anthropic_key', needles: ['k-ant'], pattern: /sk-ant-[A-Za-z0-9_-]{12,}/g },
  {
    kind: 'openai_key',
    needles: ['k-'],
    pattern: new RegExp(`${word}sk-[A-Za-z0-9_-]{16,}`, 'g'),
    accept: (match) => hasDigit(match) || /^sk-[A-Za-z]{20,}$/.test(match),
  },
  { kind: 'aws_key', needles: ['KIA', 'SIA'], pattern: new RegExp(`${word}A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])`, 'g') },
  { kind: 'github_token', needles: ['hp_', 'ho_', 'hu_', 'hs_', 'hr_'], pattern: /gh[pousr]_[A-Za-z0-9]{20,}/g },
  { kind: 'github_token', needles: ['b_pat_'], pattern: /github_pat_[A-Za-z0-9_]{20,}/g },
  { kind: 'google_key', needles: ['Iza'], pattern: new RegExp(`${word}AIza[A-Za-z0-9_-]{30,}`, 'g') },
  { kind: 'slack_token', needles: ['xox', 'xapp'], pattern: /(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,}/g },
  { kind: 'stripe_key', needles: ['_live', '_test'], pattern: /[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g },
  { kind: 'signalbox_key', needles: ['bx_'], pattern: /sbx_[A-Za-z0-9_-]{20,}/g },
  {
    kind: 'jwt',
    needles: ['yJ'],
    // The run is matched with or without its dot, so that a run without one is read once and not from each of its `eyJ`.
    pattern: /eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?)?/g,
    accept: (match) => match.includes('.'),
  },
  {
    kind: 'bearer',
    needles: ['Bearer', 'bearer'],
    pattern: /[Bb]earer\s{1,4}[A-Za-z0-9._~+/=-]{16,}/g,
    accept: hasDigit,
    keep: /^[Bb]earer\s+/,
  },
  { kind: 'basic', needles: ['Basic '], pattern: /Basic [A-Za-z0-9+/=_-]{12,}/g, accept: (match) => /[0-9=]/.test(match), keep: /^Basic / },
  { kind: 'url_password', needles: ['://'], pattern: /:\/\/[^\s/:@"'\\]{1,80}:[^\s/@"'\\]{1,200}@/g, keep: /^:\/\// },
];

const shortest = 16;

/**
 * The text with every secret replaced by `[secret:<kind>]`; the same string (by identity) when there is none.
 * Never throws; time grows linearly with the length.
 */
export function scrubSecrets(text: string): string {
  if (text.length < shortest) return text;
  let out = text;
  for (const detector of detectors) {
    if (!detector.needles.some((needle) => out.includes(needle))) continue;
    out = out.replace(detector.pattern, (match) => {
      if (detector.accept !== undefined && !detector.accept(match)) return match;
      return `${(detector.keep && detector.keep.exec(match)?.[0]) ?? ''}[secret:${detector.kind}]`;
    });
  }
  return out.includes('BEGIN') ? scrubPrivateKeys(out) : out;
}

/** By hand: a pattern from BEGIN to END would look for an END from every BEGIN. A key cut short goes to the end of the text. */
function scrubPrivateKeys(text: string): string {
  let out = '';
  let from = 0;
  const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const end = text.indexOf('-----END', begin.lastIndex);
    const close = end < 0 ? -1 : text.indexOf('-----', end + 8);
    out += `${text.slice(from, match.index)}[secret:private_key]`;
    from = close < 0 ? text.length : close + 5;
    begin.lastIndex = from;
  }
  return from === 0 ? text : out + text.slice(from);
}
