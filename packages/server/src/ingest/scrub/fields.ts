/**
 * What the name of a field says about its value, before the value is looked at.
 * `secret`: replaced and marked · `machine`: replaced, not marked (every SDK sends its process by default, the mark would
 * mean nothing) · `token`: secret when it is text, a count when it is a number · `stack`: cut to its first lines.
 */
type FieldRule = 'keep' | 'secret' | 'token' | 'headers' | 'machine' | 'stack';

/** Whole segments of a dotted name, letters only: `http.request.header.set-cookie` → … `setcookie`. */
const secretWords =
  /^(?:(?:proxy|x)?authorization|(?:set)?cookies?|(?:[a-z]*)api_?keys?|(?:[a-z]*)(?:password|passwd|passphrase)|pwd|[a-z]*secrets?(?:key|value|accesskey)?|(?:aws)?secretaccesskey|accesskey|privatekey|signingkey|credentials?|clientinitparams)$/;
const tokenWords = /^(?:[a-z]*)token$/;
/** Names that end in "token" and hold no secret. */
const harmlessTokens =
  /^(?:(?:per|max|min|eos|bos|pad|stop|first|last|next|page|nextpage|continuation)token|timeto(?:first|next|last)?token|timeper(?:output)?token)$/;
const harmlessHeaders =
  /^(?:useragent|contenttype|contentlength|contentencoding|accept|acceptencoding|acceptlanguage|host|connection|date)$/;
const machine = /^(?:process\.|host\.(?:id|name|ip|mac)(?:\.|$))/;

/**
 * The rule for one attribute key (dotted) or one key inside a JSON value. Cached by the caller where names repeat.
 */
export function fieldRule(name: string): FieldRule {
  if (name.length > 512) return 'keep';
  if (machine.test(name)) return 'machine';
  if (name === 'mastra.metadata.body') return 'secret';
  if (name.endsWith('exception.stacktrace')) return 'stack';
  const segments = name
    .toLowerCase()
    .split(/[.[\]/:]/)
    .map((segment) => segment.replace(/[^a-z]/g, ''));
  const last = segments.at(-1) ?? '';
  if (segments.some((segment) => secretWords.test(segment))) return 'secret';
  const headers = segments.findIndex((segment) => segment.endsWith('headers'));
  if (headers >= 0) return headers < segments.length - 1 && harmlessHeaders.test(last) ? 'headers' : 'secret';
  return tokenWords.test(last) && !harmlessTokens.test(last) ? 'token' : 'keep';
}

const known = new Map<string, FieldRule>();

/** `fieldRule`, remembered: names repeat from span to span. Bounded, since names come from outside. */
export function ruleOf(name: string): FieldRule {
  let rule = known.get(name);
  if (rule === undefined) {
    rule = fieldRule(name);
    if (known.size >= 10_000) known.clear();
    if (name.length <= 256) known.set(name, rule);
  }
  return rule;
}
