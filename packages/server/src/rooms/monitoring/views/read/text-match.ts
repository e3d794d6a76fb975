/** Text of a message as its index holds it (warehouse migration 0006; the same expression, or the index is not used). */
const indexed = String.raw`lowerUTF8(replaceRegexpAll(body, '\\\\[nrtbf]', ' '))`;

/** More tokens than these narrow nothing further; the exact comparison still sees all of the phrase. */
const mostTokens = 16;

export type TextMatch = {
  where: string;
  params: { textTokens?: readonly string[]; textWord?: string; textPhrase: string };
};

/**
 * Rows of `content` that hold a word or phrase: whole words by the index, then the phrase as it stands, both without regard to case.
 * Bodies are JSON, so the phrase is written as JSON is, and line ends count as blanks in both.
 */
export function textMatch(text: string): TextMatch {
  const textPhrase = phraseOf(text);
  const textTokens = tokensOf(textPhrase);
  const exact = `position(${indexed}, lowerUTF8({textPhrase:String})) > 0`;
  if (textTokens.length === 0) return { where: exact, params: { textPhrase } };
  const byToken = `hasAllTokens(${indexed}, {textTokens:Array(String)}) AND ${exact}`;
  const textWord = textTokens.filter((word) => /^[a-z0-9]+$/.test(word)).sort((a, b) => b.length - a.length)[0];
  if (textWord === undefined) return { where: byToken, params: { textTokens, textPhrase } };
  // Parts that came a moment ago have no index yet: a plain look for the longest word spares most of their rows the rest.
  return {
    where: `positionCaseInsensitive(body, {textWord:String}) > 0 AND ${byToken}`,
    params: { textTokens, textWord, textPhrase },
  };
}

/** What stands around the phrase. Characters of the body as it is, so JSON's signs are taken off by who shows it. */
export const snippetColumn = `substringUTF8(body, greatest(1, toInt64(positionUTF8(${indexed}, lowerUTF8({textPhrase:String}))) - 80), 240)`;

const phraseOf = (text: string): string =>
  JSON.stringify(text.trim())
    .slice(1, -1)
    .replace(/\\[nrtbf]/g, ' ');

/** Cut where the index cuts: at every ASCII character that is no letter and no digit. Scripts without blanks are not cut into words: no tokens. */
function tokensOf(phrase: string): string[] {
  const words = phrase.toLowerCase().split(/(?:(?![a-z0-9])\p{ASCII})+/u);
  return [...new Set(words)].filter((word) => word !== '' && !unspaced.test(word)).slice(0, mostTokens);
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
