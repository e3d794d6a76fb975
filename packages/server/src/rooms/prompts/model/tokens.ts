/**
 * Tokens of a text, estimated without any model's tokenizer: a word of letters is one for each six begun, a letter of scripts
 * without spaces is one, digits and signs are one for each two begun. Good for "about how long"; each model counts differently.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]+|[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}\s]+/gu,
  ))
    tokens += dense.test(run) ? [...run].length : /^[\p{L}\p{M}]/u.test(run) ? Math.ceil(run.length / 6) : half(run);
  return tokens;
}

const dense = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;
const half = (run: string): number => Math.ceil(run.length / 2);
